package org.scopeside.segmenter.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.scopeside.segmenter.image.FoundObjects;
import org.scopeside.segmenter.image.LabelImage;
import org.scopeside.segmenter.model.FieldSegmentation;
import org.scopeside.segmenter.model.FieldSegmentation.ObjectSet;

class ObjectKindsTest {
  private static final ObjectSet CELLS = set("Cells", 1, 1, 1, 0, 2, 2, 2, 2);
  private static final ObjectSet NUCLEI = set("Nuclei", 0, 0, 0, 0, 1, 0, 2, 2);

  @Test
  void shouldTellWhichNucleusLiesInWhichCell() {
    ObjectKinds kinds = new ObjectKinds(new FieldSegmentation(List.of(CELLS, NUCLEI), null));

    // The cell with nuclei is the first one now; its larger nucleus too.
    assertArrayEquals(new double[] {2, 0}, kinds.relations("Cells").get("Children_Nuclei_Count"));
    assertArrayEquals(new double[] {1, 1}, kinds.relations("Nuclei").get("Parent_Cells"));
    assertArrayEquals(
        new int[] {2, 2, 2, 0, 1, 1, 1, 1}, kinds.all().get(0).found().labels().labels());
    assertArrayEquals(
        new int[] {0, 0, 0, 0, 2, 0, 1, 1}, kinds.all().get(1).found().labels().labels());
    assertEquals("Cells", kinds.all().get(0).name());
  }

  @Test
  void shouldLeaveOneKindAsItIs() {
    FieldSegmentation only = new FieldSegmentation(List.of(NUCLEI), null);
    ObjectKinds kinds = new ObjectKinds(only);

    assertEquals(only, kinds.found());
    assertTrue(kinds.relations("Nuclei").isEmpty());
  }

  private static ObjectSet set(String name, int... labels) {
    return new ObjectSet(name, FoundObjects.of(LabelImage.of(labels, labels.length, 1)));
  }
}
