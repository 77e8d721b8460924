package org.scopeside.segmenter.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.scopeside.segmenter.SegmenterSettings.ZProjection;
import org.scopeside.segmenter.image.GreyImage;

class StackProjectorTest {
  private static final long AT_ONCE = 0;
  private static final long NEVER = Long.MAX_VALUE;

  private final Sections source = new Sections();
  private final StackProjector stacks = new StackProjector(ZProjection.MAXIMUM, 1 << 20);
  private final List<AnalysedPlane> released = new ArrayList<>();

  @Test
  void shouldProjectTheMaximumOfAllSections() {
    assertEquals(List.of(), add(source.section(0, 0, 1, 5, 2)));
    assertEquals(List.of(), add(source.section(0, 1, 4, 1, 1)));
    FieldImage field = only(add(source.section(0, 2, 3, 3, 3)));

    assertArrayEquals(new float[] {4, 5, 3}, field.image().pixels());
    assertEquals(3, field.planes());
    assertTrue(field.complete());
    assertEquals(List.of(0), sectionsOf(field.carriers()));
    assertEquals(List.of(1, 2), sectionsOf(released));
    assertEquals(0, stacks.bytes());
  }

  @Test
  void shouldHandOnAPlaneWithoutSectionsAtOnce() {
    source.sizeZ = 1;
    FieldImage field = only(add(source.section(0, 0, 7)));
    assertTrue(field.complete());
    assertEquals(1, field.planes());
    assertEquals(0, stacks.bytes());
  }

  @Test
  void shouldLetTheLowestSectionCarryTheObjectsWhateverTheOrder() {
    add(source.section(0, 2, 0, 9));
    add(source.section(0, 0, 1, 1));
    FieldImage field = only(add(source.section(0, 1, 8, 0)));

    assertArrayEquals(new float[] {8, 9}, field.image().pixels());
    assertEquals(List.of(0), sectionsOf(field.carriers()));
    assertEquals(List.of(1), sectionsOf(released));
    // Had it been released, its offset could be committed before the stack is counted.
    assertEquals(List.of(2), sectionsOf(field.others()));
  }

  @Test
  void shouldKeepFieldsTimesAndStacksApart() {
    add(source.section(0, 0, 1));
    add(source.section(1, 0, 2));
    add(source.section(1, 1, 2));
    assertEquals(8, stacks.bytes());
    assertArrayEquals(new float[] {6}, only(add(source.section(1, 2, 6))).image().pixels());
    assertEquals(4, stacks.bytes());
  }

  @Test
  void shouldCountASectionDeliveredTwiceOnce() {
    add(source.section(0, 0, 1));
    assertEquals(List.of(), add(source.section(0, 0, 1)));
    add(source.section(0, 1, 2));
    assertEquals(List.of(), add(source.section(0, 1, 2)));
    FieldImage field = only(add(source.section(0, 2, 3)));

    assertEquals(3, field.planes());
    assertEquals(List.of(0, 0), sectionsOf(field.carriers()));
    assertEquals(List.of(1, 1, 2), sectionsOf(released));
  }

  @Test
  void shouldNotTouchTheSectionsImages() {
    GreyImage first = new GreyImage(new float[] {1, 2}, 2, 1);
    add(source.section(0, 0, first));
    add(source.section(0, 1, 9, 9));
    assertArrayEquals(new float[] {1, 2}, first.pixels());
  }

  @Test
  void shouldHandOnAnIdleStackAsIncomplete() {
    add(source.section(0, 1, 4));
    assertEquals(List.of(), stacks.flushIdle(NEVER));
    FieldImage field = only(stacks.flushIdle(AT_ONCE));

    assertFalse(field.complete());
    assertEquals(1, field.planes());
    assertEquals(List.of(1), sectionsOf(field.carriers()));
    assertEquals(0, stacks.bytes());
    assertEquals(List.of(), stacks.flushIdle(AT_ONCE));
  }

  @Test
  void shouldNotCountAFieldTwiceWhenSectionsComeAfterItsStackWentOn() {
    add(source.section(0, 0, 4));
    only(stacks.flushIdle(AT_ONCE));

    assertEquals(List.of(), add(source.section(0, 1, 5)));
    assertEquals(List.of(), add(source.section(0, 2, 6)));
    assertEquals(List.of(1, 2), sectionsOf(released));
    assertEquals(List.of(), stacks.flushIdle(AT_ONCE));
  }

  @Test
  void shouldAnalyseAFieldAgainThatIsSentAgain() {
    for (int time = 0; time < 3; time++) {
      add(source.section(0, 0, 1));
      add(source.section(0, 1, 2));
      FieldImage field = only(add(source.section(0, 2, 3)));
      assertTrue(field.complete());
    }
    // Also where it went on incomplete before.
    add(source.section(1, 0, 1));
    only(stacks.flushIdle(AT_ONCE));
    add(source.section(1, 0, 1));
    add(source.section(1, 1, 2));
    assertTrue(only(add(source.section(1, 2, 3))).complete());
  }

  @Test
  void shouldHandOnTheOldestStackWhenOpenOnesHoldTooMuch() {
    StackProjector small = new StackProjector(ZProjection.MAXIMUM, 2 * 4 * 10);
    assertEquals(List.of(), small.add(tenPixels(0), Sections.analysed(tenPixels(0))).fields());
    assertEquals(List.of(), small.add(tenPixels(1), Sections.analysed(tenPixels(1))).fields());
    FieldImage oldest = only(small.add(tenPixels(2), Sections.analysed(tenPixels(2))).fields());

    assertFalse(oldest.complete());
    assertEquals(0, oldest.carrier().header().field());
    assertEquals(2 * 4 * 10, small.bytes());
  }

