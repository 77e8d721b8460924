/**
 * The models of an installation: {@link org.scopeside.segmenter.library.ModelLibrary} opens them by
 * name, whatever they are made of, and {@link org.scopeside.segmenter.library.AcquisitionModels}
 * chooses between them for each acquisition.
 */
package org.scopeside.segmenter.library;
