package org.scopeside.segmenter.network;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.scopeside.segmenter.image.FoundObjects;
import org.scopeside.segmenter.image.GreyImage;
import org.scopeside.segmenter.model.FieldInput;
import org.scopeside.segmenter.model.FieldSegmentation;
import org.scopeside.segmenter.model.FieldSegmentation.ObjectSet;
import org.scopeside.segmenter.model.SeamAudit;
import org.scopeside.segmenter.normalise.Normaliser;
import org.scopeside.segmenter.tiling.Area;
import org.scopeside.segmenter.tiling.DenseBlender;
import org.scopeside.segmenter.tiling.LabelStitcher;
import org.scopeside.segmenter.tiling.Regions;
import org.scopeside.segmenter.tiling.SeamAuditor;
import org.scopeside.segmenter.tiling.TilePlan;
import org.scopeside.segmenter.tiling.TileReader;

/**
 * One field on its way through the network. Used by its run only, one thread at a time, except that
 * its jobs are decoded, one after the other, elsewhere.
 */
final class PlaneJob {
  /** Output pixels that a region may be larger to end where tiles do. */
  private static final int ENDS_NEAR = 3;

  /** Estimates this close, as a share, are of one size. */
  private static final double SAME_SIZE = 0.05;

  final CompletableFuture<FieldSegmentation> result = new CompletableFuture<>();
  private final Network network;
  private final FieldInput field;
  private boolean sizing;
  private boolean refining;
  private double factor;
  private TilePlan plan;
  private @Nullable TileReader reader;
  private @Nullable List<Normaliser.Channel> channels;
  private @Nullable Regions regions;
  private @Nullable SeamAuditor auditor;
  private final List<LabelStitcher> stitchers = new ArrayList<>();
  private final List<FoundObjects> found = new ArrayList<>();
  private final Map<Long, List<DenseBlender.Strip>> strips = new HashMap<>();
  private int opened;

  private final Map<Integer, TileJob> gathered = new HashMap<>();
  private int nextToDecode;
  private boolean decoding;

  PlaneJob(Network network, FieldInput field) {
    this.network = network;
    this.field = field;
    factor = network.rescaling().factor(field.pixelSizeUm());
    sizing = network.estimator() != null && Double.isNaN(network.options().objectDiameterPx());
    refining = sizing;
    plan = network.plan(height(), width(), factor);
  }

  int width() {
    return field.image().width();
  }

  int height() {
    return field.image().height();
  }

  TilePlan plan() {
    return plan;
  }

  /** Side of what the network sees over side of the plane. */
  double rescale() {
    return factor;
  }

  boolean isFailed() {
    return result.isCompletedExceptionally();
  }

  void fail(Throwable failure) {
    result.completeExceptionally(failure);
  }

  /** The next job, not yet opened; null where there is none, or none before the scale is known. */
  @Nullable TileJob next() {
    List<Normaliser.Channel> ready = channels;
    if (ready == null) {
      ready = new ArrayList<>();
      for (GreyImage channel : field.channels()) {
        ready.add(network.normaliser().channel(channel));
      }
      channels = ready;
    }
    if (reader == null) {
      reader =
          new TileReader(
              ready, plan, network.shape().input.layout(), network.shape().input.channels());
    }
    SizeEstimator estimator = network.estimator();
    if (sizing && estimator != null) {
      return opened > 0
          ? null
          : new StyleJob(this, plan, plan.tilesFor(Network.whole(plan)), estimator);
    }
    return nextRegion();
  }

  private @Nullable TileJob nextRegion() {
    Detections detections = network.detections();
    if (detections != null) {
      int[] tiles = plan.tilesFor(Network.whole(plan));
      return opened > 0 ? null : new DetectionJob(this, 0, plan, tiles, detections);
    }
    Regions cut = regions;
    if (cut == null) {
      cut = network.regions(height(), width(), plan, factor);
      regions = cut;
      auditor = network.auditor(plan);
    }
    if (opened == cut.areas().size()) {
      return null;
    }
    Area wanted = cut.areas().get(opened);
    return new RegionJob(
        this,
        opened,
        plan,
        network.shape(),
        network.kinds(),
        wanted,
        seen(wanted),
        fresh(opened, cut),
        (long) (wanted.pixels() * network.bytesPerPixel(plan, height(), width())));
  }

