package org.scopeside.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Hosts of the plugin run Java 8 and bring nothing but what the plugin brings. */
final class ClassFileTest {
  private static final int JAVA_8 = 52;

  /** Any name of a class in a constant pool; jspecify's are annotations, not needed at run time. */
  private static final Pattern FOREIGN =
      Pattern.compile(
          "(?<![a-z0-9_/])L?((?:com|org|net|io|jakarta|javax)/[a-z0-9_]+(?:/[a-z0-9_]+)*)/[A-Z]");

  @Test
  void shouldBeReadableByJava8() throws IOException, URISyntaxException {
    for (Path file : classes()) {
      try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
        assertEquals(0xCAFEBABE, in.readInt());
        in.readUnsignedShort();
        assertEquals(JAVA_8, in.readUnsignedShort(), file.toString());
      }
    }
  }

  @Test
  void shouldNeedNothingButTheJdkAndZstd() throws IOException, URISyntaxException {
    TreeSet<String> packages = new TreeSet<>();
    for (Path file : classes()) {
      Matcher matcher =
          FOREIGN.matcher(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
      while (matcher.find()) {
        packages.add(matcher.group(1));
      }
    }
    packages.remove("org/jspecify/annotations");
    assertEquals("[com/github/luben/zstd, org/scopeside/contract]", packages.toString());
  }

  @Test
  void shouldDeclareZstdAsTheOnlyDependencyAtRunTime() throws IOException {
    String pom = Files.readString(Path.of("pom.xml"));
    Matcher matcher = Pattern.compile("(?s)<dependency>(.*?)</dependency>").matcher(pom);
    TreeSet<String> runTime = new TreeSet<>();
    while (matcher.find()) {
      if (!matcher.group(1).contains("<scope>test</scope>")) {
        runTime.add(matcher.group(1).replaceAll("(?s).*<artifactId>|</artifactId>.*", ""));
      }
    }
    assertEquals("[zstd-jni]", runTime.toString());
  }

  private static List<Path> classes() throws IOException, URISyntaxException {
    Path root =
        Path.of(PlaneEncoder.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (Stream<Path> files = Files.walk(root)) {
      List<Path> classes = files.filter(file -> file.toString().endsWith(".class")).toList();
      assertTrue(classes.size() > 20, classes.size() + " classes in " + root);
      return classes;
    }
  }
}
