package org.scopeside.segmenter.cells;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.ChannelRole;
import org.scopeside.segmenter.image.FoundObjects;
import org.scopeside.segmenter.model.FieldInput;
import org.scopeside.segmenter.model.FieldSegmentation;
import org.scopeside.segmenter.model.FieldSegmentation.ObjectSet;
import org.scopeside.segmenter.model.SeamAudit;
import org.scopeside.segmenter.model.SegmentationModel;

/**
 * A model of nuclei and a model of cells as one: both see the field at the same time, then the
 * cells are mended by their nuclei ({@link FusionPostProcessing}) and the two kinds matched ({@link
 * NucleusCellMatch}). Finds {@code Cells}, which are counted, and {@code Nuclei}; the numbers of
 * both are the match's, and matching them again gives the parents.
 *
 * <p>The mending runs on the thread that completes the later of the two models. The fusion owns
 * both models and closes them.
 */
public final class FusionModel implements SegmentationModel {
  private final String id;
  private final SegmentationModel nuclei;
  private final SegmentationModel cells;
  private final FusionPostProcessing postProcessing;
  private final List<ChannelRole> channels;
  private final int thresholdChannel;

  /**
   * @param id name and version, as results carry it
   * @param nuclei finds nuclei
   * @param cells finds cells; at least one of its channels shows something else than nuclei, the
   *     first such one is thresholded
   * @throws IllegalArgumentException if the cells' model sees nuclei only
   */
  public FusionModel(
      String id, SegmentationModel nuclei, SegmentationModel cells, FusionSettings settings) {
    this.id = id;
    this.nuclei = nuclei;
    this.cells = cells;
    this.postProcessing = new FusionPostProcessing(settings);
    this.channels = channels(nuclei, cells);
    this.thresholdChannel = firstThatIsNotNucleus();
  }

  /** The cells' channels first: the first one's plane carries the objects. */
  private static List<ChannelRole> channels(SegmentationModel nuclei, SegmentationModel cells) {
    Set<ChannelRole> roles = new LinkedHashSet<>();
    cells.channels().stream().filter(role -> role != ChannelRole.NUCLEUS).forEach(roles::add);
    roles.addAll(cells.channels());
    roles.addAll(nuclei.channels());
    return List.copyOf(roles);
  }

  private int firstThatIsNotNucleus() {
    for (ChannelRole role : cells.channels()) {
      if (role != ChannelRole.NUCLEUS) {
        return channels.indexOf(role);
      }
    }
    throw new IllegalArgumentException(
        "model " + cells.id() + " is to find cells but sees " + cells.channels());
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public List<ChannelRole> channels() {
    return channels;
  }

  /** The larger of both; the other model gets its batches one after another. */
  @Override
  public int batchSize() {
    return Math.max(nuclei.batchSize(), cells.batchSize());
  }

  @Override
  public int concurrency() {
    return Math.min(nuclei.concurrency(), cells.concurrency());
  }

  @Override
  public CompletionStage<List<FieldSegmentation>> segment(List<FieldInput> fields) {
    CompletionStage<List<FieldSegmentation>> nucleiFound = run(nuclei, fields);
    CompletionStage<List<FieldSegmentation>> cellsFound = run(cells, fields);
    // Completes when both have, whatever becomes of them: neither is under way unseen.
    return nucleiFound.thenCombine(
        cellsFound,
        (foundNuclei, foundCells) -> {
          List<FieldSegmentation> fused = new ArrayList<>();
          for (int i = 0; i < fields.size(); i++) {
            fused.add(fuse(fields.get(i), foundNuclei.get(i), foundCells.get(i)));
          }
          return fused;
        });
  }

  /** Gives a model the channels that it wants, in batches that it likes. */
  private CompletionStage<List<FieldSegmentation>> run(
      SegmentationModel model, List<FieldInput> fields) {
    List<FieldInput> inputs = fields.stream().map(field -> inputOf(model, field)).toList();
    return runFrom(0, model, inputs, List.of());
  }

  private static CompletionStage<List<FieldSegmentation>> runFrom(
      int next, SegmentationModel model, List<FieldInput> inputs, List<FieldSegmentation> found) {
    if (next == inputs.size()) {
      return CompletableFuture.completedFuture(found);
    }
    int end = Math.min(inputs.size(), next + Math.max(1, model.batchSize()));
    return start(model, inputs.subList(next, end))
        .thenCompose(
            batch -> {
              if (batch.size() != end - next) {
                throw new IllegalStateException(
                    "model %s gave %d segmentations for %d fields"
                        .formatted(model.id(), batch.size(), end - next));
              }
              List<FieldSegmentation> all = new ArrayList<>(found);
              all.addAll(batch);
              return runFrom(end, model, inputs, all);
            });
  }

  private static CompletionStage<List<FieldSegmentation>> start(
      SegmentationModel model, List<FieldInput> inputs) {
    try {
      return model.segment(inputs);
    } catch (RuntimeException | OutOfMemoryError e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private FieldInput inputOf(SegmentationModel model, FieldInput field) {
    if (field.channels().size() != channels.size()) {
      throw new IllegalArgumentException(
          "field has %d channels; model %s needs %s"
              .formatted(field.channels().size(), id, channels));
    }
    return new FieldInput(
        model.channels().stream()
            .map(role -> field.channels().get(channels.indexOf(role)))
            .toList(),
        field.pixelSizeUm());
  }

  private FieldSegmentation fuse(
      FieldInput field, FieldSegmentation foundNuclei, FieldSegmentation foundCells) {
    FoundObjects nucleusSet = kind(FieldSegmentation.NUCLEI, foundNuclei);
    FoundObjects cellSet = kind(FieldSegmentation.CELLS, foundCells);
    FusionPostProcessing.Result mended =
        postProcessing.apply(
            field.channels().get(thresholdChannel), nucleusSet.labels(), cellSet.labels());
    // Mended cells are others than the model's: its scores are none of theirs.
    NucleusCellMatch match = NucleusCellMatch.of(nucleusSet, FoundObjects.of(mended.cells()));
    return new FieldSegmentation(
        List.of(
            new ObjectSet(FieldSegmentation.CELLS, match.cells()),
            new ObjectSet(FieldSegmentation.NUCLEI, match.nuclei())),
        sum(foundNuclei.seams(), foundCells.seams()));
  }

  /** Objects of a kind by its name; what the model counts where it has no such kind. */
  private static FoundObjects kind(String name, FieldSegmentation found) {
    return found.objects().stream()
        .filter(set -> set.name().equals(name))
        .findFirst()
        .orElse(found.objects().get(0))
        .found();
  }

  private static @Nullable SeamAudit sum(@Nullable SeamAudit first, @Nullable SeamAudit second) {
    if (first == null || second == null) {
      return first == null ? second : first;
    }
    return first.plus(second);
  }

  @Override
  public boolean readsRawSamples() {
    return nuclei.readsRawSamples() || cells.readsRawSamples();
  }

  @Override
  public void warmUp() {
    nuclei.warmUp();
    if (cells != nuclei) {
      cells.warmUp();
    }
  }

  @Override
  public void close() {
    try (SegmentationModel first = nuclei) {
      if (cells != first) {
        cells.close();
      }
    }
  }
}
