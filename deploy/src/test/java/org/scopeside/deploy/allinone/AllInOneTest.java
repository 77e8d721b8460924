package org.scopeside.deploy.allinone;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class AllInOneTest {
  @Test
  void shouldSegmentNoMorePlanesAtATimeThanTheHeapHolds() {
    assertEquals(1, AllInOne.segmentThreads(1, 640L << 20));
    assertEquals(2, AllInOne.segmentThreads(32, 640L << 20));
    assertEquals(32, AllInOne.segmentThreads(32, 32L << 30));
    assertEquals(1, AllInOne.segmentThreads(4, 64L << 20));
  }
}
