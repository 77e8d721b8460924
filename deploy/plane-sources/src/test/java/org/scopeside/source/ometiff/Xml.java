package org.scopeside.source.ometiff;

/** Pieces of OME-XML for tests. */
final class Xml {
  static final String NAMESPACE = "http://www.openmicroscopy.org/Schemas/OME/2016-06";

  private Xml() {}

  static String ome(String attributes, String content) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><OME xmlns=\"%s\" %s>%s</OME>"
        .formatted(NAMESPACE, attributes, content);
  }

  static String ome(String content) {
    return ome("", content);
  }

  /** An image of 3 by 2 pixels. */
  static String image(int id, String name, int sizeZ, int sizeC, int sizeT, String content) {
    StringBuilder channels = new StringBuilder();
    for (int c = 0; c < sizeC; c++) {
      channels.append(
          "<Channel ID=\"Channel:%d:%d\" Name=\"dye%d\" SamplesPerPixel=\"1\"/>"
              .formatted(id, c, c));
    }
    return ("<Image ID=\"Image:%d\" Name=\"%s\"><Pixels ID=\"Pixels:%d\" DimensionOrder=\"XYZCT\""
            + " Type=\"uint16\" SizeX=\"3\" SizeY=\"2\" SizeZ=\"%d\" SizeC=\"%d\" SizeT=\"%d\">%s%s"
            + "</Pixels></Image>")
        .formatted(id, name, id, sizeZ, sizeC, sizeT, channels, content);
  }

  static String tiffData(String attributes, String file) {
    return "<TiffData %s><UUID FileName=\"%s\">urn:uuid:%s</UUID></TiffData>"
        .formatted(attributes, file, file);
  }

  static String well(int row, int column, String samples) {
    return "<Well ID=\"Well:0:%d\" Row=\"%d\" Column=\"%d\">%s</Well>"
        .formatted(row * 12 + column, row, column, samples);
  }

  static String sample(int index, int image) {
    return "<WellSample ID=\"WellSample:0:0:%d\" Index=\"%d\"><ImageRef ID=\"Image:%d\"/></WellSample>"
        .formatted(index, index, image);
  }
}
