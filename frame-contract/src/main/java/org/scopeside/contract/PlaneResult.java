package org.scopeside.contract;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was found in one plane. Every analysed plane has exactly one: its quality, and the objects
 * of its field if it is the plane that carries them (the segmented channel's, and of a z-stack the
 * one with z = 0), so that the planes of other channels and sections are accounted for without
 * being counted again.
 */
public final class PlaneResult {
  private final FrameRef frame;
  private final @Nullable String plateName;
  private final @Nullable String channelName;
  private final Map<String, Double> quality;
  private final List<String> flags;
  private final List<Segmentation> segmentations;
  private final Receipt receipt;
  private final String segmenter;

  /**
   * @param quality image quality measurements by CellProfiler name
   * @param flags names of what is wrong with the plane, empty when nothing is
   * @param segmentations one a model; empty for a plane that carries no objects
   * @param segmenter the instance that analysed it
   */
  public PlaneResult(
      FrameRef frame,
      @Nullable String plateName,
      @Nullable String channelName,
      Map<String, Double> quality,
      List<String> flags,
      List<Segmentation> segmentations,
      Receipt receipt,
      String segmenter) {
    this.frame = frame;
    this.plateName = plateName;
    this.channelName = channelName;
    this.quality = Collections.unmodifiableMap(new LinkedHashMap<>(quality));
    this.flags = Collections.unmodifiableList(new ArrayList<>(flags));
    this.segmentations = Collections.unmodifiableList(new ArrayList<>(segmentations));
    this.receipt = receipt;
    this.segmenter = segmenter;
  }

  public FrameRef frame() {
    return frame;
  }

  public @Nullable String plateName() {
    return plateName;
  }

  public @Nullable String channelName() {
    return channelName;
  }

  /** Image quality by CellProfiler name. */
  public Map<String, Double> quality() {
    return quality;
  }

  public List<String> flags() {
    return flags;
  }

  /** One a model; empty for a plane that carries no objects. */
  public List<Segmentation> segmentations() {
    return segmentations;
  }

  public Receipt receipt() {
    return receipt;
  }

  public String segmenter() {
    return segmenter;
  }

  /** The JSON body. */
  public Map<String, Object> toJson() {
    List<Object> trees = new ArrayList<>();
    for (Segmentation segmentation : segmentations) {
      trees.add(segmentation.toJson());
    }
    return frame
        .write(new JsonBuilder())
        .put("plateName", plateName)
        .put("channelName", channelName)
        .put("quality", quality)
        .put("flags", flags)
        .put("segmentations", trees)
        .put("receipt", receipt.toJson())
        .put("segmenter", segmenter)
        .build();
  }

  /**
   * Reads a JSON body; unknown members are ignored.
   *
   * @throws MalformedRecordException naming the member at fault
   */
  public static PlaneResult fromJson(@Nullable Object tree) throws MalformedRecordException {
    JsonTree json = JsonTree.root(EventType.RESULT, tree);
    List<Segmentation> segmentations = new ArrayList<>();
    for (JsonTree entry : json.objects("segmentations")) {
      segmentations.add(Segmentation.read(entry));
    }
    return new PlaneResult(
        FrameRef.read(json),
        json.text("plateName"),
        json.text("channelName"),
        json.numbers("quality"),
        json.texts("flags"),
        segmentations,
        Receipt.read(json.object("receipt")),
        json.requiredText("segmenter"));
  }
}
