/**
 * Model packages: a folder or zip with a {@code model.yaml} that follows the bioimage.io 0.5
 * resource description, what Scopeside needs beyond it under {@code config.scopeside}, and the
 * weights. Weights are data: nothing in a package is executed. The format is specified in {@code
 * models/README.md}.
 *
 * <p>{@link org.scopeside.segmenter.modelpackage.ModelFolder} finds packages by reference, {@link
 * org.scopeside.segmenter.modelpackage.ModelPackageReader} reads one and tells all that is wrong
 * with it, and {@link org.scopeside.segmenter.modelpackage.PackageVerification} runs its network
 * and compares. A reading starts at {@code PackageFiles} (folder or zip, no way out of it) and
 * {@code YamlText} (bounded YAML); then {@code CardReader}, {@code InputReader}, {@code
 * OutputReader}, {@code WeightsReader} and {@code ScopesideBlock} each read their part of it
 * through {@code YamlValue}, which knows its path for messages.
 */
package org.scopeside.segmenter.modelpackage;
