package org.scopeside.segmenter.tiling;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.scopeside.segmenter.image.DenseMaps;
import org.scopeside.segmenter.image.LabelImage;
import org.scopeside.segmenter.model.SeamAudit;
import org.scopeside.segmenter.modelpackage.ModelDescription.Layout;

/**
 * Decodes strips where two neighbouring tiles overlap once from each tile's own output, unblended,
 * and compares the objects. It tells whether halo and receptive field fit: where they do, a tile
 * sees in its overlap what its neighbour sees.
 *
 * <p>Seams are spread evenly over the plane, as many as keep their strips below a share of its
 * pixels ({@value #LARGEST} at most), but one at least; their decoding, twice, is what the audit
 * costs. A strip is kept from its first tile to its second. Belongs to one thread at a time.
 */
public final class SeamAuditor {
  /** Pixels of all strips of a plane, whatever its size. */
  private static final long LARGEST = 1 << 19;

  /** Narrower strips can hardly hold an object. */
  private static final int NARROWEST = 8;

  private final TilePlan plan;
  private final int spacing;
  private final List<Source> sources;
  private final List<Seam> seams = new ArrayList<>();
  private final List<Seam> ready = new ArrayList<>();
  private final long pixels;
  private SeamAudit audit = new SeamAudit(0, 0);

  /**
   * An output that the decoder reads, in its order.
   *
   * @param index of the tensor among those handed to {@link #collect}
   */
  public record Source(int index, int channels, Layout layout) {}

  /** Decodes a strip. */
  public interface StripDecoder {
    /**
     * Finds the objects of a strip.
     *
     * @param maps of the strip
     * @param width pixels of the strip at the network's scale
     * @param height likewise
     */
    LabelImage decode(DenseMaps maps, int width, int height);
  }

  /** A strip between two tiles, with what each says of it. */
  public static final class Seam {
    private final int one;
    private final int other;
    private final Area strip;
    private final List<float[]> ofOne = new ArrayList<>();
    private final List<float[]> ofOther = new ArrayList<>();

    private Seam(int one, int other, Area strip) {
      this.one = one;
      this.other = other;
      this.strip = strip;
    }
  }

  /**
   * Chooses the seams of a plane.
   *
   * @param share of the plane's pixels that strips may cover, 0 to 1; 0 audits nothing
   * @param spacing of the outputs
   * @param sources what the decoder reads
   */
  public SeamAuditor(TilePlan plan, double share, int spacing, List<Source> sources) {
    this.plan = plan;
    this.spacing = spacing;
    this.sources = List.copyOf(sources);
    if (share > 0) {
      choose(share);
    }
    pixels = seams.stream().mapToLong(seam -> seam.strip.pixels()).sum();
  }

  private void choose(double share) {
    List<Seam> all = new ArrayList<>();
    long ofAll = 0;
    for (int tile = 0; tile < plan.count(); tile++) {
      if (tile % plan.countX() != plan.countX() - 1) {
        addSeam(tile, tile + 1, all);
      }
      if (tile + plan.countX() < plan.count()) {
        addSeam(tile, tile + plan.countX(), all);
      }
    }
    for (Seam seam : all) {
      ofAll += seam.strip.pixels();
    }
    double allowed = Math.min(LARGEST, share * plan.height() * plan.width());
    int wanted = (int) Math.min(all.size(), Math.ceil(all.size() * allowed / Math.max(1, ofAll)));
    for (int k = 0; k < wanted; k++) {
      seams.add(all.get((int) ((2L * k + 1) * all.size() / (2L * wanted))));
    }
  }

  private void addSeam(int one, int other, List<Seam> all) {
    Area plane = new Area(0, 0, plan.height(), plan.width());
    Area strip = plan.tile(one).intersection(plan.tile(other)).intersection(plane);
    if (Math.min(strip.height(), strip.width()) >= NARROWEST) {
      all.add(new Seam(one, other, strip));
    }
  }

  /** Tiles whose output is still needed, ascending. */
  public int[] tiles() {
    return seams.stream()
        .flatMapToInt(seam -> IntStream.of(seam.one, seam.other))
        .distinct()
        .sorted()
        .toArray();
  }

  /** Pixels of the strips chosen, each decoded twice; 0 where nothing is audited. */
  public long pixels() {
    return pixels;
  }

  /**
   * Keeps what is needed of a tile's output; tiles may come in any order and more than once.
   *
   * @param outputs of the whole batch, by {@link Source#index}
   * @param slot the tile's place in the batch
   */
  public void collect(int tile, List<FloatBuffer> outputs, int slot) {
    for (Seam seam : seams) {
      if (seam.one == tile && seam.ofOne.isEmpty()) {
        seam.ofOne.addAll(crop(tile, seam.strip, outputs, slot));
      } else if (seam.other == tile && seam.ofOther.isEmpty()) {
        seam.ofOther.addAll(crop(tile, seam.strip, outputs, slot));
      } else {
        continue;
      }
      if (!seam.ofOne.isEmpty() && !seam.ofOther.isEmpty()) {
        ready.add(seam);
      }
    }
  }

  private List<float[]> crop(int tile, Area strip, List<FloatBuffer> outputs, int slot) {
    List<float[]> maps = new ArrayList<>();
    for (Source source : sources) {
      float[][] crop =
          DenseBlender.crop(
              plan,
              tile,
              outputs.get(source.index),
              slot,
              strip,
              spacing,
              source.channels,
              source.layout);
      maps.addAll(List.of(crop));
    }
    return maps;
  }

  /** Hands out the seams that both tiles have been collected of; each is handed out once. */
  public List<Seam> takeReady() {
    List<Seam> taken = List.copyOf(ready);
    // Done with: a tile that comes again, for another region, is not kept again.
    seams.removeAll(taken);
    ready.clear();
    return taken;
  }

  /** Decodes seams and compares their sides; one call at a time, beside {@link #collect} or not. */
  public void compare(List<Seam> taken, StripDecoder decoder) {
    for (Seam seam : taken) {
      int width = seam.strip.width();
      int height = seam.strip.height();
      LabelImage one = decoder.decode(maps(seam.ofOne, width, height), width, height);
      LabelImage other = decoder.decode(maps(seam.ofOther, width, height), width, height);
      audit = audit.plus(compare(one, other));
    }
  }

  /** Two label images of the same pixels. */
  public static SeamAudit compare(LabelImage one, LabelImage other) {
    return new StripComparison(
            one.labels(), one.objectCount(), other.labels(), other.objectCount(), one.width())
        .audit();
  }

  private DenseMaps maps(List<float[]> channels, int width, int height) {
    return new DenseMaps(
        channels.toArray(new float[0][]),
        (width + spacing - 1) / spacing,
        (height + spacing - 1) / spacing);
  }

  /** What was found so far. */
  public SeamAudit audit() {
    return audit;
  }
}
