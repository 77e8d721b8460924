package org.scopeside.deploy.simulate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.Raster;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scopeside.deploy.UserErrorException;
import org.scopeside.simulator.CellField;
import org.scopeside.simulator.CellKind;
import picocli.CommandLine;

class SimulateCommandTest {
  private final StringWriter out = new StringWriter();
  @TempDir Path home;

  private int run(String... args) {
    CommandLine line = new CommandLine(new SimulateCommand());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(out, true));
    line.setExecutionExceptionHandler(
        (failure, command, parsed) -> {
          command.getErr().println(failure.getMessage());
          return failure instanceof UserErrorException error ? error.exitCode().status() : 99;
        });
    return line.execute(args);
  }

  private static int[] samples(Path file) throws IOException {
    Raster raster = ImageIO.read(file.toFile()).getRaster();
    assertEquals(16, raster.getSampleModel().getSampleSize(0));
    return raster.getSamples(0, 0, raster.getWidth(), raster.getHeight(), 0, (int[]) null);
  }

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void shouldWriteCellsWithTheirTruthAndIndex() throws IOException {
    Path folder = home.resolve("cells");
    assertEquals(
        0,
        run("--cells", "--count", "2", "--size", "80", "--type", "tissue", "--out", folder + ""));
    assertEquals(
        List.of(
            "cell/0001.png",
            "cell/0002.png",
            "index.csv",
            "labels/0001.png",
            "labels/0002.png",
            "nucleus/0001.png",
            "nucleus/0002.png",
            "nucleus_labels/0001.png",
            "nucleus_labels/0002.png"),
        files(folder));
    List<String> index = Files.readAllLines(folder.resolve("index.csv"));
    assertEquals("name,type,size,objects,median_diameter_px,seed", index.get(0));
    List<String> second = Arrays.asList(index.get(2).split(",", -1));
    CellField field = CellField.draw(CellKind.TISSUE, 80, 80, Long.parseLong(second.get(5)));
    assertEquals(List.of("0002", "tissue", "80", field.count() + ""), second.subList(0, 4));
    assertArrayEquals(field.cells(), samples(folder.resolve("labels/0002.png")));
    assertArrayEquals(field.nuclei(), samples(folder.resolve("nucleus_labels/0002.png")));
    int[] plane = samples(folder.resolve("cell/0002.png"));
    for (int i = 0; i < plane.length; i++) {
      assertEquals(Short.toUnsignedInt(field.cellPlane()[i]), plane[i]);
    }
  }

  @Test
  void shouldWriteTheSameFilesWithAnyNumberOfThreads() throws IOException {
    List<List<byte[]>> contents = new ArrayList<>();
    for (String threads : List.of("1", "4")) {
      Path folder = home.resolve("nuclei" + threads);
      assertEquals(
          0,
          run(
              "--nuclei",
              "--count",
              "5",
              "--size",
              "64",
              "--seed",
              "3",
              "--threads",
              threads,
              "--out",
              folder.toString()));
      List<byte[]> files = new ArrayList<>();
      for (String file : files(folder)) {
        files.add(Files.readAllBytes(folder.resolve(file)));
      }
      contents.add(files);
    }
    assertEquals(11, contents.get(0).size());
    for (int i = 0; i < 11; i++) {
      assertArrayEquals(contents.get(0).get(i), contents.get(1).get(i));
    }
  }

  @Test
  void shouldSummariseAsJson() throws IOException {
    Path folder = home.resolve("json");
    assertEquals(
        0, run("--cells", "--count", "3", "--size", "64", "--json", "--out", folder.toString()));
    JsonNode summary = new ObjectMapper().readTree(out.toString());
    assertEquals(3, summary.get("fields").asInt());
    assertEquals(64, summary.get("size").asInt());
    int fields = 0;
    for (JsonNode type : summary.get("types")) {
      fields += type.asInt();
    }
    assertEquals(3, fields);
  }

  @Test
  void shouldRefuseAFolderThatHoldsSomething() throws IOException {
    Files.writeString(home.resolve("notes.txt"), "mine");
    assertEquals(3, run("--nuclei", "--out", home.toString()));
    assertEquals(home + " is not empty: choose a new folder with --out\n", out.toString());
    assertEquals(List.of("notes.txt"), files(home));
  }

  @Test
  void shouldRefuseWrongOptionsBeforeTheFolderIsMade() {
    Path folder = home.resolve("none");
    assertEquals(2, run("--cells", "--size", "63", "--out", folder.toString()));
    assertEquals(2, run("--cells", "--size", "2049", "--out", folder.toString()));
    assertEquals(2, run("--cells", "--count", "0", "--out", folder.toString()));
    assertEquals(2, run("--nuclei", "--type", "round", "--out", folder.toString()));
    assertEquals(2, run("--out", folder.toString()));
    assertEquals(2, run("--cells", "--nuclei", "--out", folder.toString()));
    assertTrue(out.toString().contains("--size 63: 64 to 2048"), out.toString());
    assertThrows(IOException.class, () -> files(folder));
  }
}
