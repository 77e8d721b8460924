package org.scopeside.deploy.run;

import java.net.URI;
import java.util.Map;
import org.scopeside.contract.Topics;

/** Where a run sends its planes and asks for their counts: made for it, or there before it. */
public interface Installation extends AutoCloseable {
  /** Settings of Kafka's clients, {@code bootstrap.servers} among them. */
  Map<String, String> kafka();

  Topics topics();

  /** Consumer group of the segmenters. */
  String segmenterGroup();

  /** Dashboard and REST API of the results service. */
  URI results();

  /** Stops what was started for the run; may be called by any thread, once or more. */
  @Override
  void close();
}