  @Test
  void shouldLetAStackLargerThanTheBoundStandAlone() {
    StackProjector small = new StackProjector(ZProjection.MAXIMUM, 4);
    DecodedPlane plane = tenPixels(0);
    assertEquals(List.of(), small.add(plane, Sections.analysed(plane)).fields());
    DecodedPlane next = tenPixels(1);
    FieldImage first = only(small.add(next, Sections.analysed(next)).fields());
    assertEquals(0, first.carrier().header().field());
  }

  @Test
  void shouldRefuseASectionOfAnotherSizeAndGoOn() {
    add(source.section(0, 0, 1, 1));
    DecodedPlane wide = source.section(0, 1, 1, 1, 1);
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> add(wide));
    assertEquals("z-plane is 3x1, its stack is 2x1", refused.getMessage());
    source.sizeZ = 4;
    DecodedPlane ofFour = source.section(0, 1, 1, 1);
    assertEquals(
        "z-plane is of 4 sections, its stack of 3",
        assertThrows(IllegalArgumentException.class, () -> add(ofFour)).getMessage());

    source.sizeZ = 3;
    add(source.section(0, 1, 5, 0));
    assertArrayEquals(new float[] {5, 7}, only(add(source.section(0, 2, 0, 7))).image().pixels());
  }

  @Test
  void shouldForgetStacksOfPartitionsThatWentAway() {
    add(source.section(0, 0, 1));
    source.partition = Sections.ONE;
    add(source.section(1, 0, 2));
    stacks.forget(List.of(Sections.ZERO));

    assertEquals(4, stacks.bytes());
    assertEquals(1, only(stacks.flushIdle(AT_ONCE)).carrier().header().field());
  }

  @Test
  void shouldNotLetPlanesOfAnEarlierAssignmentCompleteAStackThatIsReadAgain() {
    DecodedPlane underWay = source.section(0, 1, 9);
    add(source.section(0, 0, 1));
    stacks.forget(List.of(Sections.ZERO));
    add(underWay); // it was in an earlier stage while the partition went away
    source.assignment = 2;
    add(source.section(0, 0, 1));
    assertEquals(List.of(), add(source.section(0, 2, 3)), "completed by a plane that is void");
    FieldImage field = only(add(source.section(0, 1, 9)));

    assertTrue(field.complete());
    assertEquals(1, field.carriers().size());
    assertEquals(2, field.carrier().frame().assignment());
  }

  @Test
  void shouldTakeTheMiddleSectionOnlyWhereThatIsChosen() {
    StackProjector middle = new StackProjector(ZProjection.MIDDLE, 1 << 20);
    source.sizeZ = 5;
    for (int theZ = 0; theZ < 5; theZ++) {
      DecodedPlane plane = source.section(0, theZ, theZ);
      StackProjector.Step step = middle.add(plane, Sections.analysed(plane));
      assertEquals(theZ == 2 ? 1 : 0, step.fields().size());
      assertEquals(theZ == 2 ? 0 : 1, step.released().size());
    }
    assertEquals(0, middle.bytes());
  }

  @Property(tries = 200)
  void shouldAccountForEveryPlaneAndGiveOneImageAField(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int sizeZ) {
    Random random = new Random(seed);
    Sections sections = new Sections();
    sections.sizeZ = sizeZ;
    List<DecodedPlane> planes = new ArrayList<>();
    for (int field = 0; field < 8; field++) {
      for (int theZ = 0; theZ < sizeZ; theZ++) {
        planes.add(sections.section(field, theZ, field, theZ));
      }
    }
    Collections.shuffle(planes, random);
    // Room for three stacks: some go on early, and some of their sections come late.
    StackProjector projector = new StackProjector(ZProjection.MAXIMUM, 3 * 4 * 2);
    List<FieldImage> fields = new ArrayList<>();
    Set<Long> ended = new HashSet<>();
    for (DecodedPlane plane : planes) {
      StackProjector.Step step = projector.add(plane, Sections.analysed(plane));
      step.released().forEach(done -> assertTrue(ended.add(done.frame().offset())));
      fields.addAll(step.fields());
    }
    fields.addAll(projector.flushIdle(AT_ONCE));
    Set<Integer> fieldNumbers = new HashSet<>();
    for (FieldImage field : fields) {
      assertTrue(fieldNumbers.add(field.carrier().header().field()), "a field has two images");
      field.carriers().forEach(done -> assertTrue(ended.add(done.frame().offset())));
      field.others().forEach(done -> assertTrue(ended.add(done.frame().offset())));
      assertEquals(field.planes() == sizeZ, field.complete());
    }
    assertEquals(8, fieldNumbers.size());
    assertEquals(planes.size(), ended.size());
    assertEquals(0, projector.bytes());
  }

  private List<FieldImage> add(DecodedPlane plane) {
    StackProjector.Step step = stacks.add(plane, Sections.analysed(plane));
    released.addAll(step.released());
    return step.fields();
  }

  private DecodedPlane tenPixels(int field) {
    return source.section(field, 0, new GreyImage(new float[10], 5, 2));
  }

  private static FieldImage only(List<FieldImage> fields) {
    assertEquals(1, fields.size());
    return fields.get(0);
  }

  private static List<Integer> sectionsOf(List<AnalysedPlane> planes) {
    return planes.stream().map(plane -> plane.header().theZ()).toList();
  }
}