  /** Pixels of the rescaled plane that those of a region are made from. */
  private Area seen(Area wanted) {
    int[] y = span(wanted.y(), wanted.endY(), height(), plan.height(), plan.endsY());
    int[] x = span(wanted.x(), wanted.endX(), width(), plan.width(), plan.endsX());
    return new Area(y[0], x[0], y[1] - y[0], x[1] - x[0]);
  }

  private int[] span(int from, int to, int length, int scaledLength, int[] ends) {
    int spacing = network.shape().spacing;
    // One more at each side for bilinear interpolation.
    int more = length == scaledLength ? 0 : 1;
    long first = Math.max(0, (long) from * scaledLength / length - more) / spacing * spacing;
    long last = ((long) to * scaledLength + length - 1) / length + more;
    last = (last + spacing - 1) / spacing * spacing;
    long reach = last + (long) ENDS_NEAR * spacing + scaledLength / length;
    for (int end : ends) {
      // A few pixels more, and the next region needs no tile of this one.
      if (end >= last && end <= reach) {
        last = end;
        break;
      }
    }
    return new int[] {(int) first, (int) Math.min(scaledLength, last)};
  }

  /** The part of a region that its neighbours at the left and above do not have. */
  private Area fresh(int region, Regions cut) {
    Area area = seen(cut.areas().get(region));
    int left = cut.leftOf(region);
    int above = cut.above(region);
    int x = left < 0 ? area.x() : seen(cut.areas().get(left)).endX();
    int y = above < 0 ? area.y() : seen(cut.areas().get(above)).endY();
    return new Area(y, x, area.endY() - y, area.endX() - x);
  }

  /** Takes from earlier neighbours of a region what they share, and leaves it to later ones. */
  void shareStrips(int region, List<DenseBlender> blenders) {
    Regions cut = regions;
    if (cut == null || cut.areas().size() == 1) {
      return;
    }
    for (int earlier : new int[] {cut.above(region), cut.leftOf(region)}) {
      List<DenseBlender.Strip> shared = strips.remove((long) earlier << 32 | region);
      for (int i = 0; shared != null && i < blenders.size(); i++) {
        blenders.get(i).put(shared.get(i));
      }
    }
    for (int later = region + 1; later < cut.areas().size(); later++) {
      if (cut.leftOf(later) == region || cut.above(later) == region) {
        Area common = seen(cut.areas().get(later)).intersection(seen(cut.areas().get(region)));
        strips.put(
            (long) region << 32 | later,
            blenders.stream().map(blender -> blender.strip(common)).toList());
      }
    }
  }

  /** Counts a job that {@link #next} gave as under way. */
  void opened() {
    opened++;
  }

  void read(int tile, FloatBuffer input, int slot) {
    Objects.requireNonNull(reader).read(tile, input, slot);
  }

  void audit(int tile, List<FloatBuffer> outputs, int slot) {
    if (auditor != null) {
      auditor.collect(tile, outputs, slot);
    }
  }

  /** Strips that both tiles were collected of; they go with the job that is decoded next. */
  List<SeamAuditor.Seam> takeSeams() {
    return auditor == null ? List.of() : auditor.takeReady();
  }

  void compare(List<SeamAuditor.Seam> seams) {
    SeamAuditor audited = auditor;
    if (audited != null) {
      KindDecoder first = network.kinds().get(0);
      audited.compare(
          seams, (maps, width, height) -> first.decoder().decode(maps, width, height, 1).labels());
    }
  }

