package org.scopeside.tap;

import java.time.Instant;
import mmcorej.org.json.JSONObject;
import org.jspecify.annotations.Nullable;
import org.micromanager.data.Metadata;
import org.scopeside.contract.PlaneHeader;

/** What is known of one image besides its pixels and place. What is unknown stays unknown. */
final class PlaneMetadata {
  private @Nullable Instant capturedAt;
  private @Nullable Integer bitDepth;
  private @Nullable Double pixelSizeUm;
  private @Nullable Double exposureMs;
  private @Nullable Double positionXUm;
  private @Nullable Double positionYUm;
  private @Nullable Double positionZUm;
  private @Nullable Double deltaTMs;
  private @Nullable String binning;
  private @Nullable String camera;
  private @Nullable String positionName;

  private PlaneMetadata() {}

  static PlaneMetadata of(Metadata metadata) {
    PlaneMetadata it = new PlaneMetadata();
    it.capturedAt = ReceivedTime.parse(metadata.getReceivedTime());
    it.bitDepth = metadata.getBitDepth();
    it.pixelSizeUm = metadata.getPixelSizeUm();
    it.exposureMs = metadata.getExposureMs();
    it.positionXUm = metadata.getXPositionUm();
    it.positionYUm = metadata.getYPositionUm();
    it.positionZUm = metadata.getZPositionUm();
    it.deltaTMs = metadata.hasElapsedTimeMs() ? metadata.getElapsedTimeMs(Double.NaN) : null;
    it.binning = square(metadata.getBinning());
    it.camera = metadata.getCamera();
    it.positionName = metadata.hasPositionName() ? metadata.getPositionName("") : null;
    return it;
  }

  /** Tags of MMCore and AcqEngJ. Where the stage went counts before where it was sent. */
  static PlaneMetadata of(JSONObject tags) {
    PlaneMetadata it = new PlaneMetadata();
    Instant byCore = ReceivedTime.parse(text(tags, "TimeReceivedByCore"));
    it.capturedAt = byCore != null ? byCore : ReceivedTime.parse(text(tags, "Time"));
    Double bits = number(tags, "BitDepth");
    it.bitDepth = bits == null ? null : bits.intValue();
    it.pixelSizeUm = firstNumber(tags, "PixelSize_um", "PixelSizeUm");
    it.exposureMs = firstNumber(tags, "Exposure", "Exposure-ms");
    it.positionXUm = firstNumber(tags, "XPosition_um", "XPosition_um_Intended");
    it.positionYUm = firstNumber(tags, "YPosition_um", "YPosition_um_Intended");
    it.positionZUm = firstNumber(tags, "ZPosition_um", "ZPosition_um_Intended");
    it.deltaTMs = number(tags, "ElapsedTime-ms");
    it.binning = binning(text(tags, "Binning"));
    String camera = text(tags, "Camera");
    it.camera = camera != null ? camera : text(tags, "Core-Camera");
    it.positionName = text(tags, "PositionName");
    return it;
  }

  /** Label of the stage position; null where there is none. */
  @Nullable String positionName() {
    return positionName;
  }

  /**
   * Puts what is known into a header.
   *
   * @param bits of a sample as it is sent; a depth beyond is not of this image
   * @param now stands for an unknown time of capture
   */
  void writeTo(PlaneHeader.Builder header, int bits, Instant now) {
    Double pixelSize = HeaderText.positive(pixelSizeUm);
    boolean depthFits = bitDepth != null && bitDepth >= 1 && bitDepth <= bits;
    header
        .capturedAt(capturedAt == null ? now : capturedAt)
        .significantBits(depthFits ? bitDepth : null)
        .physicalSizeXUm(pixelSize)
        .physicalSizeYUm(pixelSize)
        .exposureMs(HeaderText.finite(exposureMs))
        .positionXUm(HeaderText.finite(positionXUm))
        .positionYUm(HeaderText.finite(positionYUm))
        .positionZUm(HeaderText.finite(positionZUm))
        .deltaTMs(HeaderText.finite(deltaTMs))
        .binning(HeaderText.of(binning))
        .detector(HeaderText.of(camera));
  }

  private static @Nullable String square(@Nullable Integer binning) {
    return binning == null || binning < 1 ? null : binning + "x" + binning;
  }

  private static @Nullable String binning(@Nullable String text) {
    return text != null && text.matches("[1-9][0-9]{0,2}") ? text + "x" + text : text;
  }

  private static @Nullable Double firstNumber(JSONObject tags, String first, String second) {
    Double number = number(tags, first);
    return number != null ? number : number(tags, second);
  }

  private static @Nullable Double number(JSONObject tags, String name) {
    return HeaderText.finite(tags.optDouble(name, Double.NaN));
  }

  private static @Nullable String text(JSONObject tags, String name) {
    return tags.has(name) && !tags.isNull(name) ? HeaderText.of(tags.optString(name)) : null;
  }
}
