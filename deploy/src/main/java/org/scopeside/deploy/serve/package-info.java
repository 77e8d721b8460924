/** {@code scopeside serve}: broker, segmenter and results service for the microscopes at hand. */
package org.scopeside.deploy.serve;
