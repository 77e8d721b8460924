package org.scopeside.deploy.models;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.scopeside.deploy.ExitCode;
import org.scopeside.deploy.UserErrorException;
import org.scopeside.segmenter.engine.Precision;
import org.scopeside.segmenter.library.Decoders;
import org.scopeside.segmenter.library.InstalledModels;
import org.scopeside.segmenter.library.LibrarySettings;
import org.scopeside.segmenter.library.ModelLibrary;
import org.scopeside.segmenter.library.PrecisionChoice;
import org.scopeside.segmenter.modelpackage.BuiltInModels;
import org.scopeside.segmenter.modelpackage.InvalidModelPackageException;
import org.scopeside.segmenter.modelpackage.ModelFolder;
import org.scopeside.segmenter.modelpackage.ModelPackageReader;
import org.scopeside.segmenter.modelpackage.UnknownModelException;
import picocli.CommandLine.Option;

/** Where models are looked for. */
public final class ModelOptions {
  private static final String VARIABLE = "SCOPESIDE_SEGMENTER_MODELS";

  @Option(
      names = "--models",
      paramLabel = "DIR",
      description =
          "Folder with packages; may be given several times. Default: "
              + VARIABLE
              + ", else that of the installation.")
  private @Nullable List<Path> folders;

  static ModelPackageReader reader() {
    return new ModelPackageReader(new Decoders());
  }

  ModelFolder folder() {
    return new ModelFolder(places(), reader());
  }

  /**
   * The models that lie there, and those that are built in, one call at a time.
   *
   * @param objectDiameterPx diameter of a typical object, pixels; NaN where it is not known
   * @param threads that one run of a network may use
   */
  public ModelLibrary library(double objectDiameterPx, PrecisionChoice precision, int threads) {
    return new ModelLibrary(
        LibrarySettings.of(places())
            .withPrecision(precision)
            .withEngineThreads(threads)
            .withObjectDiameterPx(objectDiameterPx));
  }

  /**
   * Precisions of a model's network, fp32 first; none where it has no network of its own.
   *
   * @throws UserErrorException if there is no such model, or it cannot be used
   */
  public List<Precision> precisions(String reference) throws UserErrorException {
    if (BuiltInModels.find(reference).isPresent()) {
      return List.of();
    }
    try {
      return folder().resolve(reference).precisions();
    } catch (UnknownModelException e) {
      throw new UserErrorException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    } catch (InvalidModelPackageException e) {
      throw new UserErrorException(
          ExitCode.INPUT, reference + " cannot be used: " + String.join("; ", e.problems()), e);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  List<Path> places() {
    if (folders != null) {
      return folders;
    }
    String named = System.getenv(VARIABLE);
    String all = named == null || named.isBlank() ? InstalledModels.NAME : named;
    return InstalledModels.places(Arrays.stream(all.split(",", -1)).map(String::strip).toList());
  }

  static UserErrorException unreadable(IOException e) {
    return new UserErrorException(ExitCode.INPUT, "models cannot be listed: " + e.getMessage(), e);
  }
}
