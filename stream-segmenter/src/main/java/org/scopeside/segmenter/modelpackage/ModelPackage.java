package org.scopeside.segmenter.modelpackage;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A package that was read and found valid.
 *
 * @param description what its {@code model.yaml} says
 * @param network file of the weights, its hash checked; null for a fusion
 * @param origin the folder or zip it came from
 * @param details what else it says
 */
public record ModelPackage(
    ModelDescription description, @Nullable Path network, Path origin, PackageDetails details) {
  /** A package without details. */
  public ModelPackage(ModelDescription description, @Nullable Path network, Path origin) {
    this(description, network, origin, PackageDetails.NONE);
  }
}
