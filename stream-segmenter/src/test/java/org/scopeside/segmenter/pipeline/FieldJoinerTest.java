package org.scopeside.segmenter.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.scopeside.contract.ChannelRole.CELL;
import static org.scopeside.contract.ChannelRole.MEMBRANE;
import static org.scopeside.contract.ChannelRole.NUCLEUS;
import static org.scopeside.contract.ChannelRole.OTHER;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.scopeside.contract.ChannelRole;
import org.scopeside.segmenter.SegmenterSettings.MissingChannel;
import org.scopeside.segmenter.image.GreyImage;
import org.scopeside.segmenter.pipeline.FieldJoiner.Refused;
import org.scopeside.segmenter.pipeline.FieldJoiner.Step;

class FieldJoinerTest {
  private static final long AT_ONCE = 0;
  private static final long NEVER = Long.MAX_VALUE;
  private static final List<ChannelRole> CELL_AND_NUCLEUS = List.of(CELL, NUCLEUS);

  private final Sections source = new Sections();
  private final FieldJoiner failing = joiner(MissingChannel.FAIL, 1 << 20);
  private final FieldJoiner blanking = joiner(MissingChannel.BLANK, 1 << 20);

  @Test
  void shouldJoinChannelsInTheOrderOfTheModelWhateverTheOrderOfTheirComing() {
    assertEquals(List.of(), failing.add(channel(0, 1, 5, 6), NUCLEUS).fields());
    FieldImage field = only(failing.add(channel(0, 0, 7, 8), CELL));

    assertArrayEquals(new float[] {7, 8}, field.channels().get(0).pixels());
    assertArrayEquals(new float[] {5, 6}, field.channels().get(1).pixels());
    assertTrue(field.complete());
    assertEquals(1, field.carriers().size());
    assertEquals(0, field.carrier().header().theC());
    assertEquals(List.of(1), channelsOf(field.others()));
    assertEquals(2, field.input().channels().size());
    assertEquals(16, field.bytes());
    assertEquals(0, failing.bytes());
  }

  @Test
  void shouldHandOnAtOnceWhatAModelOfOneChannelNeeds() {
    FieldJoiner single = new FieldJoiner(List.of(NUCLEUS), MissingChannel.FAIL, 4);
    assertEquals(1, single.add(channel(0, 0, 1), NUCLEUS).fields().size());
    assertEquals(0, single.bytes());
  }

  @Test
  void shouldLetPlanesThatNoModelNeedsCarryNothing() {
    Step step = failing.add(channel(0, 2, 1), OTHER);
    assertEquals(List.of(2), channelsOf(step.released()));
    assertEquals(0, failing.bytes());
  }

  @Test
  void shouldKeepFieldsAndTimesApart() {
    failing.add(channel(0, 0, 1), CELL);
    assertEquals(List.of(), failing.add(channel(1, 1, 2), NUCLEUS).fields());
    assertEquals(8, failing.bytes());
    assertEquals(1, only(failing.add(channel(1, 0, 3), CELL)).carrier().header().field());
    assertEquals(4, failing.bytes());
  }

  @Test
  void shouldEndAllPlanesOfAStackWithTheField() {
    AnalysedPlane low = Sections.analysed(plane(0, 1, 0));
    AnalysedPlane high = Sections.analysed(plane(0, 1, 2));
    FieldImage nuclei =
        new FieldImage(List.of(low), List.of(high), new GreyImage(new float[] {3}, 1, 1), 3, false);
    failing.add(nuclei, NUCLEUS);
    FieldImage field = only(failing.add(channel(0, 0, 1), CELL));
    assertEquals(List.of(low, high), field.others());
    assertFalse(field.complete(), "a stack in it is not complete");
  }

