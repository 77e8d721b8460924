package org.scopeside.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README is the specification: its bytes, its table and its Python reader are held to it. */
final class SpecificationTest {
  private static final Path README = Path.of("README.md");

  /** A line of a dump: offset, bytes in hexadecimal, two blanks, a comment. */
  private static final Pattern DUMP_LINE =
      Pattern.compile("(?m)^([0-9a-f]{4})  ((?:[0-9a-f]{2} )*[0-9a-f]{2})(?:  .*)?$");

  @TempDir Path folder = Path.of(".");

  @Test
  void shouldDumpTheGoldenRecord() throws IOException, MalformedRecordException {
    GoldenRecord golden = GoldenRecord.read("uint16-delta");
    assertArrayEquals(golden.wire().value(), dump("the value"));
    byte[] payload = Zstd.decompress(golden.wire().value(), golden.plane().pixels().length);
    assertArrayEquals(payload, dump("the payload"));
    assertArrayEquals(golden.plane().pixels(), dump("the pixels"));
    assertEquals(
        golden.wire().headers().get("ce_crc32c"),
        String.format("%08x", Crc32c.of(payload, 0, payload.length)));
  }

  @Test
  void shouldPrintTheHeadersOfTheGoldenRecord() throws IOException {
    String headers = Files.readString(GoldenRecord.FOLDER.resolve("uint16-delta.headers"));
    assertTrue(readme().contains(headers), "the README has other headers than uint16-delta");
  }

  @Test
  void shouldExplainEveryReasonTopicAndType() throws IOException {
    String readme = readme();
    for (MalformedRecordException.Reason reason : MalformedRecordException.Reason.values()) {
      assertTrue(readme.contains("| `" + reason + "` |"), reason.name());
    }
    for (EventType type : EventType.values()) {
      assertTrue(readme.contains("`" + type.wireName() + "`"), type.wireName());
    }
    Topics topics = Topics.DEFAULT;
    for (String topic :
        List.of(
            topics.frames(),
            topics.acquisitions(),
            topics.results(),
            topics.labels(),
            topics.deadLetters())) {
      assertTrue(readme.contains("`" + topic + "`"), topic);
    }
  }

  @Test
  void shouldReadGoldenRecordsInPython() throws IOException, InterruptedException {
    String python = pythonWithModules();
    writeSeveralBlocks();
    Path script = folder.resolve("read_plane.py");
    Files.writeString(script, block("python") + DRIVER);
    String golden = GoldenRecord.FOLDER.toAbsolutePath().toString();
    String answer = run(python, script.toString(), golden, folder.toString());
    int records = 1 + golden();
    assertEquals(records + " records equal", answer.strip());
  }

  private static final String DRIVER =
      """

      import glob, os, sys
      count = 0
      for folder in sys.argv[1:]:
          for path in sorted(glob.glob(os.path.join(folder, "*.headers"))):
              with open(path, encoding="utf-8", newline="\\n") as f:
                  headers = dict(line.rstrip("\\n").split(": ", 1) for line in f)
              value = open(path[:-8] + ".value", "rb").read()
              expected = open(path[:-8] + ".pixels", "rb").read()
              plane = read_plane(headers, value)
              assert plane.shape[:2] == (int(headers["ce_sizey"]), int(headers["ce_sizex"])), path
              assert plane.tobytes() == expected, path
              count += 1
      refused = dict(headers, ce_type="org.scopeside.plane.v2")
      try:
          read_plane(refused, value)
          sys.exit("version 2 was read")
      except ValueError as e:
          assert "org.scopeside.plane.v2" in str(e)
      print(count, "records equal")
      """;

  private static int golden() throws IOException {
    try {
      return GoldenRecord.all().size();
    } catch (MalformedRecordException e) {
      throw new IOException(e);
    }
  }

  /** Larger than a block of the delta codec, which no golden record is, to keep them small. */
  private void writeSeveralBlocks() throws IOException {
    PlaneHeader header = SamplePlanes.small(PixelType.UINT16).sizeX(611).sizeY(433).build();
    byte[] pixels = SamplePlanes.camera(header);
    try (PlaneEncoder encoder = new PlaneEncoder()) {
      new GoldenRecord("blocks", encoder.encode(header, pixels), new Plane(header, pixels))
          .write(folder);
    }
  }

  private static String pythonWithModules() throws IOException, InterruptedException {
    for (String python : List.of("/usr/bin/python3", "python3")) {
      if (succeeds(python, "-c", "import numpy, zstandard")) {
        return python;
      }
    }
    assumeTrue(
        false,
        "skipped: no python3 with numpy and zstandard (Debian: python3-numpy python3-zstandard)");
    return "";
  }

  private static boolean succeeds(String... command) throws InterruptedException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      return process.waitFor() == 0;
    } catch (IOException notThere) {
      return false;
    }
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(1, TimeUnit.MINUTES), "python still runs");
    assertEquals(0, process.exitValue(), output);
    return output;
  }

  /** Names of headers in the first column of the README's table. */
  static Set<String> headersInReadme() throws IOException {
    Set<String> names = new TreeSet<>();
    Matcher matcher =
        Pattern.compile("(?m)^\\| `(ce_[a-z0-9]+|content-type)` \\|").matcher(readme());
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    return names;
  }

  private static byte[] dump(String title) throws IOException {
    String text = block("hexdump " + title);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Matcher line = DUMP_LINE.matcher(text);
    while (line.find()) {
      assertEquals(bytes.size(), Integer.parseInt(line.group(1), 16), line.group());
      bytes.writeBytes(HexFormat.ofDelimiter(" ").parseHex(line.group(2)));
    }
    return bytes.toByteArray();
  }

  private static String block(String info) throws IOException {
    Pattern pattern = Pattern.compile("(?s)```" + Pattern.quote(info) + "\n(.*?)```");
    Matcher matcher = pattern.matcher(readme());
    assertTrue(matcher.find(), "the README has no block '" + info + "'");
    return matcher.group(1);
  }

  private static String readme() throws IOException {
    return Files.readString(README);
  }
}
