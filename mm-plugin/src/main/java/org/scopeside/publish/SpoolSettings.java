package org.scopeside.publish;

import java.nio.file.Path;

/** The spool on the disk that takes planes while Kafka is slow or away. */
public final class SpoolSettings {
  private final Path folder;
  private final long limitBytes;
  private final DropPolicy dropPolicy;

  /**
   * @param folder holds the spools of all programs of this machine, one sub-folder each
   * @param limitBytes most that the spool takes on the disk, at least 64 MiB
   */
  public SpoolSettings(Path folder, long limitBytes, DropPolicy dropPolicy) {
    if (limitBytes < 64L << 20) {
      throw new IllegalArgumentException(
          "a spool needs at least 64 MiB, not " + limitBytes + " bytes");
    }
    this.folder = folder;
    this.limitBytes = limitBytes;
    this.dropPolicy = dropPolicy;
  }

  Path folder() {
    return folder;
  }

  long limitBytes() {
    return limitBytes;
  }

  DropPolicy dropPolicy() {
    return dropPolicy;
  }
}
