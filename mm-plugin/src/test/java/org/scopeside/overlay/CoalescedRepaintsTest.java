package org.scopeside.overlay;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.swing.SwingUtilities;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CoalescedRepaintsTest {
  @Test
  void shouldRepaintAtMostFourTimesASecondAndAfterTheLastChange() {
    List<Long> times = new CopyOnWriteArrayList<>();
    CoalescedRepaints repaints =
        new CoalescedRepaints(
            () -> {
              assertTrue(SwingUtilities.isEventDispatchThread());
              times.add(System.nanoTime());
            });
    long lastRequest = 0;
    while (times.size() < 4) {
      lastRequest = System.nanoTime();
      repaints.request();
      Thread.onSpinWait();
    }
    long last = lastRequest;
    await().until(() -> times.get(times.size() - 1) >= last);
    for (int i = 1; i < times.size(); i++) {
      long apartMs = TimeUnit.NANOSECONDS.toMillis(times.get(i) - times.get(i - 1));
      assertTrue(apartMs >= CoalescedRepaints.PERIOD_MS - 20, apartMs + " ms apart");
    }
  }
}
