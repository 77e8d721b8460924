package org.scopeside.segmenter.modelpackage;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.ChannelRole;

/**
 * What a model is for, what it expects, how its output is read, and how good it is.
 *
 * @param id short name, letters, digits and hyphens: {@code stardist-dsb2018}
 * @param version of the model: {@code 1}
 * @param name for people
 * @param description one sentence: what it segments in what images
 * @param licence SPDX identifier
 * @param authors who made it
 * @param cite what to cite
 * @param documentation text of the package's card, Markdown; null without one
 * @param weights null for a {@link #fusion}, which has no network of its own
 * @param input null for a fusion
 * @param outputs tensors of the network, in its order; none for a fusion
 * @param channels what the channels of the input show, in their order
 * @param scale which size of objects it was trained on
 * @param tiling how a plane is cut for it
 * @param decoders how its output becomes objects, one a kind of object, the one that is counted
 *     first; none for a fusion
 * @param fusion two other models that this one combines; null for a network
 * @param quality measured on what, with which result; for people
 */
public record ModelDescription(
    String id,
    String version,
    String name,
    String description,
    String licence,
    List<String> authors,
    List<Citation> cite,
    @Nullable String documentation,
    @Nullable Weights weights,
    @Nullable Input input,
    List<Output> outputs,
    List<ChannelRole> channels,
    Scale scale,
    Tiling tiling,
    List<DecoderChoice> decoders,
    @Nullable Fusion fusion,
    List<MeasuredQuality> quality) {

  public ModelDescription {
    authors = List.copyOf(authors);
    cite = List.copyOf(cite);
    outputs = List.copyOf(outputs);
    channels = List.copyOf(channels);
    decoders = List.copyOf(decoders);
    quality = List.copyOf(quality);
  }

  /** As results carry it: {@code stardist-dsb2018@1}. */
  public String reference() {
    return id + "@" + version;
  }

  /**
   * A paper or data set.
   *
   * @param doi null where there is none
   */
  public record Citation(String text, @Nullable String doi, @Nullable String url) {}

  /**
   * The network's file.
   *
   * @param format bioimage.io's name: {@code onnx}
   * @param source path within the package
   * @param sha256 of the file, 64 hexadecimal digits in lower case
   * @param opsetVersion operator set of an ONNX file; 0 where not stated
   */
  public record Weights(String format, String source, String sha256, int opsetVersion) {}

  /**
   * The network's image input.
   *
   * @param id name of the tensor
   * @param layout order of its axes
   * @param channels size of the channel axis
   * @param sizeY rows it takes: any multiple of {@code step} from {@code min}, or one size only
   * @param sizeX columns it takes
   * @param preprocessing applied in this order
   */
  public record Input(
      String id,
      Layout layout,
      int channels,
      Size sizeY,
      Size sizeX,
      List<Preprocessing> preprocessing) {
    public Input {
      preprocessing = List.copyOf(preprocessing);
    }
  }

  /**
   * Sizes an axis may have: {@code min + k * step}.
   *
   * @param step 0 for one size only
   */
  public record Size(int min, int step) {}

  /** Order of the axes of an image tensor. */
  public enum Layout {
    /** {@code [batch][channel][y][x]}. */
    BCYX,
    /** {@code [batch][y][x][channel]}, as TensorFlow has it. */
    BYXC,
    /** {@code [channel][y][x]}, one image at a time, as torchvision's detectors take it. */
    CYX
  }

  /**
   * An output of the network.
   *
   * @param id name of the tensor
   * @param layout null where it is no image: a style vector, boxes
   * @param channels size of the channel axis; 0 where it is no image
   * @param spacing pixels of the input to one of the output: StarDist's grid
   * @param activation what is still to be done with its values, before tiles are blended
   */
  public record Output(
      String id, @Nullable Layout layout, int channels, int spacing, Activation activation) {
    /** An output whose values are taken as they are. */
    public Output(String id, @Nullable Layout layout, int channels, int spacing) {
      this(id, layout, channels, spacing, Activation.NONE);
    }
  }

  /**
   * The size at which the network saw objects in training. A plane is rescaled to it when its own
   * size is known.
   *
   * @param pixelSizeUm µm a pixel; NaN where not stated
   * @param objectDiameterPx diameter of a typical object, pixels; NaN where not stated
   * @param minDiameterUm diameter of the smallest disc that is an object, µm; smaller ones are
   *     debris and are left out where the size of a plane's pixel is known. NaN keeps all
   */
  public record Scale(double pixelSizeUm, double objectDiameterPx, double minDiameterUm) {
    public Scale(double pixelSizeUm, double objectDiameterPx) {
      this(pixelSizeUm, objectDiameterPx, Double.NaN);
    }

    /**
     * Pixels of the smallest object.
     *
     * @param pixelUm of the plane; NaN where it is not known
     */
    public int minArea(double pixelUm) {
      double radius = minDiameterUm / 2 / pixelUm;
      return radius > 0
          ? (int) Math.min(Integer.MAX_VALUE, Math.ceil(Math.PI * radius * radius))
          : 0;
    }

    /** Taken as it comes. */
    public static final Scale ANY = new Scale(Double.NaN, Double.NaN);
  }

  /**
   * How a plane is cut.
   *
   * @param tile side of what the network is given, pixels; 0 for the whole plane in one piece
   * @param halo pixels at each side of a tile whose output is not trusted
   * @param blend what becomes of the output where tiles overlap
   */
  public record Tiling(int tile, int halo, Blend blend) {
    /** The whole plane. */
    public static final Tiling WHOLE = new Tiling(0, 0, Blend.CENTRE);
  }

  /** What becomes of output where tiles overlap. */
  public enum Blend {
    /** Each pixel from the tile whose centre it is nearest to; the halo is thrown away. */
    CENTRE,
    /** Cellpose's weighted mean, tapered towards the sides of a tile. */
    TAPER
  }

  /**
   * How output becomes objects.
   *
   * @param objects what it finds, by CellProfiler's name: {@code Nuclei}, {@code Cells}
   * @param name {@code flows}, {@code star-convex}, {@code three-class}, {@code foreground}, {@code
   *     distance}, {@code box-mask}
   * @param maps tensors whose channels, put one after the other, are what a dense decoder reads
   * @param tensors other tensors by what they mean to the decoder: {@code style}, {@code boxes}
   * @param parameters of the decoder
   */
  public record DecoderChoice(
      String objects,
      String name,
      List<String> maps,
      Map<String, String> tensors,
      Map<String, Object> parameters) {
    public DecoderChoice {
      maps = List.copyOf(maps);
      tensors = Map.copyOf(tensors);
      parameters = Map.copyOf(parameters);
    }
  }

  /**
   * Two models combined as Korfhage et al. 2020 do.
   *
   * @param nuclei reference of the model that finds nuclei, {@code id@version} or {@code id}
   * @param cells reference of the model that finds cells
   */
  public record Fusion(String nuclei, String cells) {}

  /**
   * A measurement of how good the model is.
   *
   * @param dataset on which images: {@code DSB 2018 validation, 20 images}
   * @param metric for example {@code F1@0.5}
   * @param source who measured, or the paper
   */
  public record MeasuredQuality(String dataset, String metric, double value, String source) {}
}
