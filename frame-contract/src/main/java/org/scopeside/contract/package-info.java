/**
 * The wire contract of Scopeside: what stands in every record on every topic, and the codecs that
 * read and write it. The specification is the README of this module.
 *
 * <p>Class-file level 8, no Kafka and no JSON library: records are {@link
 * org.scopeside.contract.WireRecord}s (key, text headers, bytes) and JSON bodies are trees of
 * {@code Map}, {@code List}, {@code String}, {@code Number}, {@code Boolean}, so that the plugin,
 * the services and any third program bring the client and the JSON library they already have.
 */
package org.scopeside.contract;