  @Test
  void shouldFailAllPlanesOfAFieldWhoseChannelDoesNotCome() {
    failing.add(channel(0, 1, 5), NUCLEUS);
    failing.add(channel(0, 1, 5), NUCLEUS); // delivered twice
    assertEquals(0, failing.flushIdle(NEVER).refused().size());
    Step step = failing.flushIdle(AT_ONCE);

    Refused refused = step.refused().get(0);
    assertEquals("missing channel cell after 0 s", refused.reason());
    assertEquals(2, refused.planes().size());
    assertEquals(List.of(), step.fields());
    assertEquals(0, failing.bytes());
    assertEquals(0, failing.flushIdle(AT_ONCE).refused().size());
  }

  @Test
  void shouldNameEveryMissingChannel() {
    FieldJoiner three =
        new FieldJoiner(List.of(CELL, NUCLEUS, MEMBRANE), MissingChannel.FAIL, 1 << 20);
    three.add(channel(0, 0, 5), CELL);
    assertEquals(
        "missing channels nucleus, membrane after 0 s",
        three.flushIdle(AT_ONCE).refused().get(0).reason());
  }

  @Test
  void shouldSegmentWithZerosWhereThatIsChosen() {
    blanking.add(channel(0, 1, 5, 6), NUCLEUS);
    FieldImage field = only(blanking.flushIdle(AT_ONCE));

    assertArrayEquals(new float[] {0, 0}, field.channels().get(0).pixels());
    assertArrayEquals(new float[] {5, 6}, field.channels().get(1).pixels());
    assertFalse(field.complete());
    assertEquals(1, field.carrier().header().theC());
    assertEquals(List.of(), field.others());
  }

  @Test
  void shouldLetAPlaneThatComesAfterItsFieldWasGivenUpCarryNothing() {
    for (FieldJoiner joiner : List.of(failing, blanking)) {
      joiner.add(channel(0, 1, 5), NUCLEUS);
      joiner.flushIdle(AT_ONCE);
      Step late = joiner.add(channel(0, 0, 5), CELL);
      assertEquals(List.of(0), channelsOf(late.released()));
      assertEquals(List.of(), late.fields());
      assertEquals(0, joiner.bytes());
    }
  }

  @Test
  void shouldCarryAFrameThatWasDeliveredTwiceTwiceButSegmentItOnce() {
    failing.add(channel(0, 0, 1), CELL);
    failing.add(channel(0, 0, 1), CELL);
    assertEquals(4, failing.bytes());
    FieldImage field = only(failing.add(channel(0, 1, 1), NUCLEUS));
    assertEquals(List.of(0, 0), channelsOf(field.carriers()));
    assertEquals(List.of(1), channelsOf(field.others()));
  }

  @Test
  void shouldNotLetTwoSectionsBothCarryTheObjects() {
    source.sizeZ = 2;
    FieldImage upper = stack(1, false, 3);
    FieldImage lower = stack(0, true, 4);
    failing.add(upper, CELL);
    failing.add(lower, CELL);
    FieldImage field = only(failing.add(channel(0, 1, 1), NUCLEUS));
    assertEquals(lower.carriers(), field.carriers());
    assertEquals(2, field.others().size());
    assertArrayEquals(new float[] {4}, field.image().pixels(), "the complete one");
  }

  @Test
  void shouldJoinAFieldAgainThatIsSentAgain() {
    for (int time = 0; time < 3; time++) {
      failing.add(channel(0, 0, 1), CELL);
      assertTrue(only(failing.add(channel(0, 1, 2), NUCLEUS)).complete());
    }
    failing.add(channel(1, 0, 1), CELL);
    failing.flushIdle(AT_ONCE);
    failing.add(channel(1, 0, 1), CELL);
    assertTrue(only(failing.add(channel(1, 1, 2), NUCLEUS)).complete());
  }

