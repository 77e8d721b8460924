package org.scopeside.deploy.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.LongSupplier;

/**
 * CPU time since it was made, which other processes do not lengthen as they do time on the wall.
 */
final class CpuClock {
  private final LongSupplier nanos;
  private final long begun;

  private CpuClock(LongSupplier nanos) {
    this.nanos = nanos;
    this.begun = nanos.getAsLong();
  }

  /** Of the thread that makes and asks it. */
  static CpuClock ofThread() {
    return new CpuClock(ManagementFactory.getThreadMXBean()::getCurrentThreadCpuTime);
  }

  /** Of all threads of this process. */
  static CpuClock ofProcess() {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return new CpuClock(system::getProcessCpuTime);
  }

  double seconds() {
    return (nanos.getAsLong() - begun) / 1e9;
  }
}
