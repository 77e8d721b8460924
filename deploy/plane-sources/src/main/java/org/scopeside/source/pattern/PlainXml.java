package org.scopeside.source.pattern;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Walks through an XML file, element by element, without document types or outside entities. */
final class PlainXml {
  private PlainXml() {}

  /** Takes the elements as they come; names are local ones. */
  interface Elements {
    void opened(String name, XMLStreamReader attributes);

    /**
     * An element ends.
     *
     * @param text directly in the element, trimmed; "" for one with elements in it
     */
    void closed(String name, String text);
  }

  static void walk(Path file, Elements elements) throws IOException {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    try (InputStream input = Files.newInputStream(file)) {
      walk(factory.createXMLStreamReader(input), elements);
    } catch (XMLStreamException e) {
      throw new IOException("it is no whole XML: " + firstLine(e), e);
    }
  }

  private static void walk(XMLStreamReader xml, Elements elements) throws XMLStreamException {
    StringBuilder text = new StringBuilder();
    while (xml.hasNext()) {
      switch (xml.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          text.setLength(0);
          elements.opened(xml.getLocalName(), xml);
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> text.append(xml.getText());
        case XMLStreamConstants.END_ELEMENT -> {
          elements.closed(xml.getLocalName(), text.toString().trim());
          text.setLength(0);
        }
        default -> {}
      }
    }
    xml.close();
  }

  private static String firstLine(XMLStreamException e) {
    return String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
  }

  /** An attribute by its local name, whatever its namespace; null if absent. */
  static @org.jspecify.annotations.Nullable String attribute(XMLStreamReader xml, String name) {
    for (int i = 0; i < xml.getAttributeCount(); i++) {
      if (xml.getAttributeLocalName(i).equals(name)) {
        return xml.getAttributeValue(i);
      }
    }
    return null;
  }
}
