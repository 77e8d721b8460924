package org.scopeside.micromanager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** What is in the jar that goes into {@code mmplugins}, and what is not. */
class PluginJarIT {
  private static final Path JAR = Path.of(System.getProperty("scopeside.plugin.jar"));
  private static final long MOST_BYTES = 12_000_000;
  private static final int JAVA_8 = 52;

  private static final List<String> NATIVE =
      List.of(
          "win/amd64/libzstd-jni-*.dll",
          "win/aarch64/libzstd-jni-*.dll",
          "darwin/x86_64/libzstd-jni-*.dylib",
          "darwin/aarch64/libzstd-jni-*.dylib",
          "linux/amd64/libzstd-jni-*.so",
          "linux/aarch64/libzstd-jni-*.so",
          "org/xerial/snappy/native/Windows/x86_64/snappyjava.dll",
          "org/xerial/snappy/native/Windows/aarch64/snappyjava.dll",
          "org/xerial/snappy/native/Mac/x86_64/libsnappyjava.dylib",
          "org/xerial/snappy/native/Mac/aarch64/libsnappyjava.dylib",
          "org/xerial/snappy/native/Linux/x86_64/libsnappyjava.so",
          "org/xerial/snappy/native/Linux/aarch64/libsnappyjava.so");

  @Test
  void shouldFitIntoTwelveMegabytes() throws IOException {
    assertTrue(Files.size(JAR) < MOST_BYTES, JAR + " has " + Files.size(JAR) + " bytes");
  }

  @Test
  void shouldHoldClassesOfJava8Only() throws IOException {
    int classes = 0;
    try (ZipFile jar = new ZipFile(JAR.toFile())) {
      for (ZipEntry entry : entries(jar)) {
        if (entry.getName().endsWith(".class")) {
          assertTrue(version(jar, entry) <= JAVA_8, entry::getName);
          classes++;
        }
      }
    }
    assertTrue(classes > 2000, "only " + classes + " classes were found");
  }

  @Test
  void shouldHoldNothingUnderTheNamesOfOthersButTheCodecs() throws IOException {
    Set<String> roots = new TreeSet<>();
    for (String name : names()) {
      if (name.endsWith(".class")) {
        roots.add(root(name));
      }
    }
    assertEquals(
        Set.of("com/github/luben/zstd", "net/jpountz", "org/scopeside", "org/xerial/snappy"),
        roots);
  }

  private static String root(String name) {
    for (String known :
        List.of("com/github/luben/zstd", "net/jpountz", "org/scopeside", "org/xerial/snappy")) {
      if (name.startsWith(known + "/")) {
        return known;
      }
    }
    return name;
  }

  @Test
  void shouldHoldNothingOfMicroManagerAndNothingTwice() throws IOException {
    List<String> names = names();
    assertEquals(names.size(), new HashSet<>(names).size());
    for (String name : names) {
      assertTrue(
          !name.contains("micromanager/") || name.startsWith("org/scopeside/micromanager"), name);
      assertTrue(!name.contains("module-info"), name);
      assertTrue(!name.startsWith("META-INF/versions"), name);
      assertTrue(!name.startsWith("META-INF/maven"), name);
      assertTrue(!name.matches("META-INF/.*\\.(SF|DSA|RSA)"), name);
      assertTrue(!name.contains("org/jspecify") && !name.contains("errorprone"), name);
    }
  }

  @Test
  void shouldHaveNativeCodecsForSixPlatformsAndNoOther() throws IOException {
    List<String> missing = new ArrayList<>(NATIVE);
    for (String name : names()) {
      if (name.matches(".*\\.(so|dll|dylib|jnilib|a)")) {
        assertTrue(
            missing.remove(name.replaceAll("libzstd-jni-[0-9.-]*[0-9]", "libzstd-jni-*")), name);
      }
    }
    assertEquals(List.of(), missing);
  }

  @Test
  void shouldNameThePluginInTheIndexOfSciJava() throws IOException {
    assertEquals(
        "{\"class\":\"org.scopeside.micromanager.ScopesidePlugin\","
            + "\"values\":{\"type\":\"org.micromanager.MenuPlugin\"}}",
        text("META-INF/json/org.scijava.plugin.Plugin"));
  }

  @Test
  void shouldNameServicesAsTheyAreCalledInTheJar() throws IOException {
    List<String> services = new ArrayList<>();
    for (String name : names()) {
      if (name.startsWith("META-INF/services/") && !name.endsWith("/")) {
        services.add(name.substring("META-INF/services/".length()));
        for (String line : text(name).split("\n", -1)) {
          String type = line.replaceAll("#.*", "").trim();
          assertTrue(type.isEmpty() || names().contains(type.replace('.', '/') + ".class"), type);
        }
      }
    }
    String shaded = "org.scopeside.shaded.";
    assertEquals(
        Set.of(
            shaded + "org.apache.kafka.common.config.provider.ConfigProvider",
            shaded + "org.slf4j.spi.SLF4JServiceProvider"),
        Set.copyOf(services));
  }

  @Test
  void shouldCarryTheLicencesOfWhatItHolds() throws IOException {
    assertTrue(text("META-INF/THIRD-PARTY.txt").contains("zstd-jni"));
    assertTrue(text("META-INF/licences/kafka-clients-LICENSE.txt").contains("Apache License"));
    assertTrue(text("META-INF/licences/kafka-clients-NOTICE.txt").contains("Apache Kafka"));
    assertTrue(text("META-INF/licences/slf4j-api-LICENSE.txt").contains("QOS.ch"));
  }

  private static String text(String name) throws IOException {
    try (ZipFile jar = new ZipFile(JAR.toFile())) {
      ZipEntry entry = jar.getEntry(name);
      if (entry == null) {
        throw new IOException("the jar has no " + name);
      }
      return new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static int version(ZipFile jar, ZipEntry entry) throws IOException {
    try (DataInputStream classFile = new DataInputStream(jar.getInputStream(entry))) {
      assertEquals(0xCAFEBABE, classFile.readInt(), entry::getName);
      classFile.readUnsignedShort(); // minor version
      return classFile.readUnsignedShort();
    }
  }

  private static List<String> names() throws IOException {
    try (ZipFile jar = new ZipFile(JAR.toFile())) {
      return entries(jar).stream().map(ZipEntry::getName).toList();
    }
  }

  private static List<? extends ZipEntry> entries(ZipFile jar) {
    return jar.stream().toList();
  }
}
