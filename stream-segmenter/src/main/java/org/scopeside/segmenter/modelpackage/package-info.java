/**
 * Model packages: a folder or zip with a {@code model.yaml} that follows the bioimage.io 0.5
 * resource description, what Scopeside needs beyond it under {@code config.scopeside}, and the
 * weights. Weights are data: nothing in a package is executed.
 */
package org.scopeside.segmenter.modelpackage;
