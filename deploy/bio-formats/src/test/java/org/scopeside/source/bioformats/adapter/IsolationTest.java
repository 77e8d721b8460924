package org.scopeside.source.bioformats.adapter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scopeside.source.PlaneSource;
import org.scopeside.source.SourceOptions;
import org.scopeside.source.bioformats.BioFormatsLibrary;
import org.scopeside.source.bioformats.BioFormatsPlace;
import org.scopeside.source.bioformats.IsolatedBioFormats;
import org.slf4j.Logger;

/** What the user's Bio-Formats sees of this program, and this program of it. */
class IsolationTest {
  @TempDir private static Path folder;
  private static IsolatedBioFormats isolated;
  private static ClassLoader loader;

  @BeforeAll
  static void load() throws Exception {
    isolated = IsolatedBioFormats.of(place(FakeBioFormats.in(folder)));
    loader = isolated.library().getClass().getClassLoader();
  }

  private static BioFormatsPlace place(Path lib) throws Exception {
    BioFormatsPlace place = BioFormatsPlace.find(new SourceOptions(null, lib));
    if (place == null) {
      throw new AssertionError("nothing in " + lib);
    }
    return place;
  }

  @Test
  void shouldShareInterfacesAndLoggingOnly() throws Exception {
    assertSame(PlaneSource.class, loader.loadClass(PlaneSource.class.getName()));
    assertSame(Logger.class, loader.loadClass(Logger.class.getName()));
    for (String ours :
        List.of(
            "org.scopeside.source.image.PlaneReader",
            "com.fasterxml.jackson.databind.ObjectMapper",
            "com.github.luben.zstd.Zstd",
            "org.junit.jupiter.api.Test")) {
      assertThrows(ClassNotFoundException.class, () -> loader.loadClass(ours), ours);
    }
    assertNull(loader.getResource("META-INF/services/org.scopeside.source.PlaneSource"));
  }

  @Test
  void shouldMeetTheUsersBioFormatsAndNotTheSignatures() throws Exception {
    assertEquals("fake 1.0", isolated.library().version());
    assertNotSame(loci.formats.ImageReader.class, loader.loadClass("loci.formats.ImageReader"));
    assertNotSame(AdaptedBioFormats.class, isolated.library().getClass());
    assertEquals(
        List.of(
            new BioFormatsLibrary.Format("Fake format", "ImageReader", "bioformats_package.jar")),
        isolated.library().formats());
  }

  @Test
  void shouldLeaveTheThreadsClassLoaderAsItWas() throws Exception {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    isolated.library().formats();
    assertSame(before, Thread.currentThread().getContextClassLoader());
  }

  @Test
  void shouldLoadTheSameJarsOnce() throws Exception {
    assertSame(isolated, IsolatedBioFormats.of(place(folder.resolve("lib"))));
  }

  @Test
  void shouldAuditWhatTheAdapterRefersTo(@TempDir Path other) throws Exception {
    assertEquals(List.of(), missing(isolated));
    Path old =
        FakeBioFormats.in(
            other,
            text -> text.replace("public static String getPixelTypeString", "static String old"));
    assertEquals(
        List.of("loci.formats.FormatTools.getPixelTypeString(I)Ljava/lang/String;"),
        missing(IsolatedBioFormats.of(place(old))));
  }

  /** Without what is missing since the fake's metadata come without the clock they stand on. */
  private static List<String> missing(IsolatedBioFormats of) throws Exception {
    return of.audit().missing().stream().filter(name -> !name.contains("org/joda")).toList();
  }
}
