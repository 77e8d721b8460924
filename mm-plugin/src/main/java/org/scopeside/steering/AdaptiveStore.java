package org.scopeside.steering;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.micromanager.PositionList;
import org.micromanager.Studio;
import org.micromanager.acquisition.ChannelSpec;
import org.micromanager.acquisition.SequenceSettings;
import org.micromanager.data.DataManager;
import org.micromanager.data.Datastore;
import org.micromanager.data.SummaryMetadata;

/**
 * Makes the Datastore of an adaptive acquisition where the settings say that a multi-dimensional
 * acquisition would have it: in memory, or in the next numbered folder under the root.
 */
final class AdaptiveStore {
  private final Studio studio;
  private final AdaptivePlan plan;

  AdaptiveStore(Studio studio, AdaptivePlan plan) {
    this.studio = studio;
    this.plan = plan;
  }

  /** A store with its summary metadata, and with a window if the settings ask for one. */
  Datastore open() throws IOException {
    SequenceSettings settings = plan.settings();
    File folder = settings.save() ? nextFolder(settings.root(), prefix()) : null;
    Datastore store = create(folder);
    store.setSummaryMetadata(summary(folder));
    store.setName(folder == null ? prefix() : folder.getName());
    if (settings.shouldDisplayImages()) {
      studio.displays().manage(store);
      studio.displays().createDisplay(store);
    }
    return store;
  }

  /** Micro-Manager's inspector fails on a store without a name, and scripts may give none. */
  private String prefix() {
    String given = plan.settings().prefix();
    return given == null || given.trim().isEmpty() ? "Adaptive" : given;
  }

  private Datastore create(@Nullable File folder) throws IOException {
    DataManager data = studio.data();
    if (folder == null) {
      return data.createRAMDatastore();
    }
    switch (plan.settings().saveMode()) {
      case ND_TIFF:
        return data.createNDTIFFDatastore(folder.getPath());
      case SINGLEPLANE_TIFF_SERIES:
        return data.createSinglePlaneTIFFSeriesDatastore(folder.getPath());
      default:
        return data.createMultipageTIFFDatastore(folder.getPath(), true, true);
    }
  }

  /** {@code prefix_n}, n being one more than the largest there is. */
  static File nextFolder(String root, String prefix) {
    int largest = 0;
    String[] names = new File(root).list();
    for (String name : names == null ? new String[0] : names) {
      String rest = name.startsWith(prefix + "_") ? name.substring(prefix.length() + 1) : "";
      int digits = 0;
      while (digits < Math.min(9, rest.length()) && Character.isDigit(rest.charAt(digits))) {
        digits++;
      }
      largest =
          digits == 0 ? largest : Math.max(largest, Integer.parseInt(rest.substring(0, digits)));
    }
    return new File(root, prefix + "_" + (largest + 1));
  }

  /** Names of the channels; with several cameras, of each camera of each channel. */
  List<String> channelNames() {
    List<String> names = new ArrayList<>();
    long cameras = studio.core().getNumberOfCameraChannels();
    if (cameras < 2 && plan.channels().isEmpty()) {
      names.add("Default");
    }
    for (int camera = 0; cameras > 1 && plan.channels().isEmpty() && camera < cameras; camera++) {
      names.add(studio.core().getCameraChannelName(camera));
    }
    for (ChannelSpec channel : plan.channels()) {
      for (int camera = 0; camera < Math.max(1, cameras); camera++) {
        String suffix = cameras < 2 ? "" : "-" + studio.core().getCameraChannelName(camera);
        names.add(channel.config() + suffix);
      }
    }
    return names;
  }

  private SummaryMetadata summary(@Nullable File folder) {
    SequenceSettings settings = plan.settings();
    List<String> channels = channelNames();
    SummaryMetadata.Builder summary =
        studio
            .acquisitions()
            .generateSummaryMetadata()
            .copyBuilder()
            .prefix(folder == null ? prefix() : folder.getName())
            .directory(settings.root())
            .channelGroup(settings.channelGroup())
            .channelNames(channels)
            .axisOrder(plan.axisOrder())
            .startDate(MicroManagerTime.text(Instant.now()))
            .stagePositions(plan.positions())
            .sequenceSettings(settings)
            .intendedDimensions(
                studio
                    .data()
                    .coordsBuilder()
                    .p(plan.positions().size())
                    .t(plan.times())
                    .z(plan.slices())
                    .c(channels.size())
                    .build());
    if (settings.useSlices() && settings.slices().size() > 1) {
      summary = summary.zStepUm(settings.slices().get(1) - settings.slices().get(0));
    }
    addPlate(summary);
    return summary.build();
  }

  /** The plate that the positions are of, which Micro-Manager knows since May 2026. */
  private void addPlate(SummaryMetadata.Builder summary) {
    try {
      Object plate =
          PositionList.class.getMethod("getPlate").invoke(studio.positions().getPositionList());
      for (Method method : SummaryMetadata.Builder.class.getMethods()) {
        if (plate != null && method.getName().equals("multiWellPlate")) {
          method.invoke(summary, plate);
          return;
        }
      }
    } catch (ReflectiveOperationException older) {
      // Wells then come from the positions' properties and labels.
    }
  }
}
