package org.scopeside.segmenter.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.scopeside.segmenter.image.DenseMaps;
import org.scopeside.segmenter.image.FoundObjects;
import org.scopeside.segmenter.modelpackage.ModelDescription.Output;
import org.scopeside.segmenter.normalise.ImageScaler;
import org.scopeside.segmenter.normalise.LinearAxis;
import org.scopeside.segmenter.tiling.Area;
import org.scopeside.segmenter.tiling.DenseBlender;
import org.scopeside.segmenter.tiling.TilePlan;

/** A region of a plane whose dense outputs are put together and decoded. */
final class RegionJob extends TileJob {
  private final NetworkShape shape;
  private final List<KindDecoder> kinds;
  private final Area wanted;
  private final Area seen;
  private final Area fresh;
  private final long bytes;
  private final List<DenseBlender> blenders = new ArrayList<>();

  /**
   * @param wanted the region, in pixels of the plane
   * @param seen what the network sees of it and a little more, in pixels of the rescaled plane
   * @param fresh the part of that which no earlier region has
   */
  RegionJob(
      PlaneJob plane,
      int index,
      TilePlan plan,
      NetworkShape shape,
      List<KindDecoder> kinds,
      Area wanted,
      Area seen,
      Area fresh,
      long bytes) {
    super(plane, index, plan, plan.tilesFor(fresh));
    this.shape = shape;
    this.kinds = kinds;
    this.wanted = wanted;
    this.seen = seen;
    this.fresh = fresh;
    this.bytes = bytes;
  }

  @Override
  long bytes() {
    return bytes;
  }

  @Override
  void open() {
    for (Output output : shape.dense) {
      blenders.add(
          new DenseBlender(
              plan,
              seen,
              fresh,
              output.spacing(),
              output.channels(),
              Objects.requireNonNull(output.layout())));
    }
  }

  @Override
  void accept(int tile, Outputs outputs, int slot) {
    for (int i = 0; i < blenders.size(); i++) {
      blenders.get(i).add(tile, outputs.dense().get(i), slot);
    }
    plane.audit(tile, outputs.dense(), slot);
  }

  @Override
  void decode() {
    plane.shareStrips(index, blenders);
    for (int k = 0; k < kinds.size(); k++) {
      plane.found(k, decode(kinds.get(k)));
    }
    blenders.clear();
    plane.compare(seams);
  }

  private FoundObjects decode(KindDecoder kind) {
    @Nullable DenseBlender first = null;
    List<float[]> channels = new ArrayList<>();
    for (String name : kind.maps()) {
      first = blenders.get(shape.denseIndex(name));
      channels.addAll(List.of(first.maps()));
    }
    int mapWidth = Objects.requireNonNull(first).mapWidth();
    int mapHeight = first.mapHeight();
    float[][] maps = channels.toArray(new float[0][]);
    boolean rescaled = plan.width() != plane.width() || plan.height() != plane.height();
    if (!rescaled && seen.equals(wanted)) {
      return kind.decoder()
          .decode(new DenseMaps(maps, mapWidth, mapHeight), wanted.width(), wanted.height(), 1);
    }
    return kind.atImageSize()
        ? decodeResized(kind, maps)
        : resizeDecoded(kind, maps, mapWidth, mapHeight);
  }

  /** Maps back to the size of the plane, then decoded. */
  private FoundObjects decodeResized(KindDecoder kind, float[][] maps) {
    LinearAxis rows = LinearAxis.range(plan.height(), plane.height(), wanted.y(), wanted.endY());
    LinearAxis columns = LinearAxis.range(plan.width(), plane.width(), wanted.x(), wanted.endX());
    int origin = -(seen.y() * seen.width() + seen.x());
    float[][] resized = new float[maps.length][];
    for (int c = 0; c < maps.length; c++) {
      resized[c] = ImageScaler.resize(maps[c], origin, seen.width(), rows, columns);
    }
    return kind.decoder()
        .decode(
            new DenseMaps(resized, wanted.width(), wanted.height()),
            wanted.width(),
            wanted.height(),
            plane.rescale());
  }

  /** Decoded at the network's scale, then labels back to the size of the plane. */
  private FoundObjects resizeDecoded(
      KindDecoder kind, float[][] maps, int mapWidth, int mapHeight) {
    FoundObjects found =
        kind.decoder()
            .decode(new DenseMaps(maps, mapWidth, mapHeight), seen.width(), seen.height(), 1);
    return ImageScaler.nearest(
        found,
        ImageScaler.positions(
            plan.height(), plane.height(), wanted.y(), wanted.endY(), seen.y(), seen.endY()),
        ImageScaler.positions(
            plan.width(), plane.width(), wanted.x(), wanted.endX(), seen.x(), seen.endX()));
  }
}
