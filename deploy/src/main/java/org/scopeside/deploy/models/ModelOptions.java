package org.scopeside.deploy.models;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.scopeside.deploy.ExitCode;
import org.scopeside.deploy.UserErrorException;
import org.scopeside.segmenter.library.Decoders;
import org.scopeside.segmenter.modelpackage.ModelFolder;
import org.scopeside.segmenter.modelpackage.ModelPackageReader;
import picocli.CommandLine.Option;

/** Where models are looked for. */
final class ModelOptions {
  private static final String VARIABLE = "SCOPESIDE_SEGMENTER_MODELS";

  @Option(
      names = "--models",
      paramLabel = "DIR",
      description =
          "Folder with packages; may be given several times. Default: "
              + VARIABLE
              + ", else models.")
  private @Nullable List<Path> folders;

  static ModelPackageReader reader() {
    return new ModelPackageReader(new Decoders());
  }

  ModelFolder folder() {
    return new ModelFolder(places(), reader());
  }

  List<Path> places() {
    if (folders != null) {
      return folders;
    }
    String named = System.getenv(VARIABLE);
    String all = named == null || named.isBlank() ? "models" : named;
    return Arrays.stream(all.split(",", -1)).map(String::strip).map(Path::of).toList();
  }

  static UserErrorException unreadable(IOException e) {
    return new UserErrorException(ExitCode.INPUT, "models cannot be listed: " + e.getMessage(), e);
  }
}
