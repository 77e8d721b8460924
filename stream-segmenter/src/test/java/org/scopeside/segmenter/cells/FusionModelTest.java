package org.scopeside.segmenter.cells;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.scopeside.contract.ChannelRole.CELL;
import static org.scopeside.contract.ChannelRole.NUCLEUS;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.scopeside.contract.ChannelRole;
import org.scopeside.segmenter.image.GreyImage;
import org.scopeside.segmenter.image.LabelImage;
import org.scopeside.segmenter.model.FieldInput;
import org.scopeside.segmenter.model.FieldSegmentation;
import org.scopeside.segmenter.model.SeamAudit;
import org.scopeside.segmenter.model.SegmentationModel;

class FusionModelTest {
  private static final FusionSettings SHARP = new FusionSettings(0.1, 0, 1, 0);

  private final Scripted nuclei =
      new Scripted("nuclei@1", FieldSegmentation.NUCLEI, Drawing.labels("..1..2."), NUCLEUS);
  private final Scripted cells =
      new Scripted("cells@1", FieldSegmentation.CELLS, Drawing.labels("1122..."), CELL, NUCLEUS);
  private final FusionModel fusion = new FusionModel("fusion@1", nuclei, cells, SHARP);

  @Test
  void shouldCountMendedCellsFirstAndNumberNucleiByTheirCells() {
    FieldSegmentation found = only(fusion.segment(List.of(field(1, 2))));
    assertEquals(FieldSegmentation.CELLS, found.objects().get(0).name());
    assertEquals(FieldSegmentation.NUCLEI, found.objects().get(1).name());
    // Nucleus 1 lies in cell 2, nucleus 2 in none: it becomes a cell; cell 1 has none, goes last.
    assertArrayEquals(new String[] {"3311.2."}, Drawing.rows(found.labels()));
    assertArrayEquals(
        new String[] {"..1..2."}, Drawing.rows(found.objects().get(1).found().labels()));
  }

  @Test
  void shouldGiveEachModelItsChannelsByRole() {
    assertEquals(List.of(CELL, NUCLEUS), fusion.channels());
    only(fusion.segment(List.of(field(1, 2))));
    assertEquals(List.of(List.of(2f)), nuclei.seen);
    assertEquals(List.of(List.of(1f, 2f)), cells.seen);
    FusionModel turned =
        new FusionModel(
            "f@1",
            nuclei,
            new Scripted("c@1", FieldSegmentation.CELLS, cells.labels, NUCLEUS, CELL),
            SHARP);
    assertEquals(List.of(CELL, NUCLEUS), turned.channels());
  }

  @Test
  void shouldHandOverBatchesThatEachModelLikesAndKeepTheOrder() throws Exception {
    cells.batchSize = 3;
    nuclei.concurrency = 2;
    assertEquals(3, fusion.batchSize());
    assertEquals(1, fusion.concurrency());
    List<FieldSegmentation> found =
        fusion.segment(List.of(field(1, 2), field(3, 4), field(5, 6))).toCompletableFuture().get();
    assertEquals(3, found.size());
    assertEquals(List.of(1, 1, 1), nuclei.batches);
    assertEquals(List.of(3), cells.batches);
    assertEquals(List.of(List.of(2f), List.of(4f), List.of(6f)), nuclei.seen);
  }

  @Test
  void shouldWaitForTheSlowerModel() {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    nuclei.gate = gate;
    CompletableFuture<List<FieldSegmentation>> result =
        fusion.segment(List.of(field(1, 2))).toCompletableFuture();
    assertFalse(result.isDone());
    gate.complete(null);
    assertEquals(1, result.join().size());
  }

  @Test
  void shouldFailAsAWholeOnceBothModelsAreDone() {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    cells.gate = gate;
    nuclei.failure = new IllegalStateException("out of memory on device 0");
    CompletableFuture<List<FieldSegmentation>> result =
        fusion.segment(List.of(field(1, 2))).toCompletableFuture();
    assertFalse(result.isDone(), "the other model is still under way");
    gate.complete(null);
    assertEquals("out of memory on device 0", causeOf(result));
  }