  @Test
  void shouldSayNothingNewOfASinglePlaneThatIsSentAgain() {
    failing.add(channel(0, 0, 1), CELL);
    only(failing.add(channel(0, 1, 2), NUCLEUS));
    assertEquals(List.of(), failing.add(channel(0, 0, 1), CELL).fields());
    Step step = failing.flushIdle(AT_ONCE);
    assertEquals(List.of(0), channelsOf(step.repeated()));
    assertEquals(List.of(), step.refused());

    failing.add(channel(0, 1, 2), NUCLEUS);
    assertEquals(List.of(1), channelsOf(failing.flushIdle(AT_ONCE).repeated()));
  }

  @Test
  void shouldReportAChannelThatComesForTheFirstTimeWithAFieldSentAgain() {
    FieldJoiner three =
        new FieldJoiner(List.of(CELL, NUCLEUS, MEMBRANE), MissingChannel.FAIL, 1 << 20);
    three.add(channel(0, 0, 1), CELL);
    three.flushIdle(AT_ONCE);
    three.add(channel(0, 0, 1), CELL);
    three.add(channel(0, 1, 1), NUCLEUS);
    Step step = three.flushIdle(AT_ONCE);
    assertEquals(List.of(0), channelsOf(step.repeated()));
    assertEquals(List.of(1), channelsOf(step.released()));
  }

  @Test
  void shouldGiveUpTheOldestFieldWhenWaitingOnesHoldTooMuch() {
    FieldJoiner small = joiner(MissingChannel.FAIL, 2 * 4);
    small.add(channel(0, 0, 1), CELL);
    small.add(channel(1, 0, 1), CELL);
    Step step = small.add(channel(2, 0, 1), CELL);

    assertEquals(
        "missing channel nucleus: fields that wait hold more than 8 bytes",
        step.refused().get(0).reason());
    assertEquals(0, step.refused().get(0).planes().get(0).header().field());
    assertEquals(8, small.bytes());
    FieldJoiner smallBlanking = joiner(MissingChannel.BLANK, 4);
    smallBlanking.add(channel(0, 0, 1), CELL);
    FieldImage oldest = only(smallBlanking.add(channel(1, 0, 1), CELL));
    assertEquals(0, oldest.carrier().header().field());
  }

  @Test
  void shouldLetAFieldLargerThanTheBoundStandAlone() {
    FieldJoiner small = joiner(MissingChannel.FAIL, 1);
    assertEquals(List.of(), small.add(channel(0, 0, 1), CELL).refused());
    assertEquals(1, small.add(channel(0, 1, 1), NUCLEUS).fields().size());
  }

  @Test
  void shouldRefuseAChannelOfAnotherSizeAndGoOn() {
    failing.add(channel(0, 0, 1, 1), CELL);
    Refused refused = failing.add(channel(0, 1, 1, 1, 1), NUCLEUS).refused().get(0);
    assertEquals("channel nucleus is 3x1, its field is 2x1", refused.reason());
    assertEquals(List.of(1), channelsOf(refused.planes()));
    assertEquals(1, failing.add(channel(0, 1, 1, 1), NUCLEUS).fields().size());
  }

  @Test
  void shouldRefuseASecondChannelOfTheSameRole() {
    failing.add(channel(0, 0, 1), CELL);
    assertEquals(
        "channels 0 and 2 of the field both show cell",
        failing.add(channel(0, 2, 1), CELL).refused().get(0).reason());
  }

  @Test
  void shouldForgetFieldsOfPartitionsThatWentAway() {
    failing.add(channel(0, 0, 1), CELL);
    source.partition = Sections.ONE;
    failing.add(channel(1, 0, 1), CELL);
    failing.forget(List.of(Sections.ZERO));

    assertEquals(4, failing.bytes());
    Step step = failing.flushIdle(AT_ONCE);
    assertEquals(1, step.refused().size());
    assertEquals(1, step.refused().get(0).planes().get(0).header().field());
  }

