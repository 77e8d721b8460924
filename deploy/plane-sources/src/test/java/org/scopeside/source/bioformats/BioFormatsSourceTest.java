package org.scopeside.source.bioformats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.scopeside.source.PlaneSource;
import org.scopeside.source.Recognition;
import org.scopeside.source.SourceOptions;
import org.scopeside.source.UnusableSourceException;

/** The source where there is no Bio-Formats. */
class BioFormatsSourceTest {
  @TempDir private Path folder;
  private final String home = System.getProperty("user.home");
  private final BioFormatsSource source = new BioFormatsSource();

  @BeforeEach
  void moveHome() {
    assumeTrue(
        System.getenv(BioFormatsPlace.VARIABLE) == null,
        BioFormatsPlace.VARIABLE + " names a Bio-Formats: being without it is not tested");
    System.setProperty("user.home", folder.resolve("home").toString());
  }

  @AfterEach
  void moveBack() {
    System.setProperty("user.home", home);
  }

  private Path file(String name) throws IOException {
    Path path = folder.resolve(name);
    Files.createDirectories(path.getParent());
    return Files.createFile(path);
  }

  private String refusal(Path path) {
    return String.valueOf(
        assertThrows(UnusableSourceException.class, () -> source.open(path, SourceOptions.NONE))
            .getMessage());
  }

  @Test
  void shouldBeFoundByItsName() {
    assertTrue(
        ServiceLoader.load(PlaneSource.class).stream()
            .anyMatch(found -> found.get().name().equals("bio-formats")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a.czi", "b.ND2", "c.x.lif", "Index.idx.xml", "MeasurementData.mlf", "p.HTD"})
  void shouldKnowMakersFilesByName(String name) throws IOException {
    assertEquals(Recognition.POSSIBLE, source.recognise(file(name), SourceOptions.NONE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.tif", "a.ome.tiff", "czi", "a.czi.txt", "notes.xml"})
  void shouldLeaveOtherFilesToOthers(String name) throws IOException {
    assertEquals(Recognition.NO, source.recognise(file(name), SourceOptions.NONE));
  }

  @Test
  void shouldSayWhatIsWantingAndWhereToGetIt() throws IOException {
    Path czi = file("cells.czi");
    assertEquals(
        czi
            + " is a Zeiss CZI file. Bio-Formats reads it; it is under the GPL and so not shipped with"
            + " Scopeside: download bioformats_package.jar from"
            + " https://www.openmicroscopy.org/bio-formats/downloads/ and put it into "
            + BioFormatsPlace.usualFolder()
            + ", or name it by --bio-formats or SCOPESIDE_BIO_FORMATS",
        refusal(czi));
    assertTrue(refusal(file("a.tif")).contains("a.tif is to be read by Bio-Formats."));
  }

  @ParameterizedTest
  @CsvSource({
    "plate/Index.idx.xml",
    "plate/Images/Index.xml",
    "plate/run 1/Images/Index.idx.xml",
    "plate/a.xdce",
    "plate/TimePoint_1/a.HTD"
  })
  void shouldFindTheIndexOfAFolder(String name) throws IOException {
    Path index = file(name);
    Path plate = folder.resolve("plate");
    file("plate/a.tif");
    assertEquals(index, IndexFile.in(plate));
    assertEquals(Recognition.POSSIBLE, source.recognise(plate, SourceOptions.NONE));
    assertTrue(refusal(plate).startsWith(index + " is an index of "), refusal(plate));
  }

  @Test
  void shouldLookNoDeeperAndSayWhatItLookedFor() throws IOException {
    file("plate/a/b/c/Index.idx.xml");
    Path plate = folder.resolve("plate");
    assertNull(IndexFile.in(plate));
    assertEquals(Recognition.NO, source.recognise(plate, SourceOptions.NONE));
    assertTrue(
        refusal(plate).startsWith(plate + ": neither it nor a folder in it has an index file"));
  }

  @Test
  void shouldKeepNoOtherSourceFromItsFilesWhereBioFormatsIsBroken() throws IOException {
    SourceOptions wrong = new SourceOptions(null, folder.resolve("no.jar"));
    assertEquals(Recognition.NO, source.recognise(file("a.tif"), wrong));
    assertEquals(Recognition.POSSIBLE, source.recognise(file("a.czi"), wrong));
    assertThrows(UnusableSourceException.class, () -> source.open(folder.resolve("a.czi"), wrong));
  }
}
