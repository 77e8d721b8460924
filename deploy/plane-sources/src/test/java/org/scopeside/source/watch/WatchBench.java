package org.scopeside.source.watch;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.scopeside.source.PlaneSources;
import org.scopeside.source.image.HandmadeTiff;

/**
 * How long it takes from a file's last byte to its plane's handing over, with many files there
 * already, in the same folder: {@code WatchBench FOLDER [existing files] [new files] [files a
 * second] [hints]}. The folder is to be empty and stays as it is afterwards.
 */
public final class WatchBench {
  private static final int SIDE = 256;

  private WatchBench() {}

  /** Runs it and prints one line. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    int existing = number(arguments, 1, 100_000);
    int fresh = number(arguments, 2, 500);
    int rate = number(arguments, 3, 20);
    boolean hints = arguments.length < 5 || Boolean.parseBoolean(arguments[4]);
    Path plate = Files.createDirectories(folder.resolve("share/P"));
    byte[] image = image();
    fill(plate, existing, image);
    RecordingReceiver receiver = new RecordingReceiver();
    try (WatchMemory memory = WatchMemory.open(folder.resolve("memory"));
        FolderWatch watch =
            new FolderWatch(
                settings(folder.resolve("share"), hints),
                PlaneSources.installed(),
                memory,
                receiver,
                receiver)) {
      memory.existing(Map.of());
      markSent(memory, existing);
      Thread thread = new Thread(() -> run(watch), "watch");
      thread.start();
      Thread.sleep(20_000); // the first listing, and the time in which all is listed again
      measure(plate, image, existing, fresh, rate, receiver, thread, hints);
      thread.interrupt();
      thread.join();
    }
  }

  private static int number(String[] arguments, int at, int usual) {
    return arguments.length > at ? Integer.parseInt(arguments[at]) : usual;
  }

  private static byte[] image() {
    HandmadeTiff tiff = new HandmadeTiff(ByteOrder.LITTLE_ENDIAN);
    tiff.page(SIDE, SIDE, 8, new byte[SIDE * SIDE]);
    return tiff.bytes();
  }

  private static void fill(Path plate, int existing, byte[] image) throws IOException {
    byte[] small = Arrays.copyOf(image, 512);
    for (int i = 0; i < existing; i++) {
      Path file = plate.resolve(name(i));
      if (!Files.exists(file)) {
        Files.write(file, small);
      }
    }
  }

  /** 1,536 wells in turn. */
  private static String name(int plane) {
    int well = plane % 1536;
    String row =
        well / 48 < 26 ? "" + (char) ('A' + well / 48) : "A" + (char) ('A' + well / 48 - 26);
    return "P_%s%02d_s%d_w1.tif".formatted(row, well % 48 + 1, plane / 1536 + 1);
  }

  private static String frame(int plane) {
    String name = name(plane);
    String well = name.substring(2, name.indexOf("_s"));
    return "P/" + well + "/f" + plane / 1536 + "/t0/z0/c0";
  }

  private static void markSent(WatchMemory memory, int existing) {
    for (int i = 0; i < existing; i++) {
      memory.sent().add(frame(i));
    }
  }

  private static void run(FolderWatch watch) {
    try {
      watch.run();
    } catch (InterruptedException | IOException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private static WatchSettings settings(Path folder, boolean hints) {
    return WatchSettings.of(folder).existing(true).hints(hints).build();
  }

  private static void measure(
      Path plate,
      byte[] image,
      int existing,
      int fresh,
      int rate,
      RecordingReceiver receiver,
      Thread watch,
      boolean hints)
      throws Exception {
    Map<String, Long> written = new HashMap<>();
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long cpuBefore = threads.getThreadCpuTime(watch.getId());
    long begun = System.nanoTime();
    for (int i = 0; i < fresh; i++) {
      long due = begun + i * 1_000_000_000L / rate;
      while (System.nanoTime() < due) {
        Thread.sleep(1);
      }
      Files.write(plate.resolve(name(existing + i)), image);
      written.put(frame(existing + i), System.nanoTime());
    }
    while (receiver.at.size() < fresh) {
      Thread.sleep(10);
    }
    double seconds = (System.nanoTime() - begun) / 1e9;
    double cpu = (threads.getThreadCpuTime(watch.getId()) - cpuBefore) / 1e9;
    long[] ms =
        written.entrySet().stream()
            .mapToLong(
                each ->
                    (Objects.requireNonNull(receiver.at.get(each.getKey())) - each.getValue())
                        / 1_000_000)
            .sorted()
            .toArray();
    System.out.printf(
        "%d files there, %d written at %d a second, hints %s: p50 %d ms, p99 %d ms, largest %d ms; CPU %.1f %% of one core%n",
        existing,
        fresh,
        rate,
        hints,
        ms[ms.length / 2],
        ms[(int) (ms.length * 0.99)],
        ms[ms.length - 1],
        100 * cpu / seconds);
  }
}
