/**
 * A folder of image files as a source of planes: which file is which plane, its pixels, and label
 * images written back under the same names.
 */
package org.scopeside.deploy.files;
