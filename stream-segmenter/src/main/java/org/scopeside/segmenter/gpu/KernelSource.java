package org.scopeside.segmenter.gpu;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The kernels' source, which comes with this package. */
final class KernelSource {
  private KernelSource() {}

  /**
   * Files one after the other, after what all share; the compiler's messages name file and line.
   *
   * @param files of this package: {@code prepare.cu}
   */
  static String of(String... files) {
    StringBuilder source = new StringBuilder(file("portable.cuh"));
    for (String name : files) {
      source.append("\n#line 1 \"").append(name).append("\"\n").append(file(name));
    }
    return source.toString();
  }

  private static String file(String name) {
    try (InputStream in = KernelSource.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalArgumentException("no kernels " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
