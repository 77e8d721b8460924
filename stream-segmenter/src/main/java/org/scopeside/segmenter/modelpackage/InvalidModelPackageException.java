package org.scopeside.segmenter.modelpackage;

import java.nio.file.Path;
import java.util.List;

/** A package that cannot be used, with everything that is wrong with it. */
public final class InvalidModelPackageException extends Exception {
  private static final long serialVersionUID = 1;

  private final List<String> problems;

  public InvalidModelPackageException(Path origin, List<String> problems) {
    super(origin + ": " + String.join("; ", problems));
    this.problems = List.copyOf(problems);
  }

  /** One sentence each. */
  public List<String> problems() {
    return problems;
  }
}
