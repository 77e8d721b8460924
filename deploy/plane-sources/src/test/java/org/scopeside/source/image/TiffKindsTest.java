package org.scopeside.source.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.twelvemonkeys.imageio.plugins.tiff.TIFFImageReaderSpi;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.scopeside.contract.PixelType;
import org.scopeside.source.PlanePixels;

/** Every kind of TIFF, written by independent code after the specification. */
class TiffKindsTest {
  private static Path folder = Path.of("");

  /** A type with the bits of a stored sample. */
  private record Sample(PixelType type, int bits) {}

  private static final List<Sample> SAMPLES =
      List.of(
          new Sample(PixelType.UINT8, 1),
          new Sample(PixelType.UINT8, 2),
          new Sample(PixelType.UINT8, 4),
          new Sample(PixelType.UINT8, 8),
          new Sample(PixelType.INT8, 8),
          new Sample(PixelType.UINT16, 10),
          new Sample(PixelType.UINT16, 12),
          new Sample(PixelType.UINT16, 14),
          new Sample(PixelType.UINT16, 16),
          new Sample(PixelType.INT16, 16),
          new Sample(PixelType.UINT32, 32),
          new Sample(PixelType.INT32, 32),
          new Sample(PixelType.FLOAT, 32),
          new Sample(PixelType.DOUBLE, 64));

  @BeforeContainer
  static void makeFolder() throws IOException {
    folder = Files.createTempDirectory("tiff-kinds");
  }

  @AfterContainer
  static void removeFolder() throws IOException {
    Files.deleteIfExists(folder.resolve("a.tif"));
    Files.delete(folder);
  }

  @Property(tries = 600, shrinking = ShrinkingMode.BOUNDED, edgeCases = EdgeCasesMode.NONE)
  void shouldReadWhatWasWritten(@ForAll("kinds") TiffKind kind, @ForAll long seed)
      throws IOException {
    long[] values = kind.values(new Random(seed));
    Path path = Files.write(folder.resolve("a.tif"), kind.file(values));
    PlanePixels plane = PlaneReader.read(path);
    assertEquals(kind.type(), plane.pixelType());
    assertEquals(kind.sizeX(), plane.sizeX());
    assertArrayEquals(kind.expected(values), plane.littleEndian());
  }

  @Property(tries = 100, shrinking = ShrinkingMode.BOUNDED, edgeCases = EdgeCasesMode.NONE)
  void shouldReadAsTwelveMonkeysDoes(@ForAll("known") TiffKind kind, @ForAll long seed)
      throws IOException {
    long[] values = kind.values(new Random(seed));
    Path path = Files.write(folder.resolve("a.tif"), kind.file(values));
    double[] ours = PlaneReader.read(path).values();
    assertArrayEquals(byTwelveMonkeys(path), ours);
  }

  private static double[] byTwelveMonkeys(Path path) throws IOException {
    ImageReader reader = new TIFFImageReaderSpi().createReaderInstance(null);
    try (ImageInputStream input = new FileImageInputStream(path.toFile())) {
      reader.setInput(input, false, true);
      Raster raster = reader.readRaster(0, null);
      return raster.getPixels(0, 0, raster.getWidth(), raster.getHeight(), (double[]) null);
    } finally {
      reader.dispose();
    }
  }

  @Provide
  Arbitrary<TiffKind> kinds() {
    return kinds(SAMPLES, List.of("none", "LZW", "Deflate", "PackBits", "Zstandard"))
        .filter(TiffKind::isValid);
  }

  /** What TwelveMonkeys reads too. */
  @Provide
  Arbitrary<TiffKind> known() {
    List<Sample> common = List.of(SAMPLES.get(3), SAMPLES.get(8));
    return kinds(common, List.of("none", "LZW", "Deflate", "PackBits"))
        .filter(TiffKind::isValid)
        .filter(kind -> kind.samples() == 1 && !kind.bitsReversed() && !kind.whiteIsZero());
  }

  private static Arbitrary<TiffKind> kinds(List<Sample> samples, List<String> codecs) {
    Arbitrary<int[]> sizes = Arbitraries.integers().between(1, 70).array(int[].class).ofSize(2);
    Arbitrary<int[]> pieces =
        Arbitraries.of(0, 0, 16, 32, 48)
            .flatMap(
                x ->
                    Arbitraries.of(1, 3, 16, 32)
                        .map(y -> new int[] {x, x > 0 ? Math.max(16, y) : y}));
    Arbitrary<boolean[]> flags = Arbitraries.of(true, false).array(boolean[].class).ofSize(5);
    return Combinators.combine(
            Arbitraries.of(samples),
            Arbitraries.of(1, 1, 2, 3, 4),
            sizes,
            pieces,
            Arbitraries.of(codecs),
            Arbitraries.of(1, 2, 3),
            flags)
        .as(
            (sample, perPixel, size, piece, codec, predictor, flag) ->
                new TiffKind(
                    sample.type(),
                    sample.bits(),
                    flag[0] ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN,
                    flag[1],
                    perPixel,
                    flag[2],
                    size[0],
                    size[1],
                    piece[0],
                    piece[1],
                    codec,
                    predictor,
                    flag[3],
                    flag[4]));
  }
}