  @Test
  void shouldFailWhereAModelGivesTooFewSegmentations() {
    cells.batchSize = 2;
    cells.forgetful = true;
    var result = fusion.segment(List.of(field(1, 2), field(3, 4))).toCompletableFuture();
    assertEquals("model cells@1 gave 1 segmentations for 2 fields", causeOf(result));
  }

  @Test
  void shouldAddUpWhatTheSeamsOfBothSay() {
    nuclei.seams = new SeamAudit(10, 1);
    assertEquals(new SeamAudit(10, 1), only(fusion.segment(List.of(field(1, 2)))).seams());
    cells.seams = new SeamAudit(5, 2);
    assertEquals(new SeamAudit(15, 3), only(fusion.segment(List.of(field(1, 2)))).seams());
  }

  @Test
  void shouldRefuseACellModelThatSeesOnlyNuclei() {
    assertEquals(
        "model nuclei@1 is to find cells but sees [NUCLEUS]",
        assertThrows(
                IllegalArgumentException.class, () -> new FusionModel("f@1", nuclei, nuclei, SHARP))
            .getMessage());
  }

  @Test
  void shouldWarmUpAndCloseBothEvenIfOneFails() {
    fusion.warmUp();
    assertTrue(nuclei.warm && cells.warm);
    cells.failure = new IllegalStateException("device is gone");
    assertThrows(IllegalStateException.class, fusion::close);
    assertTrue(nuclei.closed && cells.closed);
  }

  private static @Nullable String causeOf(CompletableFuture<?> result) {
    Throwable cause = assertThrows(CompletionException.class, result::join).getCause();
    return cause == null ? null : cause.getMessage();
  }

  private static FieldInput field(float cell, float nucleus) {
    return new FieldInput(List.of(plane(cell), plane(nucleus)), 0.5);
  }

  private static GreyImage plane(float value) {
    float[] pixels = new float[7];
    Arrays.fill(pixels, value);
    return new GreyImage(pixels, 7, 1);
  }

  private static FieldSegmentation only(CompletionStage<List<FieldSegmentation>> stage) {
    List<FieldSegmentation> found = stage.toCompletableFuture().join();
    assertEquals(1, found.size());
    return found.get(0);
  }

  /** A model that notes what it is given and finds what it was told. */
  private static final class Scripted implements SegmentationModel {
    private final String id;
    private final String kind;
    private final LabelImage labels;
    private final List<ChannelRole> channels;
    private final List<List<Float>> seen = new ArrayList<>();
    private final List<Integer> batches = new ArrayList<>();
    private CompletableFuture<Void> gate = CompletableFuture.completedFuture(null);
    private @Nullable RuntimeException failure;
    private @Nullable SeamAudit seams;
    private int batchSize = 1;
    private int concurrency = 1;
    private boolean forgetful;
    private boolean warm;
    private boolean closed;

    Scripted(String id, String kind, LabelImage labels, ChannelRole... channels) {
      this.id = id;
      this.kind = kind;
      this.labels = labels;
      this.channels = List.of(channels);
    }

    @Override
    public String id() {
      return id;
    }

    @Override
    public List<ChannelRole> channels() {
      return channels;
    }

    @Override
    public int batchSize() {
      return batchSize;
    }

    @Override
    public int concurrency() {
      return concurrency;
    }

    @Override
    public CompletionStage<List<FieldSegmentation>> segment(List<FieldInput> fields) {
      if (failure != null) {
        throw failure;
      }
      batches.add(fields.size());
      for (FieldInput field : fields) {
        seen.add(field.channels().stream().map(channel -> channel.at(0, 0)).toList());
      }
      var one = new FieldSegmentation(FieldSegmentation.of(kind, labels).objects(), seams);
      int count = forgetful ? fields.size() - 1 : fields.size();
      return gate.thenApply(opened -> Collections.nCopies(count, one));
    }

    @Override
    public void warmUp() {
      warm = true;
    }

    @Override
    public void close() {
      closed = true;
      if (failure != null) {
        throw failure;
      }
    }
  }
}