  /** The style told a diameter: the plane begins anew at the scale that it asks for. */
  void rescaleTo(double diameterPx) {
    if (!(diameterPx > 0)) {
      throw new IllegalStateException("estimated diameter is " + diameterPx);
    }
    beginAt(network.rescaling().factorForDiameter(diameterPx / factor));
    sizing = false;
  }

  private void beginAt(double newFactor) {
    factor = newFactor;
    plan = network.plan(height(), width(), factor);
    reader = null;
    opened = 0;
    nextToDecode = 0;
  }

  /**
   * What was found at the style's estimate tells the diameter more exactly.
   *
   * @return whether the plane begins anew, because its objects are of another size
   */
  private boolean refine() {
    refining = false;
    SizeEstimator estimator = Objects.requireNonNull(network.estimator());
    FoundObjects first = stitchers.isEmpty() ? found.get(0) : stitchers.get(0).finish();
    double diameterPx = estimator.diameterPx(first.labels());
    double better = diameterPx > 0 ? network.rescaling().factorForDiameter(diameterPx) : factor;
    if (Math.abs(better / factor - 1) <= SAME_SIZE) {
      return false;
    }
    found.clear();
    stitchers.clear();
    strips.clear();
    regions = null;
    beginAt(better);
    return true;
  }

  /** What a region has of a kind. */
  void found(int kind, FoundObjects objects) {
    Regions cut = regions;
    if (cut == null || cut.areas().size() == 1) {
      found.add(objects);
      return;
    }
    if (stitchers.size() == kind) {
      stitchers.add(new LabelStitcher(cut));
    }
    stitchers.get(kind).add(objects);
  }

  /** Takes a job whose last tile is back. */
  void gathered(TileJob job) {
    gathered.put(job.index, job);
  }

  /** Jobs that will not be decoded, because the plane failed. */
  List<TileJob> dropGathered() {
    List<TileJob> dropped = List.copyOf(gathered.values());
    gathered.clear();
    return dropped;
  }

  /** The job to decode next, if it is there and no other is being decoded. */
  @Nullable TileJob startDecoding() {
    TileJob job = decoding ? null : gathered.remove(nextToDecode);
    if (job != null) {
      decoding = true;
      job.seams = takeSeams();
    }
    return job;
  }

  /**
   * Ends what {@link #startDecoding} began.
   *
   * @return whether the plane has jobs to give again, because its scale is known now
   */
  boolean decoded(TileJob job) {
    decoding = false;
    if (job instanceof StyleJob) {
      return true;
    }
    nextToDecode++;
    Regions cut = regions;
    boolean last = cut != null && nextToDecode == cut.areas().size();
    return refining && last && !isFailed() && refine();
  }

  /** Whether nothing is left to run or decode. */
  boolean isComplete() {
    int jobs = regions == null ? 1 : regions.areas().size();
    return !isFailed() && !sizing && nextToDecode == jobs;
  }

  /** Completes {@link #result}. */
  void complete() {
    try {
      result.complete(segmentation());
    } catch (RuntimeException | OutOfMemoryError e) {
      fail(e);
    }
  }

  private FieldSegmentation segmentation() {
    @Nullable SeamAudit seams = auditor == null || auditor.pixels() == 0 ? null : auditor.audit();
    for (int kind = 0; kind < stitchers.size(); kind++) {
      found.add(stitchers.get(kind).finish());
      SeamAudit ofRegions = stitchers.get(kind).seams();
      if (network.options().auditShare() > 0 && kind == 0) {
        seams = seams == null ? ofRegions : seams.plus(ofRegions);
      }
    }
    List<ObjectSet> sets = new ArrayList<>();
    for (int kind = 0; kind < found.size(); kind++) {
      FoundObjects objects = found.get(kind).atLeast(network.minArea(field.pixelSizeUm()));
      sets.add(new ObjectSet(network.kindName(kind), objects));
    }
    return new FieldSegmentation(sets, seams);
  }
}
