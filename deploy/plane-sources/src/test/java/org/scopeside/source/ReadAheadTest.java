package org.scopeside.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.scopeside.contract.PixelType;

/** Planes that take their time to be read, some of them broken. */
@Timeout(60)
class ReadAheadTest {
  private final AtomicInteger begun = new AtomicInteger();

  /**
   * A plane of one pixel, its own number; every seventh is broken, every tenth breaks its reader.
   */
  private final class Numbered implements StoredPlane {
    private final int number;

    Numbered(int number) {
      this.number = number;
    }

    @Override
    public PlanePlace place() {
      return new PlanePlace(null, number, 0, 0, 0);
    }

    @Override
    public String file() {
      return number + ".tif";
    }

    @Override
    public int page() {
      return 0;
    }

    @Override
    public PlanePixels read(PlaneBuffers buffers) throws UnreadableImageException {
      begun.incrementAndGet();
      if (number % 7 == 6) {
        throw new UnreadableImageException(Path.of(file()), "is cut");
      }
      if (number % 10 == 9) {
        throw new IllegalStateException("a fault");
      }
      byte[] pixel = buffers.take(1);
      pixel[0] = (byte) number;
      return new PlanePixels(1, 1, 1, PixelType.UINT8, null, PlaneFacts.NONE, pixel);
    }
  }

  private List<StoredPlane> planes(int count) {
    List<StoredPlane> planes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      planes.add(new Numbered(i));
    }
    return planes;
  }

  @Test
  void shouldKeepTheOrderAndNameWhatIsBroken() throws InterruptedException {
    try (ReadAhead reader = new ReadAhead(planes(100).iterator(), PlaneBuffers.fresh(), 4)) {
      for (int i = 0; i < 100; i++) {
        ReadAhead.Taken taken = Objects.requireNonNull(reader.next());
        assertEquals(i, taken.plane().place().field());
        if (i % 7 == 6) {
          assertEquals("is cut", taken.problem());
        } else if (i % 10 == 9) {
          assertEquals("cannot be read: java.lang.IllegalStateException: a fault", taken.problem());
        } else {
          assertEquals(i, Objects.requireNonNull(taken.pixels()).littleEndian()[0]);
        }
      }
      assertNull(reader.next());
      assertNull(reader.next());
    }
  }

  @Test
  void shouldNotReadFurtherAheadThanOnePlaneMoreThanThreads() throws InterruptedException {
    try (ReadAhead reader = new ReadAhead(planes(100).iterator(), PlaneBuffers.fresh(), 3)) {
      reader.next();
      Thread.sleep(50);
      assertTrue(begun.get() <= 4, begun + " planes were read for one that was taken");
    }
  }
}