  @Test
  void shouldNotLetPlanesOfAnEarlierAssignmentCompleteAFieldThatIsReadAgain() {
    FieldImage underWay = channel(0, 1, 9);
    failing.add(channel(0, 0, 1), CELL);
    failing.forget(List.of(Sections.ZERO));
    failing.add(underWay, NUCLEUS); // it was in an earlier stage while the partition went away
    source.assignment = 2;
    assertEquals(List.of(), failing.add(channel(0, 0, 1), CELL).fields());
    FieldImage field = only(failing.add(channel(0, 1, 9), NUCLEUS));
    assertEquals(2, field.others().get(0).frame().assignment());
  }

  @Test
  void shouldRefuseAModelWithTheSameChannelTwice() {
    assertEquals(
        "a model's channels must differ, and be at least one: [CELL, CELL]",
        assertThrows(
                IllegalArgumentException.class,
                () -> new FieldJoiner(List.of(CELL, CELL), MissingChannel.FAIL, 1))
            .getMessage());
  }

  @Property(tries = 300)
  void shouldAccountForEveryPlaneOnceAndGiveOneImageAField(
      @ForAll long seed, @ForAll MissingChannel policy) {
    Random random = new Random(seed);
    List<Sent> sent = new ArrayList<>();
    for (int field = 0; field < 10; field++) {
      for (int theC = 0; theC < 2; theC++) {
        if (random.nextInt(10) > 0) {
          sent.add(new Sent(channel(field, theC, 1), CELL_AND_NUCLEUS.get(theC)));
        }
      }
    }
    Collections.shuffle(sent, random);
    // Room for four fields: some are given up early, and some of their planes come late.
    FieldJoiner joiner = joiner(policy, 4 * 4);
    List<Step> steps = new ArrayList<>();
    sent.forEach(plane -> steps.add(joiner.add(plane.image, plane.role)));
    steps.add(joiner.flushIdle(AT_ONCE));

    Set<Long> ended = new HashSet<>();
    Map<Integer, FieldImage> fields = new HashMap<>();
    for (Step step : steps) {
      List<AnalysedPlane> planes = new ArrayList<>(step.released());
      step.refused().forEach(refused -> planes.addAll(refused.planes()));
      planes.addAll(step.repeated());
      for (FieldImage field : step.fields()) {
        planes.addAll(field.carriers());
        planes.addAll(field.others());
        assertEquals(null, fields.put(field.carrier().header().field(), field));
        assertEquals(field.others().isEmpty(), !field.complete());
        assertTrue(policy == MissingChannel.BLANK || field.complete());
      }
      planes.forEach(plane -> assertTrue(ended.add(plane.frame().offset()), "ended twice"));
    }
    assertEquals(sent.size(), ended.size());
    assertEquals(0, joiner.bytes());
  }

  private record Sent(FieldImage image, ChannelRole role) {}

  private static FieldJoiner joiner(MissingChannel policy, long maxBytes) {
    return new FieldJoiner(CELL_AND_NUCLEUS, policy, maxBytes);
  }

  private DecodedPlane plane(int field, int theC, int theZ) {
    source.theC = theC;
    return source.section(field, theZ, 1);
  }

  private FieldImage channel(int field, int theC, float... row) {
    source.theC = theC;
    DecodedPlane plane = source.section(field, 0, row);
    return new FieldImage(List.of(Sections.analysed(plane)), List.of(), plane.image(), 1, true);
  }

  private FieldImage stack(int lowestZ, boolean complete, float value) {
    AnalysedPlane carrier = Sections.analysed(plane(0, 0, lowestZ));
    return new FieldImage(
        List.of(carrier), List.of(), new GreyImage(new float[] {value}, 1, 1), 1, complete);
  }

  private static FieldImage only(Step step) {
    assertEquals(1, step.fields().size());
    return step.fields().get(0);
  }

  private static List<Integer> channelsOf(List<AnalysedPlane> planes) {
    return planes.stream().map(plane -> plane.header().theC()).toList();
  }
}
