package org.micromanager.data;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.micromanager.MultiStagePosition;
import org.micromanager.PropertyMap;
import org.micromanager.acquisition.SequenceSettings;

/** Signatures of Micro-Manager's type of this name. */
public interface SummaryMetadata {
  @Nullable String getPrefix();

  @Nullable String getDirectory();

  @Nullable String getChannelGroup();

  @Nullable String getUserName();

  @Nullable String getComputerName();

  @Nullable String getStartDate();

  @Nullable Double getZStepUm();

  List<String> getChannelNameList();

  @Nullable Coords getIntendedDimensions();

  List<MultiStagePosition> getStagePositionList();

  List<String> getOrderedAxes();

  @Nullable SequenceSettings getSequenceSettings();

  @Nullable PropertyMap getUserData();

  Builder copyBuilder();

  /** Signatures of Micro-Manager's type of this name. */
  interface Builder {
    Builder prefix(String prefix);

    Builder directory(String directory);

    Builder channelGroup(String channelGroup);

    Builder channelNames(Iterable<String> channelNames);

    Builder zStepUm(Double zStepUm);

    Builder axisOrder(Iterable<String> axisOrder);

    Builder intendedDimensions(Coords intendedDimensions);

    Builder startDate(String startDate);

    Builder stagePositions(Iterable<MultiStagePosition> stagePositions);

    Builder sequenceSettings(SequenceSettings sequenceSettings);

    SummaryMetadata build();
  }
}
