package org.scopeside.results.tally;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ExactSumTest {
  @Property
  void shouldBeAsIfNeverAddedWhenTakenAway(
      @ForAll double kept, @ForAll @Size(max = 50) List<Double> passing) {
    ExactSum sum = ExactSum.of(kept);
    for (double value : passing) {
      sum = sum.plus(ExactSum.of(value));
    }
    for (double value : passing) {
      sum = sum.minus(ExactSum.of(value));
    }
    assertEquals(ExactSum.of(kept), sum);
  }

  @Property
  void shouldBeCloseToTheMeanOfDoubles(
      @ForAll @Size(min = 1, max = 50) List<@DoubleRange(min = -1e6, max = 1e6) Double> values) {
    ExactSum sum = ExactSum.ZERO;
    double plain = 0;
    for (double value : values) {
      sum = sum.plus(ExactSum.of(value));
      plain += value;
    }
    assertEquals(plain / values.size(), sum.mean(), 1e-7);
  }

  @Test
  void shouldReturnFromOverflow() {
    ExactSum huge = new ExactSum(1, Long.MAX_VALUE, 0xFFFF_FFFFL);
    ExactSum sum = ExactSum.of(2.5).plus(huge).plus(huge).minus(huge).minus(huge);
    assertEquals(ExactSum.of(2.5), sum);
  }

  @Test
  void shouldLeaveOutWhatIsNoNumber() {
    assertEquals(ExactSum.ZERO, ExactSum.of(Double.NaN));
    assertEquals(ExactSum.ZERO, ExactSum.of(Double.NEGATIVE_INFINITY));
    assertEquals(ExactSum.ZERO, ExactSum.of(1e300));
    assertTrue(Double.isNaN(ExactSum.ZERO.mean()));
  }

  @Test
  void shouldKeepSmallFractions() {
    ExactSum sum = ExactSum.of(0.0001).plus(ExactSum.of(-0.0003));
    assertEquals(-0.0001, sum.mean(), 1e-9);
    assertEquals(-1, sum.whole());
  }
}
