package org.scopeside.deploy.gpucheck;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.scopeside.deploy.UserErrorException;
import org.scopeside.segmenter.engine.Engine;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.engine.Engines;
import org.scopeside.segmenter.engine.Preparation;
import org.scopeside.segmenter.image.LabelImage;
import org.scopeside.segmenter.library.Decoders;
import org.scopeside.segmenter.library.LibrarySettings;
import org.scopeside.segmenter.library.ModelLibrary;
import org.scopeside.segmenter.library.NetworkChoice;
import org.scopeside.segmenter.model.FieldInput;
import org.scopeside.segmenter.model.ModelUnavailableException;
import org.scopeside.segmenter.model.SegmentationModel;
import org.scopeside.segmenter.modelpackage.InvalidModelPackageException;
import org.scopeside.segmenter.modelpackage.ModelFolder;
import org.scopeside.segmenter.modelpackage.ModelPackage;
import org.scopeside.segmenter.modelpackage.ModelPackageReader;
import org.scopeside.segmenter.modelpackage.UnknownModelException;

/** That an engine is built once, and that the weights of one that runs can be exchanged. */
final class WeightsCheck {
  private static final int SIDE = 512;

  private final LibrarySettings settings;
  private final PrintWriter out;

  WeightsCheck(String engine, List<Path> folders, PrintWriter out) {
    this.settings = LibrarySettings.of(folders).withEngine(engine);
    this.out = out;
  }

  /**
   * Puts a model's own weights, from a copy of its package, into it while it is open.
   *
   * @param copies an empty folder
   * @return whether it finds the same as before, says whose weights it has, and was built once
   */
  boolean run(String model, Path copies) throws IOException {
    try {
      ModelPackage original = resolve(model);
      copy(original, copies);
      List<Path> folders = new ArrayList<>(settings.folders());
      folders.add(copies);
      boolean same = exchange(model, new ModelLibrary(settings.withFolders(folders)));
      boolean once = builtOnce(original);
      return same && once;
    } catch (UserErrorException
        | ModelUnavailableException
        | EngineException
        | InvalidModelPackageException
        | UnknownModelException e) {
      return say(false, model + ": " + e.getMessage());
    }
  }

  private ModelPackage resolve(String model)
      throws IOException, InvalidModelPackageException, UnknownModelException {
    return new ModelFolder(settings.folders(), new ModelPackageReader(new Decoders()))
        .resolve(model);
  }

  private static void copy(ModelPackage original, Path copies) throws IOException {
    Path to = Files.createDirectories(copies.resolve("copy"));
    try (var files = Files.list(original.origin())) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
    Path card = to.resolve("model.yaml");
    String id = original.description().id();
    Files.writeString(
        card, Files.readString(card).replaceFirst("(?m)^id: .*$", "id: " + id + "-copy"));
  }

  private boolean exchange(String model, ModelLibrary library)
      throws ModelUnavailableException, UserErrorException {
    try (library) {
      SegmentationModel running = library.open(model);
      FieldInput field = AgreementCheck.field(running.channels(), SIDE, SIDE);
      LabelImage before = AgreementCheck.labels(running, field);
      String copy = running.id().replaceFirst("@.*", "-copy");
      library.swapWeights(model, copy);
      LabelImage after = AgreementCheck.labels(running, field);
      boolean same =
          Arrays.equals(before.labels(), after.labels()) && running.id().startsWith(copy);
      return say(same, model + ": weights exchanged while it runs");
    }
  }

  private boolean builtOnce(ModelPackage model) throws ModelUnavailableException, EngineException {
    String format = Objects.requireNonNull(model.description().weights()).format();
    Engine engine = Engines.choose(settings.engine(), format);
    NetworkChoice choice = NetworkChoice.of(model, settings, engine);
    Preparation kept = engine.prepare(choice.network(), choice.options(), (phase, done) -> {});
    boolean once = kept == null || !kept.made();
    return say(once, model.description().reference() + ": its engine is kept and loads again");
  }

  private boolean say(boolean passed, String what) {
    out.println((passed ? "ok     " : "FAILED ") + what);
    out.flush();
    return passed;
  }
}
