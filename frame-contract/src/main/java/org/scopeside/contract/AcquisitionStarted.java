package org.scopeside.contract;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a source is about to do: the plan that the planes of an acquisition are held against. */
public final class AcquisitionStarted {
  private final String acquisition;
  private final String source;
  private final Instant startedAt;
  private final @Nullable String plateName;
  private final int plateRows;
  private final int plateColumns;
  private final List<Well> wells;
  private final int fields;
  private final List<PlannedChannel> channels;
  private final int sizeZ;
  private final int sizeT;
  private final long expectedPlanes;
  private final @Nullable Double physicalSizeXUm;
  private final @Nullable String model;
  private final boolean labels;
  private final @Nullable FormerAnalysis former;

  private AcquisitionStarted(Builder from) {
    this.acquisition = from.acquisition;
    this.source = from.source;
    this.startedAt = from.startedAt;
    this.plateName = from.plateName;
    this.plateRows = from.plateRows;
    this.plateColumns = from.plateColumns;
    this.wells = Collections.unmodifiableList(new ArrayList<>(from.wells));
    this.fields = from.fields;
    this.channels = Collections.unmodifiableList(new ArrayList<>(from.channels));
    this.sizeZ = from.sizeZ;
    this.sizeT = from.sizeT;
    this.expectedPlanes = from.expectedPlanes;
    this.physicalSizeXUm = from.physicalSizeXUm;
    this.model = from.model;
    this.labels = from.labels;
    this.former = from.former;
  }

  /** A channel of the plan. */
  public static final class PlannedChannel {
    private final String name;
    private final @Nullable ChannelRole role;

    public PlannedChannel(String name, @Nullable ChannelRole role) {
      this.name = name;
      this.role = role;
    }

    public String name() {
      return name;
    }

    /** What it shows; null where the source does not say. */
    public @Nullable ChannelRole role() {
      return role;
    }
  }

  /** The key of the record on the compacted topic. */
  public String key() {
    return acquisition + "/plan";
  }

  public String acquisition() {
    return acquisition;
  }

  /** URI reference of the microscope or program. */
  public String source() {
    return source;
  }

  public Instant startedAt() {
    return startedAt;
  }

  /** Name of the plate; null where there is none. */
  public @Nullable String plateName() {
    return plateName;
  }

  /** Rows of the plate, 0 where there is none. */
  public int plateRows() {
    return plateRows;
  }

  /** Columns of the plate, 0 where there is none. */
  public int plateColumns() {
    return plateColumns;
  }

  /** Wells to be visited, in that order. */
  public List<Well> wells() {
    return wells;
  }

  /** Fields a well; the largest number where wells differ. */
  public int fields() {
    return fields;
  }

  public List<PlannedChannel> channels() {
    return channels;
  }

  public int sizeZ() {
    return sizeZ;
  }

  public int sizeT() {
    return sizeT;
  }

  /** Planes that the whole plan has; 0 where the source does not know. */
  public long expectedPlanes() {
    return expectedPlanes;
  }

  /** Width of a pixel in the specimen, µm; null where unknown. */
  public @Nullable Double physicalSizeXUm() {
    return physicalSizeXUm;
  }

  /** The model the user chose; null for the segmenter's configured one. */
  public @Nullable String model() {
    return model;
  }

  /** Whether the source wants label images of this acquisition. */
  public boolean labels() {
    return labels;
  }

  /** This plan with what its wells had before. */
  public AcquisitionStarted withFormer(FormerAnalysis analysis) {
    Builder copy =
        new Builder(acquisition, source, startedAt)
            .plate(plateName, plateRows, plateColumns)
            .wells(wells)
            .fields(fields)
            .sizeZ(sizeZ)
            .sizeT(sizeT)
            .expectedPlanes(expectedPlanes)
            .physicalSizeXUm(physicalSizeXUm)
            .model(model)
            .labels(labels)
            .former(analysis);
    copy.channels.addAll(channels);
    return copy.build();
  }

  /** What its wells had before, where it is analysed again; null where it is not. */
  public @Nullable FormerAnalysis former() {
    return former;
  }

  /** The JSON body. */
  public Map<String, Object> toJson() {
    List<Object> channelTrees = new ArrayList<>();
    for (PlannedChannel channel : channels) {
      ChannelRole role = channel.role;
      channelTrees.add(
          new JsonBuilder()
              .put("name", channel.name)
              .put("role", role == null ? null : role.wireName())
              .build());
    }
    JsonBuilder json =
        new JsonBuilder()
            .put("acquisition", acquisition)
            .put("source", source)
            .put("startedAt", startedAt.toString());
    if (plateRows > 0 || plateName != null) {
      json.put(
          "plate",
          new JsonBuilder()
              .put("name", plateName)
              .put("rows", plateRows)
              .put("columns", plateColumns)
              .build());
    }
    return json.put("wells", labels(wells))
        .put("fields", fields)
        .put("channels", channelTrees)
        .put("sizeZ", sizeZ)
        .put("sizeT", sizeT)
        .put("expectedPlanes", expectedPlanes)
        .put("physicalSizeXUm", physicalSizeXUm)
        .put("model", model)
        .put("labels", labels ? true : null)
        .put("former", former == null ? null : former.toJson())
        .build();
  }

