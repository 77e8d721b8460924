package org.scopeside.source.zarr;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/** Writes hierarchies as tests want them: images of 16 bits whose samples tell where they lie. */
final class HandmadeZarr {
  private HandmadeZarr() {}

  static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text.replace('\'', '"'));
  }

  /** The sample at a place; other places have others. */
  static int sample(int t, int c, int z, int y, int x) {
    return (t * 7919 + c * 3001 + z * 997 + y * 31 + x) & 0xFFFF;
  }

  /** A plane, little-endian. */
  static byte[] plane(int t, int c, int z, int sizeY, int sizeX) {
    ByteBuffer plane = ByteBuffer.allocate(sizeY * sizeX * 2).order(ByteOrder.LITTLE_ENDIAN);
    for (int y = 0; y < sizeY; y++) {
      for (int x = 0; x < sizeX; x++) {
        plane.putShort((short) sample(t, c, z, y, x));
      }
    }
    return plane.array();
  }

  /** An image [t 1][c 2][z 1][y][x] with one plane a chunk and nothing compressed. */
  static void image(Path folder, int sizeY, int sizeX) throws IOException {
    write(folder.resolve(".zattrs"), attributes());
    write(folder.resolve("0/.zarray"), array(sizeY, sizeX, "null"));
    for (int c = 0; c < 2; c++) {
      Files.write(folder.resolve("0/0." + c + ".0.0.0"), plane(0, c, 0, sizeY, sizeX));
    }
  }

  static String attributes() {
    return "{'multiscales':[{'version':'0.4','axes':[{'name':'t','type':'time'},"
        + "{'name':'c','type':'channel'},{'name':'z','type':'space'},"
        + "{'name':'y','type':'space','unit':'nanometer'},"
        + "{'name':'x','type':'space','unit':'nanometer'}],'datasets':[{'path':'0',"
        + "'coordinateTransformations':[{'type':'scale','scale':[1,1,1,650,325]}]}]}],"
        + "'omero':{'channels':[{'label':'DAPI'},{'color':'00FF00'}]}}";
  }

  static String array(int sizeY, int sizeX, String compressor) {
    return array(
        "[1,2,1,%d,%d]".formatted(sizeY, sizeX),
        "[1,1,1,%d,%d]".formatted(sizeY, sizeX),
        compressor);
  }

  static String array(String shape, String chunks, String compressor) {
    return ("{'zarr_format':2,'shape':%s,'chunks':%s,'dtype':'<u2','order':'C','filters':null,"
            + "'fill_value':513,'compressor':%s}")
        .formatted(shape, chunks, compressor);
  }

  static byte[] zlib(byte[] chunk) throws IOException {
    ByteArrayOutputStream encoded = new ByteArrayOutputStream();
    try (OutputStream output = new DeflaterOutputStream(encoded)) {
      output.write(chunk);
    }
    return encoded.toByteArray();
  }

  static byte[] gzip(byte[] chunk) throws IOException {
    ByteArrayOutputStream encoded = new ByteArrayOutputStream();
    try (OutputStream output = new GZIPOutputStream(encoded)) {
      output.write(chunk);
    }
    return encoded.toByteArray();
  }
}
