package org.scopeside.contract;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Something that steering did to an acquisition, and why. Actions of an acquisition are numbered
 * from 0, so that the compacted topic keeps every one of them.
 */
public final class AcquisitionAction {
  /** The acquisition waits; no planes come until it is {@link #RESUMED}. */
  public static final String PAUSED = "paused";

  public static final String RESUMED = "resumed";

  /** The acquisition was ended before its plan was done. */
  public static final String STOPPED = "stopped";

  /** The user was asked what to do. */
  public static final String ASKED = "asked";

  /** The user answered, or the time for an answer was over. */
  public static final String ANSWERED = "answered";

  /** Planes of the plan are not acquired, because they are not needed. */
  public static final String SKIPPED = "skipped";

  /** Fields to be imaged again were made the position list. */
  public static final String REIMAGE_LIST = "reimage-list";

  /** A result that a decision waited for did not come in time; the plan was followed. */
  public static final String TIMED_OUT = "timed-out";

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,63}");
  private static final Pattern KEY =
      Pattern.compile("([A-Za-z0-9][A-Za-z0-9._-]{0,127})/action/(0|[1-9][0-9]{0,8})");
  private static final int MAX_NUMBER = 999_999_999;

  private final String acquisition;
  private final int number;
  private final Instant at;
  private final String action;
  private final String reason;
  private final @Nullable Well well;
  private final List<Integer> fields;
  private final List<Integer> positions;
  private final long planesSkipped;
  private final @Nullable String rule;
  private final Map<String, Double> numbers;

  private AcquisitionAction(Builder from, int number) {
    this.acquisition = from.acquisition;
    this.number = number;
    this.at = from.at;
    this.action = from.action;
    this.reason = from.reason;
    this.well = from.well;
    this.fields = Collections.unmodifiableList(new ArrayList<>(from.fields));
    this.positions = Collections.unmodifiableList(new ArrayList<>(from.positions));
    this.planesSkipped = from.planesSkipped;
    this.rule = from.rule;
    this.numbers = Collections.unmodifiableMap(new LinkedHashMap<>(from.numbers));
  }

  /** The acquisition whose action has that key; null where the key is of no action. */
  public static @Nullable String acquisitionOf(String key) {
    Matcher matcher = KEY.matcher(key);
    return matcher.matches() ? matcher.group(1) : null;
  }

  /** The number in a key that {@link #acquisitionOf} knows. */
  public static int numberOf(String key) {
    return Integer.parseInt(key.substring(key.lastIndexOf('/') + 1));
  }

  /** The key of the record on the compacted topic. */
  public String key() {
    return acquisition + "/action/" + number;
  }

  public String acquisition() {
    return acquisition;
  }

  /** 0, 1, 2 … in the order of the actions. */
  public int number() {
    return number;
  }

  public Instant at() {
    return at;
  }

  /** What was done: {@link #PAUSED}, {@link #SKIPPED}, … or another word of a later version. */
  public String action() {
    return action;
  }

  /** Why, in words with the facts. */
  public String reason() {
    return reason;
  }

  /** The well it was done to; null where it concerns no single well of a plate. */
  public @Nullable Well well() {
    return well;
  }

  /** Fields of that well that it concerns; may be empty. */
  public List<Integer> fields() {
    return fields;
  }

  /** Places in the acquisition's position list that it concerns, zero-based; may be empty. */
  public List<Integer> positions() {
    return positions;
  }

  /** Planes of the plan that will not be acquired for this reason. */
  public long planesSkipped() {
    return planesSkipped;
  }

  /** The rule that called for it; null where a person did. */
  public @Nullable String rule() {
    return rule;
  }

  /** The numbers that the rule compared, by name. */
  public Map<String, Double> numbers() {
    return numbers;
  }

  /** The JSON body. */
  public Map<String, Object> toJson() {
    return new JsonBuilder()
        .put("acquisition", acquisition)
        .put("number", number)
        .put("at", at.toString())
        .put("action", action)
        .put("reason", reason)
        .put("well", well == null ? null : well.label())
        .put("fields", fields)
        .put("positions", positions)
        .put("planesSkipped", planesSkipped)
        .put("rule", rule)
        .put("numbers", numbers)
        .build();
  }

  /**
   * Reads a JSON body; unknown members are ignored.
   *
   * @throws MalformedRecordException naming the member at fault
   */
  public static AcquisitionAction fromJson(@Nullable Object tree) throws MalformedRecordException {
    JsonTree json = JsonTree.root(EventType.ACQUISITION_ACTION, tree);
    String action = json.requiredText("action");
    if (!NAME.matcher(action).matches()) {
      throw json.invalid("action", action, "is not one word of small letters");
    }
    Builder read =
        new Builder(
            json.acquisition(), json.requiredInstant("at"), action, json.requiredText("reason"));
    read.well = json.well("well");
    read.fields = json.indices("fields");
    read.positions = json.indices("positions");
    read.planesSkipped = json.longOr("planesSkipped", 0, 0, JsonTree.MAX_COUNT);
    read.rule = json.text("rule");
    read.numbers.putAll(json.numbers("numbers"));
    return new AcquisitionAction(read, (int) json.requiredLong("number", 0, MAX_NUMBER));
  }

  /** Collects an action; whoever keeps the acquisition's actions numbers it. */
  public static final class Builder {
    private static final int MAX_REASON = 4000;

    private final String acquisition;
    private final Instant at;
    private final String action;
    private final String reason;
    private @Nullable Well well;
    private List<Integer> fields = new ArrayList<>();
    private List<Integer> positions = new ArrayList<>();
    private long planesSkipped;
    private @Nullable String rule;
    private final Map<String, Double> numbers = new LinkedHashMap<>();

    /**
     * @param action one of the words above
     * @param reason in words with the facts; cut where it is longer than an event may hold
     */
    public Builder(String acquisition, Instant at, String action, String reason) {
      if (!PlaneHeader.isAcquisitionId(acquisition)) {
        throw new IllegalArgumentException("'" + acquisition + "' is not an acquisition id");
      }
      if (!NAME.matcher(action).matches()) {
        throw new IllegalArgumentException("'" + action + "' is not one word of small letters");
      }
      this.acquisition = acquisition;
      this.at = at;
      this.action = action;
      this.reason = WireText.cut(reason, MAX_REASON);
    }

    /** The well it concerns; null for none. */
    public Builder well(@Nullable Well well) {
      this.well = well;
      return this;
    }

    /** Fields of the well. */
    public Builder fields(List<Integer> fields) {
      this.fields = new ArrayList<>(fields);
      return this;
    }

    /** Zero-based places in the acquisition's position list. */
    public Builder positions(List<Integer> positions) {
      this.positions = new ArrayList<>(positions);
      return this;
    }

    public Builder planesSkipped(long planesSkipped) {
      this.planesSkipped = planesSkipped;
      return this;
    }

    public Builder rule(String rule) {
      this.rule = rule;
      return this;
    }

    /** A number that the rule compared. */
    public Builder number(String name, double value) {
      numbers.put(name, value);
      return this;
    }

    /**
     * The action.
     *
     * @param number 0 for the acquisition's first
     * @throws IllegalArgumentException naming what is out of range
     */
    public AcquisitionAction build(int number) {
      range("number", number, MAX_NUMBER);
      range("planesSkipped", planesSkipped, JsonTree.MAX_COUNT);
      range("fields", fields.size(), JsonTree.MAX_LIST);
      range("positions", positions.size(), JsonTree.MAX_LIST);
      fields.forEach(field -> range("field", field, PlaneHeader.MAX_INDEX));
      positions.forEach(position -> range("position", position, PlaneHeader.MAX_INDEX));
      return new AcquisitionAction(this, number);
    }

    private static void range(String name, long value, long max) {
      if (value < 0 || value > max) {
        throw new IllegalArgumentException(name + " " + value + " is not from 0 to " + max);
      }
    }
  }
}
