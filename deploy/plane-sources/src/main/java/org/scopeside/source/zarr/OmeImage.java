package org.scopeside.source.zarr;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.PlaneHeader;
import org.scopeside.source.PlaneBuffers;
import org.scopeside.source.PlaneFacts;
import org.scopeside.source.PlanePixels;
import org.scopeside.source.UnreadableImageException;

/** An image at full resolution: one field. Thread-safe. */
final class OmeImage {
  private final String shown;
  private final ZarrArray array;
  private final ImageAxes axes;
  private final List<String> channelNames;
  private final ArchivedPlanes archived;

  private OmeImage(
      String shown,
      ZarrArray array,
      ImageAxes axes,
      List<String> channelNames,
      ArchivedPlanes archived) {
    this.shown = shown;
    this.array = array;
    this.axes = axes;
    this.channelNames = List.copyOf(channelNames);
    this.archived = archived;
  }

  /**
   * Opens an image.
   *
   * @param shown the image's folder relative to the opened path; "" if it is that
   */
  static OmeImage open(ZarrNode node, String shown) throws UnreadableImageException {
    JsonNode scales = node.attributes().path("multiscales").path(0);
    JsonNode largest = scales.path("datasets").path(0);
    String path = ZarrJson.text(largest, "path");
    if (path == null) {
      throw node.unreadable("has no multiscales[0].datasets[0].path");
    }
    Path folder = InnerPath.resolve(node.document(), node.folder(), path);
    ZarrArray array = ArrayMetadata.read(folder);
    ImageAxes axes = ImageAxes.read(node, scales, array.shape());
    ArchivedPlanes archived = ArchivedPlanes.read(node);
    requireBounds(node, array, axes, archived.samplesPerPixel());
    return new OmeImage(
        shown.isEmpty() ? InnerPath.checked(node.document(), path) : shown,
        array,
        axes,
        channelNames(node, archived, axes.sizeC() / archived.samplesPerPixel()),
        archived);
  }

  private static void requireBounds(ZarrNode node, ZarrArray array, ImageAxes axes, int samples)
      throws UnreadableImageException {
    long planes = (long) axes.sizeT() * axes.sizeC();
    if (planes > PlaneHeader.MAX_INDEX || planes * axes.sizeZ() > PlaneHeader.MAX_INDEX) {
      throw node.unreadable(
          "has %d times, %d channels and %d sections; at most %d planes a field are read"
              .formatted(axes.sizeT(), axes.sizeC(), axes.sizeZ(), PlaneHeader.MAX_INDEX));
    }
    if (axes.sizeC() % samples != 0) {
      throw node.unreadable(
          "has %d channels, which do not go into planes of %d samples a pixel"
              .formatted(axes.sizeC(), samples));
    }
    if ((long) array.planeBytes() * samples > PlaneHeader.MAX_PLANE_BYTES) {
      throw node.unreadable(
          "has planes of more than %d bytes with all samples"
              .formatted(PlaneHeader.MAX_PLANE_BYTES));
    }
  }

  private static List<String> channelNames(ZarrNode node, ArchivedPlanes archived, int sizeC) {
    JsonNode channels = node.attributes().path("omero").path("channels");
    List<String> names = new ArrayList<>();
    boolean named = false;
    for (int c = 0; c < sizeC; c++) {
      String label =
          archived.isArchive() ? archived.channelName(c) : ZarrJson.text(channels.path(c), "label");
      boolean known = label != null && !label.isBlank();
      named |= known;
      names.add(known ? label : "channel " + c);
    }
    return sizeC == 1 && !named ? List.of() : names;
  }

  /** What it is called in messages and in the names of what is made of it. */
  String shown() {
    return shown;
  }

  int sizeT() {
    return axes.sizeT();
  }

  int sizeZ() {
    return axes.sizeZ();
  }

  /** Channels; the samples of a colour plane are one. */
  int sizeC() {
    return axes.sizeC() / samplesPerPixel();
  }

  private int samplesPerPixel() {
    return archived.samplesPerPixel();
  }

  List<String> channelNames() {
    return channelNames;
  }

  @Nullable Double physicalSizeXUm() {
    return axes.physicalSizeXUm();
  }

  ArchivedPlanes archived() {
    return archived;
  }

  /** What images of one acquisition have in common. */
  List<Object> kind() {
    return List.of(
        array.sizeX(),
        array.sizeY(),
        array.type().pixelType(),
        sizeT(),
        sizeZ(),
        samplesPerPixel(),
        channelNames);
  }

  PlanePixels read(int theT, int theZ, int theC, PlaneBuffers buffers, ChunkCache cache)
      throws UnreadableImageException {
    int samples = samplesPerPixel();
    byte[] pixels = buffers.take(array.planeBytes() * samples);
    if (samples == 1) {
      array.read(axes.index(theT, theZ, theC), pixels, cache);
    } else {
      interleave(theT, theZ, theC, pixels, cache);
    }
    PlaneFacts facts =
        archived
            .facts(theT, theZ, theC)
            .withPhysicalSize(axes.physicalSizeXUm(), axes.physicalSizeYUm());
    return new PlanePixels(
        array.sizeX(),
        array.sizeY(),
        samples,
        array.type().pixelType(),
        archived.significantBits(),
        facts,
        pixels);
  }

  private void interleave(int theT, int theZ, int theC, byte[] pixels, ChunkCache cache)
      throws UnreadableImageException {
    int samples = samplesPerPixel();
    int width = array.type().bytes();
    byte[] channel = new byte[array.planeBytes()];
    for (int sample = 0; sample < samples; sample++) {
      array.read(axes.index(theT, theZ, theC * samples + sample), channel, cache);
      for (int from = 0, to = sample * width; from < channel.length; to += samples * width) {
        for (int part = 0; part < width; part++) {
          pixels[to + part] = channel[from++];
        }
      }
    }
  }
}
