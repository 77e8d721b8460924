package org.scopeside.contract;

import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * CPU time and ratio of the plane codecs against plain zstd at level 1, for planes of 2048 x 2048
 * uint16.
 *
 * <p>Everything that makes or reads a record is measured: transform, compression, CRC, headers, the
 * exact copy of the value. All ways take turns in every round of one run, first encoding, then
 * decoding, as publishers do the one and readers the other; the table shows medians of the CPU time
 * of the thread.
 *
 * <pre>
 * java -cp target/classes:target/test-classes:zstd-jni.jar org.scopeside.contract.CodecBench [images]
 * </pre>
 */
public final class CodecBench {
  static final int SIDE = 2048;
  private static final int WARM_UP = 50;
  private static final int ROUNDS = 25;
  private static final String TABLE = "| %s | %s | %.2f | %.2f | %.3f | %.2f |";
  private static final String JSON =
      "{\"plane\":\"%s\",\"way\":\"%s\",\"encodeMs\":%.3f,\"timesLessCpu\":%.3f,"
          + "\"ratio\":%.4f,\"decodeMs\":%.3f}";

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final PrintStream out;

  private CodecBench(PrintStream out) {
    this.out = out;
  }

  /** One thing to do with one plane; answers the bytes it made. */
  private interface Step {
    int run() throws MalformedRecordException;
  }

  /** A way to carry a plane, with the CPU times of both directions. */
  private static final class Way {
    final String name;
    final Step encode;
    final Step decode;
    final long[] encodeNs = new long[ROUNDS];
    final long[] decodeNs = new long[ROUNDS];

    Way(String name, Step encode, Step decode) {
      this.name = name;
      this.encode = encode;
      this.decode = decode;
    }
  }

  public static void main(String[] args) throws IOException, MalformedRecordException {
    Map<String, short[]> planes = new LinkedHashMap<>();
    if (args.length > 0) {
      BenchPlanes.real(Path.of(args[0]), planes);
    }
    planes.put("simulated sCMOS", BenchPlanes.simulated(1));
    new CodecBench(System.out).compare(planes);
  }

  private void compare(Map<String, short[]> planes) throws MalformedRecordException {
    out.println("| plane 2048x2048 uint16 | way | encode ms | times less | ratio | decode ms |");
    out.println("|---|---|---:|---:|---:|---:|");
    List<String> json = new ArrayList<>();
    for (Map.Entry<String, short[]> plane : planes.entrySet()) {
      compare(plane.getKey(), plane.getValue(), json);
    }
    out.println("[" + String.join(",\n ", json) + "]");
  }

  private void compare(String plane, short[] samples, List<String> json)
      throws MalformedRecordException {
    Way plain = plain(samples);
    List<Way> ways =
        List.of(
            plain,
            codec(PixelCodec.SHUFFLE_ZSTD, samples),
            codec(PixelCodec.DELTA_SHUFFLE_ZSTD, samples));
    for (int round = -WARM_UP; round < ROUNDS; round++) {
      for (Way way : ways) {
        measure(way.encode, way.encodeNs, round);
      }
    }
    for (int round = -WARM_UP; round < ROUNDS; round++) {
      for (Way way : ways) {
        measure(way.decode, way.decodeNs, round);
      }
    }
    for (Way way : ways) {
      double encodeMs = medianMs(way.encodeNs);
      double faster = medianMs(plain.encodeNs) / encodeMs;
      double ratio = 2.0 * samples.length / way.encode.run();
      double decodeMs = medianMs(way.decodeNs);
      out.println(row(TABLE, plane, way.name, encodeMs, faster, ratio, decodeMs));
      json.add(row(JSON, plane, way.name, encodeMs, faster, ratio, decodeMs));
    }
  }

  private static String row(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  private static Way plain(short[] samples) {
    byte[] plain = new byte[2 * samples.length];
    ShortPlanes.view(plain, plain.length).put(samples);
    byte[] bound = new byte[plain.length + (plain.length >> 7)];
    byte[] back = new byte[plain.length];
    ZstdCompressCtx compress = new ZstdCompressCtx().setLevel(1);
    ZstdDecompressCtx decompress = new ZstdDecompressCtx();
    Step encode = () -> compress.compressByteArray(bound, 0, bound.length, plain, 0, plain.length);
    byte[] value = compress.compress(plain);
    return new Way(
        "plain zstd-1",
        encode,
        () -> decompress.decompressByteArray(back, 0, back.length, value, 0, value.length));
  }

  private static Way codec(PixelCodec codec, short[] samples) {
    PlaneEncoder encoder = new PlaneEncoder(codec);
    PlaneDecoder decoder = new PlaneDecoder();
    PlaneHeader header =
        new PlaneHeader.Builder()
            .acquisition("bench")
            .source("bench")
            .capturedAt(Instant.EPOCH)
            .sizeX(SIDE)
            .sizeY(SIDE)
            .pixelType(PixelType.UINT16)
            .build();
    WireRecord record = encoder.encode(header, samples);
    return new Way(
        codec.wireName(),
        () -> encoder.encode(header, samples).value().length,
        () -> decoder.decode(record.headers(), record.value()).pixels().length);
  }

  private void measure(Step step, long[] times, int round) throws MalformedRecordException {
    long before = threads.getCurrentThreadCpuTime();
    step.run();
    long time = threads.getCurrentThreadCpuTime() - before;
    if (round >= 0) {
      times[round] = time;
    }
  }

  private static double medianMs(long[] nanos) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2] / 1e6;
  }
}
