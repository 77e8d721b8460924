package org.scopeside.feed;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads a stream of server-sent events (WHATWG HTML, section 9.2): the event's name and its data.
 * An event of more than a megabyte is passed over. Confined to one thread.
 */
final class ServerSentEvents {
  static final int MAX_EVENT_BYTES = 1 << 20;

  /** One event. */
  static final class Event {
    private final String name;
    private final byte[] data;

    Event(String name, byte[] data) {
      this.name = name;
      this.data = data;
    }

    String name() {
      return name;
    }

    /** UTF-8. */
    byte[] data() {
      return data;
    }
  }

  private final InputStream stream;
  private final BooleanSupplier wanted;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();
  private String name = "message";
  private boolean hasData;
  private boolean tooLong;
  private boolean afterReturn;
  private long passedOver;

  /**
   * @param wanted asked at every line; when it is not, the events end
   */
  ServerSentEvents(InputStream stream, BooleanSupplier wanted) {
    this.stream = new BufferedInputStream(stream);
    this.wanted = wanted;
  }

  /** Waits for the next event; null when there is none any more. */
  @Nullable Event next() throws IOException {
    while (readLine() && wanted.getAsBoolean()) {
      if (line.size() > 0) {
        field(line.toByteArray());
        continue;
      }
      Event event = dispatch();
      if (event != null) {
        return event;
      }
    }
    return null;
  }

  /** Events that were too long. */
  long passedOver() {
    return passedOver;
  }

  private @Nullable Event dispatch() {
    Event event = hasData && !tooLong ? new Event(name, data.toByteArray()) : null;
    passedOver += tooLong ? 1 : 0;
    name = "message";
    data.reset();
    hasData = false;
    tooLong = false;
    return event;
  }

  private void field(byte[] text) {
    int colon = 0;
    while (colon < text.length && text[colon] != ':') {
      colon++;
    }
    int value = Math.min(text.length, colon + 1);
    value += value < text.length && text[value] == ' ' ? 1 : 0;
    String field = new String(text, 0, colon, StandardCharsets.UTF_8);
    if (field.equals("event")) {
      name = new String(text, value, text.length - value, StandardCharsets.UTF_8);
    } else if (field.equals("data")) {
      append(text, value);
    }
  }

  private void append(byte[] text, int from) {
    if (hasData) {
      data.write('\n');
    }
    hasData = true;
    if (data.size() + text.length - from > MAX_EVENT_BYTES) {
      tooLong = true;
      data.reset();
    } else if (!tooLong) {
      data.write(text, from, text.length - from);
    }
  }

  /** Reads a line that ends in LF, CR or both; false at the stream's end, which ends no event. */
  private boolean readLine() throws IOException {
    line.reset();
    for (int b = stream.read(); b >= 0; b = stream.read()) {
      boolean rest = afterReturn && b == '\n';
      afterReturn = b == '\r';
      if (rest) {
        continue;
      }
      if (b == '\n' || b == '\r') {
        return true;
      }
      if (line.size() < MAX_EVENT_BYTES) {
        line.write(b);
      } else {
        tooLong = true;
      }
    }
    return false;
  }
}
