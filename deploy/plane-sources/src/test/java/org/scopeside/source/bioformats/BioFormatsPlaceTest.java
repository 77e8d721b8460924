package org.scopeside.source.bioformats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scopeside.source.SourceOptions;
import org.scopeside.source.UnusableSourceException;

class BioFormatsPlaceTest {
  @TempDir private Path folder;
  private final String home = System.getProperty("user.home");

  @BeforeEach
  void moveHome() {
    System.setProperty("user.home", folder.resolve("home").toString());
  }

  @AfterEach
  void moveBack() {
    System.setProperty("user.home", home);
    System.clearProperty(BioFormatsPlace.VARIABLE);
  }

  private Path jar(String name, String entry) throws IOException {
    Path path = folder.resolve(name);
    Files.createDirectories(path.getParent());
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(path))) {
      jar.putNextEntry(new JarEntry(entry));
      jar.closeEntry();
    }
    return path;
  }

  private Path bioFormats(String name) throws IOException {
    return jar(name, "loci/formats/ImageReader.class");
  }

  private static @Nullable BioFormatsPlace find(@Nullable Path option, @Nullable String environment)
      throws UnusableSourceException {
    return BioFormatsPlace.find(new SourceOptions(null, option), environment);
  }

  private static void assertFound(Path path, String namedBy, @Nullable BioFormatsPlace found) {
    assertNotNull(found);
    assertEquals(path, found.path());
    assertEquals(namedBy, found.namedBy());
  }

  private static String refusal(@Nullable Path option, @Nullable String environment) {
    return String.valueOf(
        assertThrows(UnusableSourceException.class, () -> find(option, environment)).getMessage());
  }

  @Test
  void shouldFindNothingWhereNothingIs() throws IOException {
    assertNull(find(null, null));
    Files.createDirectories(BioFormatsPlace.usualFolder());
    assertNull(find(null, ""));
  }

  @Test
  void shouldTakeTheFirstThatIsNamed() throws IOException {
    bioFormats("home/.scopeside/bio-formats/bioformats_package.jar");
    assertFound(BioFormatsPlace.usualFolder(), "the usual place", find(null, null));
    Path byVariable = bioFormats("variable.jar");
    assertFound(byVariable, BioFormatsPlace.VARIABLE, find(null, byVariable.toString()));
    Path byProperty = bioFormats("property.jar");
    System.setProperty(BioFormatsPlace.VARIABLE, byProperty.toString());
    assertFound(byProperty, BioFormatsPlace.VARIABLE, find(null, byVariable.toString()));
    Path byOption = bioFormats("option.jar");
    assertFound(byOption, "--bio-formats", find(byOption, byVariable.toString()));
  }

  @Test
  void shouldTakeAllJarsOfAFolder() throws IOException {
    Path api = bioFormats("lib/formats-api.jar");
    Path xml = jar("lib/a-ome-xml.jar", "ome/xml/meta/MetadataRetrieve.class");
    Files.writeString(folder.resolve("lib/readme.txt"), "");
    BioFormatsPlace found = find(folder.resolve("lib"), null);
    assertNotNull(found);
    assertEquals(List.of(xml, api), found.jars());
  }

  @Test
  void shouldSayWhatIsWrongWithWhatIsNamed() throws IOException {
    Path missing = folder.resolve("no.jar");
    assertEquals(missing + " (--bio-formats) does not exist", refusal(missing, null));
    Path other = jar("other.jar", "ij/ImageJ.class");
    assertEquals(
        other
            + " (SCOPESIDE_BIO_FORMATS) has no loci.formats.ImageReader: it is not Bio-Formats;"
            + " bioformats_package.jar of https://www.openmicroscopy.org/bio-formats/downloads/ is",
        refusal(null, other.toString()));
    Path cut = Files.writeString(folder.resolve("cut.jar"), "PK");
    String words = refusal(cut, null);
    assertEquals(cut + " cannot be read as a jar (", words.substring(0, words.indexOf('(') + 1));
  }
}
