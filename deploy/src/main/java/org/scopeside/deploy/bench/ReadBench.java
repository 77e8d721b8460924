package org.scopeside.deploy.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.PlaneEncoder;
import org.scopeside.contract.PlaneHeader;
import org.scopeside.deploy.ExitCode;
import org.scopeside.deploy.UserErrorException;
import org.scopeside.deploy.sources.SourceArguments;
import org.scopeside.source.PlaneBuffers;
import org.scopeside.source.PlaneDataset;
import org.scopeside.source.PlanePixels;
import org.scopeside.source.PlanePlace;
import org.scopeside.source.ReadAhead;
import org.scopeside.source.StoredPlane;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code scopeside bench read}: how fast the planes of files are read, beside the plain bytes of
 * the same files, the encoder alone, and both at work together as in a replay at full speed.
 */
@Command(
    name = "read",
    header = "Planes a second out of files beside the plain files, and beside the encoder.",
    description = {
      "",
      "All four in turn, several rounds; the median ratios are what counts. Files are in the system's cache after the "
          + "first round, which is not counted.",
      ""
    })
final class ReadBench implements Callable<Integer> {
  private static final int CHUNK = 8 << 20;

  /** Planes held in memory for the encoder alone. */
  private static final int HELD = 8;

  @Parameters(paramLabel = "PATH", description = "A file or a folder.")
  @Nullable Path path;

  @Mixin SourceArguments source = new SourceArguments();

