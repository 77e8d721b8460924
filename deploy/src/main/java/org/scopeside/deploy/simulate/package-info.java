/** {@code scopeside simulate}: images with exact truth, written into a folder. */
package org.scopeside.deploy.simulate;
