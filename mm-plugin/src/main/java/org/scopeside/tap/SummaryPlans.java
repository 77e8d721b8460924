package org.scopeside.tap;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.micromanager.acquisition.SequenceSettings;
import org.micromanager.data.DataProvider;
import org.micromanager.data.SummaryMetadata;

/** Plans of acquisitions by what Micro-Manager says in a data set's summary. */
final class SummaryPlans {
  private final AcquisitionIds ids;

  SummaryPlans(AcquisitionIds ids) {
    this.ids = ids;
  }

  /**
   * The plan of the acquisition in a store.
   *
   * @param started settings that came with the event of the start; null where it had none
   * @param pixelSizeUm null where unknown
   */
  RunPlan plan(
      DataProvider store,
      @Nullable SequenceSettings started,
      TapSettings settings,
      @Nullable Double pixelSizeUm,
      Instant now) {
    SummaryMetadata summary = store.getSummaryMetadata();
    SequenceSettings sequence = started != null ? started : summary.getSequenceSettings();
    Instant said = ReceivedTime.parse(summary.getStartDate());
    Instant startedAt = said == null ? now : said;
    PlannedSize size = PlannedSize.of(summary, sequence);
    List<String> names = names(summary.getChannelNameList());
    return new RunPlan.Builder(ids.next(name(store, summary), startedAt), startedAt, settings)
        .size(size)
        .positions(positions(summary, sequence, size))
        .channels(names, Math.max(size.sizeC, names.size()))
        .plate(PlateLayout.of(summary))
        .physicalSizeXUm(pixelSizeUm)
        .build();
  }

  private static @Nullable String name(DataProvider store, SummaryMetadata summary) {
    String prefix = summary.getPrefix();
    if (prefix != null && !prefix.trim().isEmpty()) {
      return prefix;
    }
    String name = store.getName();
    return "Untitled".equals(name) ? null : name;
  }

  /**
   * AcqEngJ says the position list even where it is not used; then its labels are of other
   * positions.
   */
  private static List<NamedPosition> positions(
      SummaryMetadata summary, @Nullable SequenceSettings settings, PlannedSize size) {
    if (summary.getStagePositionList() == null) {
      return Collections.emptyList();
    }
    List<NamedPosition> listed = NamedPosition.of(summary.getStagePositionList());
    boolean used = settings == null ? listed.size() == size.positions : settings.usePositionList();
    return used ? listed : Collections.emptyList();
  }

  private static List<String> names(@Nullable List<String> said) {
    List<String> names = new ArrayList<>();
    if (said != null) {
      for (String name : said) {
        names.add(name == null ? "" : name);
      }
    }
    return names;
  }
}
