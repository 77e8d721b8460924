package org.scopeside.segmenter.modelpackage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.ChannelRole;
import org.scopeside.segmenter.engine.OnnxFile;
import org.scopeside.segmenter.modelpackage.ModelDescription.DecoderChoice;
import org.scopeside.segmenter.modelpackage.ModelDescription.Fusion;
import org.scopeside.segmenter.modelpackage.ModelDescription.Input;
import org.scopeside.segmenter.modelpackage.ModelDescription.Output;
import org.scopeside.segmenter.modelpackage.ModelDescription.Scale;
import org.scopeside.segmenter.modelpackage.ModelDescription.Tiling;
import org.scopeside.segmenter.modelpackage.ModelDescription.Weights;
import org.scopeside.segmenter.modelpackage.PackageDetails.TestTensors;

/**
 * Reads model packages and checks everything that can be checked without running them. All that is
 * wrong is told at once, each with its path in the description. A package is a source that is not
 * trusted: no path leads out of it, no size is believed, and nothing in it is executed.
 *
 * <p>Thread-safe.
 */
public final class ModelPackageReader {
  private final DecoderCatalogue decoders;
  private final WeightsCache cache;

  /**
   * @param decoders of this installation
   * @param cache folder where weights that come in zips are unpacked, under their hash; made where
   *     it is missing
   */
  public ModelPackageReader(DecoderCatalogue decoders, Path cache) {
    this.decoders = decoders;
    this.cache = new WeightsCache(cache);
  }

  /** A reader that unpacks weights in the user's folder. */
  public ModelPackageReader(DecoderCatalogue decoders) {
    this(decoders, WeightsCache.userFolder());
  }

  /**
   * Reads a package.
   *
   * @throws InvalidModelPackageException with everything that is wrong with it
   */
  public ModelPackage read(Path folderOrZip) throws InvalidModelPackageException {
    Problems problems = new Problems();
    ModelPackage model = null;
    try (PackageFiles files = PackageFiles.of(folderOrZip)) {
      YamlValue root = description(files, problems);
      if (root != null && new CardReader(root).isModel()) {
        model = new Reading(root, files, folderOrZip, problems).model();
      }
    } catch (IOException e) {
      problems.add(
          String.valueOf(folderOrZip.getFileName()),
          e.getMessage() == null ? e.toString() : e.getMessage());
    }
    if (model == null || !problems.isEmpty()) {
      throw new InvalidModelPackageException(folderOrZip, problems.all());
    }
    return model;
  }

