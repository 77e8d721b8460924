package org.scopeside.deploy.models;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.scopeside.segmenter.engine.Precision;
import org.scopeside.segmenter.modelpackage.ModelDescription;
import org.scopeside.segmenter.modelpackage.ModelDescription.DecoderChoice;
import org.scopeside.segmenter.modelpackage.ModelDescription.Input;
import org.scopeside.segmenter.modelpackage.ModelDescription.MeasuredQuality;
import org.scopeside.segmenter.modelpackage.ModelDescription.Scale;
import org.scopeside.segmenter.modelpackage.ModelDescription.Size;
import org.scopeside.segmenter.modelpackage.ModelDescription.Tiling;
import org.scopeside.segmenter.modelpackage.ModelPackage;
import org.scopeside.segmenter.modelpackage.Preprocessing;
import org.scopeside.segmenter.modelpackage.Preprocessing.Clip;
import org.scopeside.segmenter.modelpackage.Preprocessing.FixedZeroMeanUnitVariance;
import org.scopeside.segmenter.modelpackage.Preprocessing.ScaleLinear;
import org.scopeside.segmenter.modelpackage.Preprocessing.ScaleRange;
import org.scopeside.segmenter.modelpackage.Preprocessing.ZeroMeanUnitVariance;

/** What a description means, in words of the person who chooses a model. */
final class ModelWords {
  private ModelWords() {}

  /** Text of a package, without what a terminal or picocli would take for a command. */
  static String clean(String text) {
    return text.replaceAll("[\\p{Cntrl}&&[^\\s]]", "?").replace("@|", "@ |").replace("|@", "| @");
  }

  static String objects(ModelDescription model) {
    return model.fusion() != null
        ? "Nuclei+Cells"
        : model.decoders().stream().map(DecoderChoice::objects).collect(Collectors.joining("+"));
  }

  static String decoders(ModelDescription model) {
    return model.fusion() != null
        ? "fusion"
        : model.decoders().stream()
            .map(DecoderChoice::name)
            .distinct()
            .collect(Collectors.joining("+"));
  }

  /** {@code fp32+int8}; a dash where there is no network. */
  static String precisions(ModelPackage model) {
    return model.precisions().isEmpty()
        ? "-"
        : model.precisions().stream().map(Precision::word).collect(Collectors.joining("+"));
  }

  static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e9
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.4g", value)
            .replaceAll("(\\.\\d*?)0+$", "$1")
            .replaceAll("\\.$", "");
  }

  static String measured(MeasuredQuality quality) {
    return quality.metric() + " " + number(quality.value());
  }

  static String briefScale(Scale scale) {
    if (!Double.isNaN(scale.pixelSizeUm())) {
      return number(scale.pixelSizeUm()) + " µm/px";
    }
    return Double.isNaN(scale.objectDiameterPx())
        ? "any"
        : number(scale.objectDiameterPx()) + " px";
  }

  static String scale(Scale scale) {
    String debris =
        Double.isNaN(scale.minDiameterUm())
            ? ""
            : "; smaller than %s µm across is debris".formatted(number(scale.minDiameterUm()));
    return size(scale) + debris;
  }

  private static String size(Scale scale) {
    boolean pixel = !Double.isNaN(scale.pixelSizeUm());
    boolean diameter = !Double.isNaN(scale.objectDiameterPx());
    if (!pixel && !diameter) {
      return "any; planes are not rescaled";
    }
    String size = pixel ? "pixels of " + number(scale.pixelSizeUm()) + " µm" : "";
    String objects =
        diameter ? "objects about " + number(scale.objectDiameterPx()) + " pixels across" : "";
    return size
        + (pixel && diameter ? ", " : "")
        + objects
        + "; planes are rescaled to that when their own size is known";
  }

  static String size(Input input) {
    return input.sizeY().equals(input.sizeX())
        ? side(input.sizeY()) + " a side"
        : side(input.sizeY()) + " rows, " + side(input.sizeX()) + " columns";
  }

  private static String side(Size size) {
    return size.step() == 0
        ? size.min() + " pixels"
        : "from %d pixels in steps of %d".formatted(size.min(), size.step());
  }

  static String tiling(Tiling tiling) {
    if (tiling.tile() == 0) {
      return "the whole plane in one piece; a large plane takes much memory";
    }
    return "tiles of %d × %d pixels with a halo of %d, %s where they overlap"
        .formatted(
            tiling.tile(),
            tiling.tile(),
            tiling.halo(),
            switch (tiling.blend()) {
              case CENTRE -> "the nearest tile taken";
              case TAPER -> "tapered means";
            });
  }

  static String preprocessing(List<Preprocessing> steps) {
    return steps.isEmpty()
        ? "none"
        : steps.stream().map(ModelWords::step).collect(Collectors.joining(", then "));
  }

  private static String step(Preprocessing step) {
    if (step instanceof ScaleRange range) {
      return "percentiles %s to %s %s brought to 0 and 1"
          .formatted(
              number(range.minPercentile()), number(range.maxPercentile()), of(range.perTile()));
    } else if (step instanceof ZeroMeanUnitVariance zero) {
      return "zero mean and unit variance " + of(zero.perTile());
    } else if (step instanceof FixedZeroMeanUnitVariance fixed) {
      return "(v - %s) / %s".formatted(number(fixed.mean()), number(fixed.std()));
    } else if (step instanceof ScaleLinear linear) {
      return "v * %s + %s".formatted(number(linear.gain()), number(linear.offset()));
    }
    Clip clip = (Clip) step;
    return "clipped to %s to %s".formatted(number(clip.min()), number(clip.max()));
  }

  private static String of(boolean perTile) {
    return perTile ? "of each tile" : "of each plane";
  }

  static String decoder(DecoderChoice decoder) {
    String parameters =
        decoder.parameters().entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(entry -> entry.getKey() + " " + brief(entry.getValue()))
            .collect(Collectors.joining(", "));
    return "%s by %s%s%s"
        .formatted(
            decoder.objects(),
            decoder.name(),
            decoder.maps().isEmpty() ? "" : " from " + String.join(", ", decoder.maps()),
            parameters.isEmpty() ? "" : ": " + parameters);
  }

  private static String brief(Object value) {
    if (value instanceof Number number) {
      return number(number.doubleValue());
    }
    return value instanceof Map ? "given" : String.valueOf(value);
  }
}
