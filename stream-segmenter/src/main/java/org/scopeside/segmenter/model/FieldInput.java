package org.scopeside.segmenter.model;

import java.util.List;
import org.scopeside.segmenter.image.GreyImage;

/**
 * What a model is given of a field.
 *
 * @param channels grey values {@code [y][x]} in the camera's units, one image for each of {@link
 *     SegmentationModel#channels()}, all of one size; only read
 * @param pixelSizeUm size of a pixel in the specimen, µm; NaN where it is not known
 */
public record FieldInput(List<GreyImage> channels, double pixelSizeUm) {
  public FieldInput {
    channels = List.copyOf(channels);
    for (GreyImage channel : channels) {
      GreyImage first = channels.get(0);
      if (channel.width() != first.width() || channel.height() != first.height()) {
        throw new IllegalArgumentException(
            "channels of one field differ in size: %dx%d and %dx%d"
                .formatted(first.width(), first.height(), channel.width(), channel.height()));
      }
    }
  }

  /** A field of one channel. */
  public static FieldInput of(GreyImage image, double pixelSizeUm) {
    return new FieldInput(List.of(image), pixelSizeUm);
  }

  /** The first channel. */
  public GreyImage image() {
    return channels.get(0);
  }
}
