package org.scopeside.segmenter.modelpackage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelFolderTest {
  @TempDir Path temp;
  private Path models;
  private ModelFolder folder;

  @BeforeEach
  void prepare() throws IOException {
    models = Files.createDirectories(temp.resolve("models"));
    ModelPackageReader reader =
        new ModelPackageReader(PackageWriter.decoders(), temp.resolve("cache"));
    folder = new ModelFolder(List.of(models, temp.resolve("absent")), reader);
  }

  private Path write(String name, String version) throws IOException {
    return PackageWriter.sound().replace("1.10", version).folder(models.resolve(name));
  }

  @ParameterizedTest
  @CsvSource({
    "1,2",
    "2,10",
    "1.9,1.10",
    "1,1.0.1",
    "1.0.0-rc1,1.0.0",
    "1.0.0-rc2,1.0.0-rc10",
    "1.0.0-alpha,1.0.0-beta"
  })
  void shouldOrderVersionsAsPeopleNumberThem(String lower, String higher) {
    assertTrue(VersionOrder.ORDER.compare(lower, higher) < 0);
    assertTrue(VersionOrder.ORDER.compare(higher, lower) > 0);
  }

  @Test
  void shouldTakeTheHighestVersionWhereNoneIsNamed() throws Exception {
    write("a", "1.9");
    write("b", "1.10");
    PackageWriter.sound().replace("1.10", "1.2").zip(models.resolve("c.zip"));
    assertEquals("1.10", folder.resolve("smooth-nuclei").description().version());
    assertEquals("1.9", folder.resolve("smooth-nuclei@1.9").description().version());
    assertEquals("1.2", folder.resolve("smooth-nuclei@1.2").description().version());
  }

  @Test
  void shouldListGoodAndBadAndPassOverOtherFolders() throws Exception {
    write("good", "1");
    PackageWriter.sound()
        .replace("license: BSD-3-Clause\n", "")
        .replace("id: smooth-nuclei", "id: a")
        .folder(models.resolve("bad"));
    Files.writeString(Files.createDirectories(models.resolve("convert")).resolve("main.py"), "");
    Files.writeString(models.resolve("README.md"), "");
    Files.writeString(models.resolve("torn.zip"), "torn");
    List<ModelFolder.Entry> entries = folder.list();
    assertEquals(3, entries.size());
    assertEquals("a@1.10", entries.get(0).reference());
    assertNull(entries.get(0).model());
    assertEquals(1, entries.get(0).problems().size());
    assertEquals("smooth-nuclei@1", entries.get(1).reference());
    assertEquals(models.resolve("good"), Objects.requireNonNull(entries.get(1).model()).origin());
    assertEquals(models.resolve("torn.zip"), entries.get(2).origin());
  }

  @Test
  void shouldRefuseTwoPackagesOfOneReferenceNamingBoth() throws Exception {
    Path first = write("a", "1");
    Path second = write("b", "1");
    String message = "smooth-nuclei@1 is the reference of 2 packages: " + first + ", " + second;
    assertEquals(
        message,
        assertThrows(UnknownModelException.class, () -> folder.resolve("smooth-nuclei"))
            .getMessage());
    assertEquals(List.of(message), folder.list().get(0).problems());
    assertEquals(List.of(message), folder.list().get(1).problems());
  }

  @Test
  void shouldSayWhichModelsThereAre() throws Exception {
    write("a", "1");
    String message =
        assertThrows(UnknownModelException.class, () -> folder.resolve("smooth")).getMessage();
    assertTrue(String.valueOf(message).startsWith("there is no model smooth in "), message);
    assertTrue(String.valueOf(message).endsWith("; there are smooth-nuclei@1"), message);
  }

  @Test
  void shouldResolveAPath() throws Exception {
    Path elsewhere = PackageWriter.sound().folder(temp.resolve("elsewhere"));
    assertEquals("1.10", folder.resolve(elsewhere.toString()).description().version());
    assertThrows(InvalidModelPackageException.class, () -> folder.resolve("./nothing-here"));
  }

  @Test
  void shouldTakeAPackageForAFolderOfOne() throws Exception {
    Path one = write("a", "1");
    ModelFolder itself =
        new ModelFolder(
            List.of(one), new ModelPackageReader(PackageWriter.decoders(), temp.resolve("cache")));
    assertEquals(1, itself.list().size());
  }
}
