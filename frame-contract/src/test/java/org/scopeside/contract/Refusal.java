package org.scopeside.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.function.Executable;
import org.scopeside.contract.MalformedRecordException.Reason;

/** What is expected of a record that the contract refuses. */
final class Refusal {
  /** More than an exception, its message and its stack trace need; far less than any plane. */
  static final long FEW_BYTES = 64 << 10;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Refusal() {}

  /** Asserts reason and facts, and that next to nothing was allocated on the way. */
  static void assertRefused(Reason reason, String facts, Executable reading) {
    assertThrows(MalformedRecordException.class, reading);
    long before = allocated();
    MalformedRecordException refused = assertThrows(MalformedRecordException.class, reading);
    long bytes = allocated() - before;
    assertEquals(reason, refused.reason(), refused.getMessage());
    String message = String.valueOf(refused.getMessage());
    assertTrue(message.contains(facts), message);
    assertTrue(message.length() < 500, message);
    assertTrue(bytes < FEW_BYTES, bytes + " bytes allocated: " + message);
  }

  /** Bytes that this thread has allocated so far. */
  static long allocated() {
    return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
  }
}