  @Option(
      names = "--planes",
      paramLabel = "N",
      defaultValue = "200",
      description =
          "Planes a round, at most; the first of the first acquisition. Default: ${DEFAULT-VALUE}.")
  int most;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "Rounds. Default: ${DEFAULT-VALUE}.")
  int rounds;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "2",
      description = "Encoder threads. Default: ${DEFAULT-VALUE}.")
  int threads;

  @Option(names = "--json", description = "One JSON document on standard output.")
  boolean json;

  @SuppressWarnings("NullAway.Init") // listed first of all, when the options are known
  private List<StoredPlane> planes;

  /** Megabytes (10^6) a second of one round; of the plain files NaN where there are none. */
  private record Rates(double files, double reader, double encoder, double both) {}

  @Override
  public Integer call() throws Exception {
    Path from = Objects.requireNonNull(path);
    try (PlaneDataset dataset = source.open(from)) {
      planes = dataset.acquisitions().get(0).planes().stream().limit(most).toList();
      report(measure(files(from)));
    }
    return ExitCode.OK.status();
  }

  private List<Path> files(Path from) {
    Path root = Files.isDirectory(from) ? from : from.resolveSibling("");
    Set<Path> files = new LinkedHashSet<>();
    for (StoredPlane plane : planes) {
      Path file = root.resolve(plane.file());
      if (Files.isRegularFile(file)) {
        files.add(file);
      }
    }
    return List.copyOf(files);
  }

  private List<Rates> measure(List<Path> files) throws Exception {
    PlaneBuffers buffers = new PlaneBuffers(2 * threads + 2);
    List<PlanePixels> held = new ArrayList<>();
    for (StoredPlane plane : planes.subList(0, Math.min(HELD, planes.size()))) {
      held.add(plane.read(PlaneBuffers.fresh()));
    }
    List<Rates> all = new ArrayList<>();
    for (int round = 0; round <= rounds; round++) {
      Rates rates =
          new Rates(
              fileRate(files),
              readerRate(buffers),
              encoderRate(held),
              encodingRate(planes.iterator(), buffers));
      if (round > 0) {
        all.add(rates);
        System.err.printf(
            Locale.ROOT,
            "round %d: plain files %.0f MB/s, reader %.0f MB/s (%.2f); encoder %.0f MB/s, both %.0f MB/s (%.2f)%n",
            round,
            rates.files,
            rates.reader,
            rates.reader / rates.files,
            rates.encoder,
            rates.both,
            rates.both / rates.encoder);
      }
    }
    return all;
  }

  private void report(List<Rates> all) throws IOException, UserErrorException {
    if (all.isEmpty()) {
      throw new UserErrorException(ExitCode.USAGE, "--rounds " + rounds + " is not above 0");
    }
    Rates medians =
        new Rates(
            median(all, Rates::files),
            median(all, Rates::reader),
            median(all, Rates::encoder),
            median(all, Rates::both));
    double readerToFiles = median(all, rates -> rates.reader / rates.files);
    double bothToEncoder = median(all, rates -> rates.both / rates.encoder);
    if (json) {
      Map<String, Object> report = new LinkedHashMap<>();
      report.put("planes", planes.size());
      report.put("threads", threads);
      report.put("filesMBPerSecond", medians.files);
      report.put("readerMBPerSecond", medians.reader);
      report.put("readerToFiles", readerToFiles);
      report.put("encoderMBPerSecond", medians.encoder);
      report.put("bothMBPerSecond", medians.both);
      report.put("bothToEncoder", bothToEncoder);
      System.out.println(new ObjectMapper().writeValueAsString(report));
    } else {
      System.out.printf(
          Locale.ROOT,
          "%d planes: plain files %.0f MB/s, reader %.0f MB/s, median ratio %.2f; %d encoder threads alone %.0f MB/s,"
              + " reader and encoders %.0f MB/s, median ratio %.2f%n",
          planes.size(),
          medians.files,
          medians.reader,
          readerToFiles,
          threads,
          medians.encoder,
          medians.both,
          bothToEncoder);
    }
  }

  private static double median(List<Rates> all, ToDoubleFunction<Rates> rate) {
    return BenchPlanes.median(all.stream().mapToDouble(rate).toArray());
  }

  /** The bytes of the files one after another into one array that is used again. */
  private static double fileRate(List<Path> files) throws IOException {
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
    long bytes = 0;
    long start = System.nanoTime();
    for (Path file : files) {
      try (FileChannel channel = FileChannel.open(file)) {
        for (int read = channel.read(chunk); read >= 0; read = channel.read(chunk)) {
          bytes += read;
          chunk.clear();
        }
      }
    }
    return files.isEmpty() ? Double.NaN : rate(bytes, start);
  }

  private double readerRate(PlaneBuffers buffers) throws IOException {
    long bytes = 0;
    long start = System.nanoTime();
    for (StoredPlane plane : planes) {
      byte[] pixels = plane.read(buffers).littleEndian();
      bytes += pixels.length;
      buffers.giveBack(pixels);
    }
    return rate(bytes, start);
  }

  private double encoderRate(List<PlanePixels> held) throws Exception {
    Iterator<StoredPlane> inMemory =
        IntStream.range(0, planes.size())
            .<StoredPlane>mapToObj(i -> new Held(planes.get(i), held.get(i % held.size())))
            .iterator();
    return encodingRate(inMemory, new PlaneBuffers(0));
  }

  /** A plane that was read before. */
  private record Held(StoredPlane plane, PlanePixels pixels) implements StoredPlane {
    @Override
    public PlanePlace place() {
      return plane.place();
    }

    @Override
    public String file() {
      return plane.file();
    }

    @Override
    public int page() {
      return plane.page();
    }

    @Override
    public PlanePixels read(PlaneBuffers buffers) {
      return pixels;
    }
  }

  /** Reads planes ahead, as a replay does, while others encode those before. */
  private double encodingRate(Iterator<StoredPlane> from, PlaneBuffers buffers) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    ThreadLocal<PlaneEncoder> encoders = ThreadLocal.withInitial(PlaneEncoder::new);
    Semaphore ahead = new Semaphore(2 * threads);
    List<Future<?>> done = new ArrayList<>();
    long bytes = 0;
    long start = System.nanoTime();
    try (ReadAhead reader = new ReadAhead(from, buffers, threads)) {
      for (ReadAhead.Taken taken = reader.next(); taken != null; taken = reader.next()) {
        ahead.acquire();
        PlanePixels pixels = Objects.requireNonNull(taken.pixels(), taken.problem());
        bytes += pixels.littleEndian().length;
        PlaneHeader header = header(taken.plane(), pixels);
        done.add(
            pool.submit(
                () -> {
                  encoders.get().encode(header, pixels.littleEndian());
                  buffers.giveBack(pixels.littleEndian());
                  ahead.release();
                }));
      }
    }
    for (Future<?> one : done) {
      one.get();
    }
    pool.shutdown();
    return rate(bytes, start);
  }

  private static PlaneHeader header(StoredPlane plane, PlanePixels pixels) {
    return pixels
        .header(plane.place())
        .acquisition("bench")
        .source(BenchPlanes.SOURCE)
        .capturedAt(Instant.EPOCH)
        .sizeT(plane.place().theT() + 1)
        .sizeZ(plane.place().theZ() + 1)
        .sizeC(plane.place().theC() + 1)
        .build();
  }

  private static double rate(long bytes, long start) {
    return bytes / 1e6 / ((System.nanoTime() - start) / 1e9);
  }
}