  /**
   * Reads a JSON body; unknown members are ignored.
   *
   * @throws MalformedRecordException naming the member at fault
   */
  public static AcquisitionStarted fromJson(@Nullable Object tree) throws MalformedRecordException {
    JsonTree json = JsonTree.root(EventType.ACQUISITION_STARTED, tree);
    Builder plan =
        new Builder(
            json.acquisition(), json.requiredText("source"), json.requiredInstant("startedAt"));
    JsonTree plate = json.object("plate");
    plan.plate(
        plate.text("name"),
        plate.intOr("rows", 0, 0, Well.MAX_ROWS),
        plate.intOr("columns", 0, 0, Well.MAX_COLUMNS));
    plan.wells = wells(json);
    plan.fields = json.intOr("fields", 1, 1, PlaneHeader.MAX_INDEX);
    for (JsonTree channel : json.objects("channels")) {
      plan.channels.add(new PlannedChannel(channel.requiredText("name"), role(channel)));
    }
    plan.sizeZ = json.intOr("sizeZ", 1, 1, PlaneHeader.MAX_INDEX);
    plan.sizeT = json.intOr("sizeT", 1, 1, PlaneHeader.MAX_INDEX);
    plan.expectedPlanes = json.longOr("expectedPlanes", 0, 0, JsonTree.MAX_COUNT);
    plan.physicalSizeXUm = json.positive("physicalSizeXUm");
    plan.model = json.text("model");
    plan.labels = json.flag("labels", false);
    plan.former = json.has("former") ? FormerAnalysis.fromJson(json.object("former")) : null;
    return plan.build();
  }

  private static @Nullable ChannelRole role(JsonTree channel) throws MalformedRecordException {
    String name = channel.text("role");
    ChannelRole role = name == null ? null : ChannelRole.named(name);
    if (name != null && role == null) {
      throw channel.invalid("role", name, "is not nucleus, cell, membrane or other");
    }
    return role;
  }

  private static List<Well> wells(JsonTree json) throws MalformedRecordException {
    List<String> labels = json.texts("wells");
    if (labels.size() > Well.MAX_ROWS * Well.MAX_COLUMNS) {
      throw new MalformedRecordException(
          MalformedRecordException.Reason.INVALID_JSON,
          "$.wells has "
              + labels.size()
              + " wells; no plate has more than "
              + Well.MAX_ROWS * Well.MAX_COLUMNS);
    }
    List<Well> wells = new ArrayList<>();
    for (String label : labels) {
      Well well = Well.parse(label);
      if (well == null) {
        throw new MalformedRecordException(
            MalformedRecordException.Reason.INVALID_JSON,
            "$.wells: '" + HeaderReader.clip(label) + "' is no well");
      }
      wells.add(well);
    }
    return wells;
  }

  private static List<Object> labels(List<Well> wells) {
    List<Object> labels = new ArrayList<>();
    for (Well well : wells) {
      labels.add(well.label());
    }
    return labels;
  }

  /** Collects a plan. */
  public static final class Builder {
    private final String acquisition;
    private final String source;
    private final Instant startedAt;
    private @Nullable String plateName;
    private int plateRows;
    private int plateColumns;
    private List<Well> wells = new ArrayList<>();
    private int fields = 1;
    private final List<PlannedChannel> channels = new ArrayList<>();
    private int sizeZ = 1;
    private int sizeT = 1;
    private long expectedPlanes;
    private @Nullable Double physicalSizeXUm;
    private @Nullable String model;
    private boolean labels;
    private @Nullable FormerAnalysis former;

    public Builder(String acquisition, String source, Instant startedAt) {
      if (!PlaneHeader.isAcquisitionId(acquisition)) {
        throw new IllegalArgumentException("'" + acquisition + "' is not an acquisition id");
      }
      this.acquisition = acquisition;
      this.source = source;
      this.startedAt = startedAt;
    }

    public Builder plate(@Nullable String name, int rows, int columns) {
      this.plateName = name;
      this.plateRows = rows;
      this.plateColumns = columns;
      return this;
    }

    public Builder wells(List<Well> wells) {
      this.wells = new ArrayList<>(wells);
      return this;
    }

    public Builder fields(int fields) {
      this.fields = fields;
      return this;
    }

    public Builder channel(String name, @Nullable ChannelRole role) {
      channels.add(new PlannedChannel(name, role));
      return this;
    }

    public Builder sizeZ(int sizeZ) {
      this.sizeZ = sizeZ;
      return this;
    }

    public Builder sizeT(int sizeT) {
      this.sizeT = sizeT;
      return this;
    }

    public Builder expectedPlanes(long expectedPlanes) {
      this.expectedPlanes = expectedPlanes;
      return this;
    }

    public Builder physicalSizeXUm(@Nullable Double physicalSizeXUm) {
      this.physicalSizeXUm = physicalSizeXUm;
      return this;
    }

    public Builder model(@Nullable String model) {
      this.model = model;
      return this;
    }

    /** Whether label images are wanted; not unless set. */
    public Builder labels(boolean labels) {
      this.labels = labels;
      return this;
    }

    /** What its wells had before, where it is analysed again. */
    public Builder former(@Nullable FormerAnalysis former) {
      this.former = former;
      return this;
    }

    /**
     * The plan of the values set.
     *
     * @throws IllegalArgumentException naming the value out of range
     */
    public AcquisitionStarted build() {
      range("plateRows", plateRows, 0, Well.MAX_ROWS);
      range("plateColumns", plateColumns, 0, Well.MAX_COLUMNS);
      range("wells", wells.size(), 0, Well.MAX_ROWS * Well.MAX_COLUMNS);
      range("fields", fields, 1, PlaneHeader.MAX_INDEX);
      range("sizeZ", sizeZ, 1, PlaneHeader.MAX_INDEX);
      range("sizeT", sizeT, 1, PlaneHeader.MAX_INDEX);
      range("expectedPlanes", expectedPlanes, 0, JsonTree.MAX_COUNT);
      return new AcquisitionStarted(this);
    }

    private static void range(String name, long value, long min, long max) {
      if (value < min || value > max) {
        throw new IllegalArgumentException(
            name + " " + value + " is not from " + min + " to " + max);
      }
    }
  }
}
