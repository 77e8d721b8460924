package org.scopeside.deploy.replay;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How fast planes are sent. */
final class ReplayPacing {
  @Option(names = "--rate", paramLabel = "N", description = "Planes a second.")
  @Nullable Double rate;

  @Option(
      names = "--as-acquired",
      description = "At the pace at which the planes were recorded, or their files written.")
  boolean asAcquired;

  @Option(names = "--max", description = "As fast as they are analysed (default).")
  boolean max;
}
