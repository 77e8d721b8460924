package org.scopeside.contract;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A plane that could not be analysed, with the reason and where its record lies. The pixels are not
 * copied: topic, partition and offset find them as long as the frames topic keeps them.
 */
public final class DeadLetter {
  private static final int MAX_MESSAGE = 2000;

  private final @Nullable FrameRef frame;
  private final String stage;
  private final String reason;
  private final String message;
  private final String topic;
  private final int partition;
  private final long offset;
  private final Instant failedAt;
  private final String segmenter;

  /**
   * @param frame the frame; null where the record's headers do not say
   * @param stage the step of the plane's journey that refused it
   * @param reason a {@link MalformedRecordException.Reason} or the name of an error
   * @param message the facts, for people
   */
  public DeadLetter(
      @Nullable FrameRef frame,
      String stage,
      String reason,
      String message,
      String topic,
      int partition,
      long offset,
      Instant failedAt,
      String segmenter) {
    this.frame = frame;
    this.stage = stage;
    this.reason = reason;
    this.message = WireText.cut(message, MAX_MESSAGE);
    this.topic = topic;
    this.partition = partition;
    this.offset = offset;
    this.failedAt = failedAt;
    this.segmenter = segmenter;
  }

  /**
   * The frame id, or the record's place where the frame is unknown: the same failure has the same
   * key.
   */
  public String key() {
    return frame == null ? topic + "@" + partition + "@" + offset : frame.id();
  }

  /** The frame; null where the record's headers do not say. */
  public @Nullable FrameRef frame() {
    return frame;
  }

  public String stage() {
    return stage;
  }

  public String reason() {
    return reason;
  }

  public String message() {
    return message;
  }

  public String topic() {
    return topic;
  }

  public int partition() {
    return partition;
  }

  public long offset() {
    return offset;
  }

  public Instant failedAt() {
    return failedAt;
  }

  public String segmenter() {
    return segmenter;
  }

  /** The JSON body. */
  public Map<String, Object> toJson() {
    JsonBuilder json = new JsonBuilder();
    if (frame != null) {
      frame.write(json);
    }
    return json.put("stage", stage)
        .put("reason", reason)
        .put("message", message)
        .put("topic", topic)
        .put("partition", partition)
        .put("offset", offset)
        .put("failedAt", failedAt.toString())
        .put("segmenter", segmenter)
        .build();
  }

  /**
   * Reads a JSON body; unknown members are ignored.
   *
   * @throws MalformedRecordException naming the member at fault
   */
  public static DeadLetter fromJson(@Nullable Object tree) throws MalformedRecordException {
    JsonTree json = JsonTree.root(EventType.DEAD_LETTER, tree);
    return new DeadLetter(
        json.text("frame") == null ? null : FrameRef.read(json),
        json.requiredText("stage"),
        json.requiredText("reason"),
        json.requiredText("message"),
        json.requiredText("topic"),
        (int) json.requiredLong("partition", 0, Integer.MAX_VALUE),
        json.requiredLong("offset", 0, Long.MAX_VALUE),
        json.requiredInstant("failedAt"),
        json.requiredText("segmenter"));
  }
}
