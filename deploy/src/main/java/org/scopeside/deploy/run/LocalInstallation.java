package org.scopeside.deploy.run;

import java.net.URI;
import java.util.Map;
import org.scopeside.contract.Topics;
import org.scopeside.deploy.UserErrorException;
import org.scopeside.deploy.allinone.AllInOne;
import org.scopeside.deploy.allinone.AllInOneSettings;
import org.scopeside.runtime.InvalidSettingsException;
import org.scopeside.segmenter.SegmenterSettings;

/** Everything on this machine, started for the run and stopped with it. */
public final class LocalInstallation implements Installation {
  private final AllInOne stack;

  private LocalInstallation(AllInOne stack) {
    this.stack = stack;
  }

  /**
   * Starts everything.
   *
   * @param command names the default data directory
   */
  public static LocalInstallation start(RunOptions options, String command)
      throws UserErrorException, InvalidSettingsException, InterruptedException {
    return new LocalInstallation(
        AllInOne.start(
            new AllInOneSettings(
                options.data(command),
                options.host(),
                options.port(),
                options.kafkaPort(),
                options.segmenter())));
  }

  @Override
  public Map<String, String> kafka() {
    return Map.of("bootstrap.servers", stack.bootstrapServers());
  }

  @Override
  public Topics topics() {
    return stack.topics();
  }

  @Override
  public String segmenterGroup() {
    return SegmenterSettings.defaults().group();
  }

  @Override
  public URI results() {
    return stack.url();
  }

  @Override
  public void close() {
    stack.close();
  }
}
