package org.scopeside.deploy.run;

import java.net.URI;
import java.util.Map;
import org.scopeside.contract.Topics;

/** An installation that runs already, such as a facility's; nothing of it is stopped. */
public record RemoteInstallation(
    Map<String, String> kafka, Topics topics, String segmenterGroup, URI results)
    implements Installation {

  public RemoteInstallation {
    kafka = Map.copyOf(kafka);
  }

  @Override
  public void close() {}
}
