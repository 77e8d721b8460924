package org.scopeside.micromanager.fakes;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.micromanager.MultiStagePosition;
import org.micromanager.PropertyMap;
import org.micromanager.acquisition.SequenceSettings;
import org.micromanager.data.Coords;
import org.micromanager.data.SummaryMetadata;

/**
 * Summary metadata of a data set. A subclass may offer the plate that Micro-Manager has since 2026.
 */
public class FakeSummary implements SummaryMetadata {
  private final Builder from;

  public FakeSummary(Builder from) {
    this.from = from;
  }

  /** Nothing is known, as with data of a script. */
  public static FakeSummary unknown() {
    return builder().build();
  }

  public static Builder builder() {
    return new Builder();
  }

  /**
   * A position as the HCS site generator makes it.
   *
   * @param well value of the property Well; null for none
   */
  public static MultiStagePosition position(String label, @Nullable String well) {
    MultiStagePosition position = new MultiStagePosition("XY", 0, 0, "Z", 0);
    position.setLabel(label);
    if (well != null) {
      position.setProperty("Well", well);
    }
    return position;
  }

  @Override
  public @Nullable String getPrefix() {
    return from.prefix;
  }

  @Override
  public @Nullable String getDirectory() {
    return from.directory;
  }

  @Override
  public @Nullable String getChannelGroup() {
    return from.channelGroup;
  }

  @Override
  public @Nullable String getUserName() {
    return null;
  }

  @Override
  public @Nullable String getComputerName() {
    return null;
  }

  @Override
  public @Nullable String getStartDate() {
    return from.startDate;
  }

  @Override
  public @Nullable Double getZStepUm() {
    return from.zStepUm;
  }

  @Override
  public List<String> getChannelNameList() {
    return from.channelNames;
  }

  @Override
  public @Nullable Coords getIntendedDimensions() {
    return from.intendedDimensions;
  }

  @Override
  public List<MultiStagePosition> getStagePositionList() {
    return from.stagePositions;
  }

  @Override
  public List<String> getOrderedAxes() {
    return from.axisOrder;
  }

  @Override
  public @Nullable SequenceSettings getSequenceSettings() {
    return from.sequenceSettings;
  }

  @Override
  public @Nullable PropertyMap getUserData() {
    return null;
  }

  @Override
  public Builder copyBuilder() {
    return new Builder(from);
  }

  /** Sets what is known. */
  public static final class Builder implements SummaryMetadata.Builder {
    private @Nullable String prefix;
    private @Nullable String directory;
    private @Nullable String channelGroup;
    private @Nullable String startDate;
    private @Nullable Double zStepUm;
    private List<String> channelNames = List.of();
    private List<String> axisOrder = List.of();
    private @Nullable Coords intendedDimensions;
    private List<MultiStagePosition> stagePositions = List.of();
    private @Nullable SequenceSettings sequenceSettings;

    private Builder() {}

    private Builder(Builder other) {
      prefix = other.prefix;
      directory = other.directory;
      channelGroup = other.channelGroup;
      startDate = other.startDate;
      zStepUm = other.zStepUm;
      channelNames = other.channelNames;
      axisOrder = other.axisOrder;
      intendedDimensions = other.intendedDimensions;
      stagePositions = other.stagePositions;
      sequenceSettings = other.sequenceSettings;
    }

    @Override
    public Builder prefix(String prefix) {
      this.prefix = prefix;
      return this;
    }

    @Override
    public Builder directory(String directory) {
      this.directory = directory;
      return this;
    }

    @Override
    public Builder channelGroup(String channelGroup) {
      this.channelGroup = channelGroup;
      return this;
    }

    @Override
    public Builder channelNames(Iterable<String> channelNames) {
      this.channelNames = list(channelNames);
      return this;
    }

    /** Those channels. */
    public Builder channels(String... names) {
      return channelNames(List.of(names));
    }

    @Override
    public Builder zStepUm(Double zStepUm) {
      this.zStepUm = zStepUm;
      return this;
    }

    @Override
    public Builder axisOrder(Iterable<String> axisOrder) {
      this.axisOrder = list(axisOrder);
      return this;
    }

    @Override
    public Builder intendedDimensions(Coords intendedDimensions) {
      this.intendedDimensions = intendedDimensions;
      return this;
    }

    /** Those many of each axis, as Micro-Manager's engines say. */
    public Builder dimensions(int positions, int times, int sections, int channels) {
      return intendedDimensions(FakeCoords.of(positions, times, sections, channels));
    }

    @Override
    public Builder startDate(String startDate) {
      this.startDate = startDate;
      return this;
    }

    @Override
    public Builder stagePositions(Iterable<MultiStagePosition> stagePositions) {
      this.stagePositions = list(stagePositions);
      return this;
    }

    /** Positions of those labels, without properties. */
    public Builder labels(String... labels) {
      List<MultiStagePosition> positions = new ArrayList<>();
      for (String label : labels) {
        positions.add(position(label, null));
      }
      return stagePositions(positions);
    }

    @Override
    public Builder sequenceSettings(SequenceSettings sequenceSettings) {
      this.sequenceSettings = sequenceSettings;
      return this;
    }

    @Override
    public FakeSummary build() {
      return new FakeSummary(new Builder(this));
    }

    private static <T> List<T> list(Iterable<T> items) {
      List<T> list = new ArrayList<>();
      items.forEach(list::add);
      return list;
    }
  }
}
