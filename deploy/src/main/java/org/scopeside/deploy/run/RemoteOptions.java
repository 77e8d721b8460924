package org.scopeside.deploy.run;

import java.net.URI;
import java.util.Map;
import org.scopeside.deploy.ExitCode;
import org.scopeside.deploy.UserErrorException;
import org.scopeside.segmenter.SegmenterSettings;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of commands that can use an installation that runs already, instead of starting one. */
public final class RemoteOptions {
  @Mixin private KafkaOptions kafka = new KafkaOptions();

  @Option(
      names = "--results",
      paramLabel = "URL",
      description = "Its results service. Default: ${DEFAULT-VALUE}")
  URI results = URI.create("http://127.0.0.1:8080/");

  /** Whether an installation that runs already is meant. */
  public boolean given() {
    return kafka.given();
  }

  /** Settings of Kafka's clients. */
  public Map<String, String> kafka() throws UserErrorException {
    return kafka.settings();
  }

  /** The installation. */
  public RemoteInstallation installation() throws UserErrorException {
    if (!"http".equals(results.getScheme()) && !"https".equals(results.getScheme())) {
      throw new UserErrorException(
          ExitCode.USAGE, "--results " + results + " is no address as http://host:8080/");
    }
    return new RemoteInstallation(
        kafka.settings(), kafka.topics(), SegmenterSettings.defaults().group(), results);
  }
}
