/**
 * The first steps of a plane's journey: a source hands over what the camera delivered, the
 * publisher encodes it on its own threads and sends it to Kafka, and keeps the source's side of the
 * loss ledger.
 *
 * <p>Class-file level 8 and no Micro-Manager types, so that the plugin, the simulated microscope
 * and replay publish through the same code.
 */
package org.scopeside.publish;
