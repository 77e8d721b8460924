package org.scopeside.steering;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import mmcorej.CMMCore;
import mmcorej.TaggedImage;
import mmcorej.org.json.JSONException;
import mmcorej.org.json.JSONObject;
import org.jspecify.annotations.Nullable;
import org.micromanager.acqj.api.AcqEngJDataSink;
import org.micromanager.acqj.main.AcqEngMetadata;
import org.micromanager.acqj.main.Acquisition;
import org.micromanager.data.Coords;
import org.micromanager.data.DataManager;
import org.micromanager.data.Datastore;
import org.micromanager.data.Image;

/**
 * Puts the images of AcqEngJ into a Datastore of Micro-Manager, with the metadata under the names
 * that Micro-Manager reads. Confined to AcqEngJ's saving thread, but for its questions.
 *
 * <p>An image that cannot be kept ends the acquisition; those that come after it are not kept.
 */
final class StoreSink implements AcqEngJDataSink {
  private final Datastore store;
  private final DataManager data;
  private final CMMCore core;
  private final AdaptivePlan plan;
  private final List<String> channelNames;
  private final Consumer<Exception> onFailure;
  private volatile boolean anything;
  private volatile boolean failed;
  private volatile boolean finished;

  /**
   * @param channelNames as in the summary metadata: all cameras of the first channel, and so on
   * @param onFailure told once, of what could not be kept
   */
  StoreSink(
      Datastore store,
      DataManager data,
      CMMCore core,
      AdaptivePlan plan,
      List<String> channelNames,
      Consumer<Exception> onFailure) {
    this.store = store;
    this.data = data;
    this.core = core;
    this.plan = plan;
    this.channelNames = channelNames;
    this.onFailure = onFailure;
  }

  @Override
  public void initialize(Acquisition acquisition, JSONObject summaryMetadata) {
    // The store has its summary metadata from Micro-Manager.
  }

  @Override
  public @Nullable Object putImage(TaggedImage tagged) {
    if (!failed) {
      try {
        store.putImage(image(tagged));
        anything = true;
      } catch (IOException | JSONException | RuntimeException e) {
        failed = true;
        onFailure.accept(e);
      }
    }
    return null;
  }

  private Image image(TaggedImage tagged) throws JSONException {
    int position = axis(tagged.tags, AcqEngMetadata.POSITION_AXIS);
    describe(tagged.tags, position);
    Coords coords =
        data.coordsBuilder()
            .p(position)
            .t(axis(tagged.tags, AcqEngMetadata.TIME_AXIS))
            .z(axis(tagged.tags, AcqEngMetadata.Z_AXIS))
            .c(channel(tagged.tags))
            .build();
    return data.convertTaggedImage(tagged, coords, data.convertTaggedImage(tagged).getMetadata());
  }

  private static int axis(JSONObject tags, String axis) {
    return AcqEngMetadata.hasAxis(tags, axis)
        ? (Integer) AcqEngMetadata.getAxisPosition(tags, axis)
        : 0;
  }

  /** Several cameras are channels of their own, as in Micro-Manager. */
  private int channel(JSONObject tags) {
    int channel = axis(tags, AcqEngMetadata.CHANNEL_AXIS);
    int cameras = channelNames.size() / Math.max(1, plan.channels().size());
    return cameras < 2 ? channel : channel * cameras + camera(tags);
  }

  private int camera(JSONObject tags) {
    Object name = AcqEngMetadata.getAxisPosition(tags, "camera");
    for (int i = 0; i < core.getNumberOfCameraChannels(); i++) {
      if (core.getCameraChannelName(i).equals(name)) {
        return i;
      }
    }
    throw new IllegalStateException("an image came from camera " + name + ", which is not known");
  }

  /** What the engine calls otherwise, or does not say. */
  private void describe(JSONObject tags, int position) throws JSONException {
    tags.put("PositionName", plan.positions().get(position).getLabel());
    copy(tags, AcqEngMetadata.X_UM_INTENDED, "XPositionUm");
    copy(tags, AcqEngMetadata.Y_UM_INTENDED, "YPositionUm");
    copy(tags, AcqEngMetadata.Z_UM_INTENDED, "ZPositionUm");
    copy(tags, AcqEngMetadata.EXPOSURE, "Exposure-ms");
    tags.put("ReceivedTime", MicroManagerTime.text(Instant.now()));
    // Micro-Manager writes an error to its log where this is missing.
    tags.put("FileName", "Unknown");
  }

  private static void copy(JSONObject tags, String from, String to) throws JSONException {
    if (tags.has(from)) {
      tags.put(to, tags.getDouble(from));
    }
  }

  @Override
  public void finish() {
    try {
      store.freeze();
    } catch (IOException | RuntimeException e) {
      onFailure.accept(e);
    } finally {
      finished = true;
    }
  }

  @Override
  public boolean isFinished() {
    return finished;
  }

  @Override
  public boolean anythingAcquired() {
    return anything;
  }
}
