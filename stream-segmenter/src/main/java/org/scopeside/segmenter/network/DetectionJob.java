package org.scopeside.segmenter.network;

import java.util.ArrayList;
import java.util.List;
import org.scopeside.segmenter.decode.DetectionDecoder.Crop;
import org.scopeside.segmenter.image.FoundObjects;
import org.scopeside.segmenter.normalise.ImageScaler;
import org.scopeside.segmenter.tiling.Area;
import org.scopeside.segmenter.tiling.TilePlan;

/** The tiles of a plane as crops for a detector. Holds what was found in them, no maps. */
final class DetectionJob extends TileJob {
  private final Detections detections;
  private final List<Crop> crops = new ArrayList<>();

  DetectionJob(PlaneJob plane, int index, TilePlan plan, int[] tiles, Detections detections) {
    super(plane, index, plan, tiles);
    this.detections = detections;
  }

  @Override
  long bytes() {
    return 0;
  }

  @Override
  void open() {}

  @Override
  void accept(int tile, Outputs outputs, int slot) {
    Area area = plan.tile(tile);
    Area shown = area.intersection(new Area(0, 0, plan.height(), plan.width()));
    crops.add(detections.crop(outputs.all(), area, shown));
  }

  @Override
  void decode() {
    FoundObjects found = detections.decoder().decode(crops, plan.width(), plan.height());
    if (plan.width() != plane.width() || plan.height() != plane.height()) {
      found = ImageScaler.nearest(found, plane.width(), plane.height());
    }
    plane.found(0, found);
  }
}