  /** Whether a folder or zip claims to be a package. */
  static boolean isPackage(Path folderOrZip) {
    try (PackageFiles files = PackageFiles.of(folderOrZip)) {
      return files.description() != null;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * The reference of a package, without a look at its weights.
   *
   * @return {@code id@version}; null where its description cannot be read
   */
  static @Nullable String reference(Path folderOrZip) {
    Problems ignored = new Problems();
    try (PackageFiles files = PackageFiles.of(folderOrZip)) {
      YamlValue root = description(files, ignored);
      if (root == null) {
        return null;
      }
      CardReader card = new CardReader(root);
      return card.id() + "@" + card.version();
    } catch (IOException e) {
      return null;
    }
  }

  private static @Nullable YamlValue description(PackageFiles files, Problems problems)
      throws IOException {
    String name = files.description();
    if (name == null) {
      problems.add(
          PackageFiles.DESCRIPTIONS.get(0),
          "there is no such file in the package, nor "
              + String.join(
                  " or ", PackageFiles.DESCRIPTIONS.subList(1, PackageFiles.DESCRIPTIONS.size())));
      return null;
    }
    return YamlText.parse(name, files.read(name, YamlText.MAX_BYTES), problems);
  }

  /** The reading of one package. */
  private final class Reading {
    private final YamlValue root;
    private final PackageFiles files;
    private final Path origin;
    private final Problems problems;
    private final CardReader card;

    Reading(YamlValue root, PackageFiles files, Path origin, Problems problems) {
      this.root = root;
      this.files = files;
      this.origin = origin;
      this.problems = problems;
      this.card = new CardReader(root);
    }

    /** Null, with problems, or the model, possibly with problems too. */
    @Nullable ModelPackage model() {
      YamlValue config = root.get("config").get("scopeside");
      ScopesideBlock block = new ScopesideBlock(config);
      return block.isFusion() ? fusion(block) : network(block, config);
    }

    private ModelPackage fusion(ScopesideBlock block) {
      for (String key : List.of("inputs", "outputs", "weights")) {
        if (root.get(key).isPresent()) {
          root.get(key).problem("has no meaning beside config.scopeside.fusion");
        }
      }
      ModelDescription description =
          describe(
              null,
              null,
              List.of(),
              block.channels(0),
              Scale.ANY,
              Tiling.WHOLE,
              List.of(),
              block.fusion(),
              block);
      return new ModelPackage(description, null, List.of(), origin, details(null, null));
    }

    private @Nullable ModelPackage network(ScopesideBlock block, YamlValue config) {
      TensorNames names = block.tensors();
      InputReader inputReader = new InputReader(root.get("inputs"));
      Input input = inputReader.read(names, block.perTile());
      OutputReader outputReader = new OutputReader(root.get("outputs"), inputReader.axes());
      Map<String, Output> outputs = outputReader.read(names);
      WeightsReader weightsReader = new WeightsReader(root.get("weights"), files, cache);
      Weights weights = weightsReader.read();
      TestTensors test = null;
      if (inputReader.tensor() != null) {
        test =
            new TestTensorsReader(
                    files, root.get("config").get("bioimageio").get("reproducibility_tolerance"))
                .read(inputReader.tensor(), outputReader.tensors(), outputs);
      }
      if (!config.isPresent()) {
        config.problem(
            "is missing, so nobody knows how the outputs become objects; add for example "
                + new MissingBlock(input, outputs, weightsReader.header()).example());
        cardOnly();
        return null;
      }
      List<ChannelRole> channels = block.channels(input == null ? 0 : input.channels());
      Scale scale = block.scale(inputReader.scale());
      List<DecoderChoice> choices = block.decoders(outputs, decoders);
      Tiling tiling = input == null ? Tiling.WHOLE : block.tiling(input, outputReader.halo());
      ModelDescription description =
          describe(
              weights,
              input,
              List.copyOf(outputs.values()),
              channels,
              scale,
              tiling,
              choices,
              null,
              block);
      checkTensors(description, weightsReader.header());
      List<NetworkVariant> variants =
          new VariantsReader(config.get("variants"), files, cache)
              .read(weightsReader.header(), weights == null ? null : weights.format());
      return new ModelPackage(
          description, weightsReader.network(), variants, origin, details(weightsReader, test));
    }

    private void checkTensors(ModelDescription description, @Nullable OnnxFile header) {
      if (header != null) {
        for (String problem :
            NetworkCheck.problems(description, header.inputs(), header.outputs())) {
          problems.add(Objects.requireNonNull(description.weights()).source(), problem);
        }
      }
    }

    /** So that problems of the card are told even where there is no block. */
    private void cardOnly() {
      card.id();
      card.version();
      card.name();
      card.licence();
      card.authors();
      card.cite();
      card.documentation(files);
    }

    private ModelDescription describe(
        @Nullable Weights weights,
        @Nullable Input input,
        List<Output> outputs,
        List<ChannelRole> channels,
        Scale scale,
        Tiling tiling,
        List<DecoderChoice> choices,
        @Nullable Fusion fusion,
        ScopesideBlock block) {
      return new ModelDescription(
          card.id(),
          card.version(),
          card.name(),
          card.description(),
          card.licence(),
          card.authors(),
          card.cite(),
          card.documentation(files),
          weights,
          input,
          outputs,
          channels,
          scale,
          tiling,
          choices,
          fusion,
          block.evaluation());
    }

    private PackageDetails details(@Nullable WeightsReader weights, @Nullable TestTensors test) {
      return new PackageDetails(
          card.tags(),
          card.gitRepo(),
          card.parent(),
          weights == null ? "" : weights.comment(),
          weights == null ? List.of() : weights.others(),
          weights == null ? null : weights.header(),
          test);
    }
  }
}
