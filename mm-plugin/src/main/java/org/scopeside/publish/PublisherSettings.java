package org.scopeside.publish;

import org.jspecify.annotations.Nullable;
import org.scopeside.contract.PixelCodec;
import org.scopeside.contract.Topics;

/** How a source publishes. */
public final class PublisherSettings {
  private final Topics topics;
  private final String source;
  private final long queueBytes;
  private final int encoderThreads;
  private final PixelCodec codec;
  private final @Nullable SpoolSettings spool;

  /**
   * @param topics where to
   * @param source URI reference of the microscope or program, in every event
   * @param queueBytes memory that planes may hold while they wait to be encoded, and what they were
   *     encoded to until it is spooled or acknowledged; a plane more is dropped by {@link
   *     AcquisitionRun#offer} and waits in {@link AcquisitionRun#publish}
   * @param encoderThreads threads that encode; planes of one field stay in order whatever the
   *     number
   * @param codec how pixels are stored
   */
  public PublisherSettings(
      Topics topics, String source, long queueBytes, int encoderThreads, PixelCodec codec) {
    this(topics, source, queueBytes, encoderThreads, codec, null);
  }

  private PublisherSettings(
      Topics topics,
      String source,
      long queueBytes,
      int encoderThreads,
      PixelCodec codec,
      @Nullable SpoolSettings spool) {
    if (queueBytes < 1 << 20 || encoderThreads < 1) {
      throw new IllegalArgumentException(
          "a publisher needs a queue of at least 1 MiB and one encoder thread, not "
              + queueBytes
              + " bytes and "
              + encoderThreads);
    }
    this.topics = topics;
    this.source = source;
    this.queueBytes = queueBytes;
    this.encoderThreads = encoderThreads;
    this.codec = codec;
    this.spool = spool;
  }

  /** 128 MiB, one encoder thread, compressed. */
  public static PublisherSettings of(Topics topics, String source) {
    return new PublisherSettings(topics, source, 128L << 20, 1, PixelCodec.DELTA_SHUFFLE_ZSTD);
  }

  /**
   * The same with a spool, for sources that cannot wait; without one planes wait in memory only.
   */
  public PublisherSettings withSpool(SpoolSettings spool) {
    return new PublisherSettings(topics, source, queueBytes, encoderThreads, codec, spool);
  }

  @Nullable SpoolSettings spool() {
    return spool;
  }

  Topics topics() {
    return topics;
  }

  String source() {
    return source;
  }

  long queueBytes() {
    return queueBytes;
  }

  int encoderThreads() {
    return encoderThreads;
  }

  PixelCodec codec() {
    return codec;
  }
}
