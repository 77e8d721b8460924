package org.scopeside.source.ometiff;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.scopeside.source.UnreadableImageException;

/** Documents as broken writers and hands leave them: read, or refused with a reason. */
class OmeXmlDamageTest {
  private static final String WHOLE =
      Xml.ome(
          "UUID=\"urn:uuid:a\"",
          "<Plate ID=\"Plate:0\" Rows=\"8\" Columns=\"12\">"
              + Xml.well(0, 1, Xml.sample(0, 0))
              + "</Plate>"
              + Xml.image(
                  0,
                  "x",
                  3,
                  2,
                  4,
                  Xml.tiffData("IFD=\"0\" PlaneCount=\"24\"", "a.tif")
                      + "<Plane TheZ=\"2\" TheC=\"1\" TheT=\"3\" DeltaT=\"5\"/>"));
  private static final List<String> PIECES =
      List.of(
          "<", ">", "/>", "\"", "&#0;", "&x;", "2147483648", "-1", "1e400", "<![CDATA[", "-->",
          "<!DOCTYPE OME [", "<Image>", "</Pixels>", "<Pixels SizeX=\"1\" SizeY=\"1\">", "\u0000",
          "SizeZ=\"1000000\"", "<Plane/>", "<TiffData/>", "]]>", "<?xml?>");

  /** A place in the document, how much is cut there, and what is put in. */
  record Hit(int at, int cut, String piece) {}

  @Provide
  Arbitrary<List<Hit>> hits() {
    return Combinators.combine(
            Arbitraries.integers().between(0, WHOLE.length()),
            Arbitraries.integers().between(0, 12),
            Arbitraries.of(PIECES))
        .as(Hit::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(4);
  }

  @Property(tries = 500)
  void shouldReadOrRefuseDocumentsWithDamage(@ForAll("hits") List<Hit> hits) {
    StringBuilder damaged = new StringBuilder(WHOLE);
    for (Hit hit : hits) {
      int at = Math.min(hit.at(), damaged.length());
      damaged.replace(at, Math.min(damaged.length(), at + hit.cut()), hit.piece());
    }
    try {
      OmeDocument document = OmeXml.parse(Path.of("damaged.ome.tif"), damaged.toString());
      document.images().forEach(image -> assertTrue(image.planes() > 0, image.id()));
    } catch (UnreadableImageException refusal) {
      assertTrue(refusal.reason().length() > 10, refusal.reason());
    }
  }

  @Property(tries = 200)
  void shouldReadOrRefuseAnyMicroManagerJson(@ForAll byte[] bytes) {
    String text = "{\"ChannelIndex\":" + new String(bytes, StandardCharsets.ISO_8859_1);
    MicroManagerPage page = MicroManagerPage.parse(text);
    assertTrue(page == null || page.channel() >= 0);
  }
}
