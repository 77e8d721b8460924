package org.scopeside.source.ometiff;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import org.scopeside.source.UnreadableImageException;

/**
 * Reads OME-XML of any schema from 2008 on, with or without prefix, in one pass and in memory that
 * grows with the planes it lists only. Nothing in a document can refer to anything outside of it:
 * one that declares a document type is refused.
 *
 * <p>Source: the OME data model, https://docs.openmicroscopy.org/ome-model/
 */
final class OmeXml {
  private static final Pattern ROOT = Pattern.compile("<(?:\\w{1,40}:)?OME[\\s>]");
  private static final int ROOT_WITHIN = 1 << 16;
  private static final int MOST_DEPTH = 100;
  private static final int MOST_TEXT = 1000;

  private final Path path;
  private final OmeXmlContent content;
  private final Deque<String> parents = new ArrayDeque<>();

  private OmeXml(Path path) {
    this.path = path;
    this.content = new OmeXmlContent(path);
  }

  /** True where a TIFF's description is OME-XML by its root element. */
  static boolean isOmeXml(String description) {
    int begin = 0;
    while (begin < description.length()
        && (Character.isWhitespace(description.charAt(begin))
            || description.charAt(begin) == '\ufeff')) {
      begin++;
    }
    if (begin == description.length() || description.charAt(begin) != '<') {
      return false;
    }
    int end = Math.min(description.length(), begin + ROOT_WITHIN);
    return ROOT.matcher(description).region(begin, end).find();
  }

  /**
   * Reads the document of a TIFF.
   *
   * @param path the file it stands in, for messages
   * @throws UnreadableImageException if it is no well-formed OME-XML or contradicts itself
   */
  static OmeDocument parse(Path path, String description) throws UnreadableImageException {
    byte[] utf8 = description.strip().getBytes(StandardCharsets.UTF_8);
    return guarded(path, () -> new OmeXml(path).parse(new ByteArrayInputStream(utf8), "UTF-8"));
  }

  /**
   * Reads a companion file.
   *
   * @throws UnreadableImageException if it cannot be read, is no well-formed OME-XML, or
   *     contradicts itself
   */
  static OmeDocument read(Path companion) throws UnreadableImageException {
    return guarded(
        companion,
        () -> {
          try (InputStream input = new BufferedInputStream(Files.newInputStream(companion))) {
            return new OmeXml(companion).parse(input, null);
          }
        });
  }

  private interface Reading {
    OmeDocument read() throws IOException, XMLStreamException;
  }

  private static OmeDocument guarded(Path path, Reading reading) throws UnreadableImageException {
    try {
      return reading.read();
    } catch (UnreadableImageException known) {
      throw known;
    } catch (NoSuchFileException missing) {
      throw new UnreadableImageException(path, "does not exist", missing);
    } catch (AccessDeniedException denied) {
      throw new UnreadableImageException(path, "permission denied", denied);
    } catch (XMLStreamException | IOException | RuntimeException malformed) {
      if (cause(malformed) instanceof UnreadableImageException known) {
        throw known;
      }
      throw new UnreadableImageException(
          path, "OME-XML cannot be read: " + oneLine(malformed), malformed);
    }
  }

  private static @Nullable Throwable cause(Exception failure) {
    return failure instanceof XMLStreamException xml
        ? xml.getNestedException()
        : failure.getCause();
  }

  private static String oneLine(Exception failure) {
    String text = Objects.toString(failure.getMessage(), failure.toString());
    return text.replace("Message: ", "").replaceAll("\\s+", " ").strip();
  }

  private static XMLInputFactory factory() {
    // The JDK's own, whatever else lies on the class path: the limits below are known to hold there.
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
    factory.setProperty(XMLInputFactory.IS_VALIDATING, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, false);
    return factory;
  }

  private OmeDocument parse(InputStream input, @Nullable String encoding)
      throws IOException, XMLStreamException {
    XMLStreamReader xml =
        factory().createXMLStreamReader(new BoundedXml(path, input), encoding);
    try {
      while (xml.hasNext() && step(xml)) {
        // Each step goes one event further.
      }
      return content.document();
    } finally {
      xml.close();
    }
  }

  /** Takes the next event; false at the end of the root, after which old writers leave zeros. */
  private boolean step(XMLStreamReader xml) throws XMLStreamException, UnreadableImageException {
    switch (xml.next()) {
      case XMLStreamConstants.DTD ->
          throw new UnreadableImageException(
              path, "OME-XML declares a document type (DTD), which no OME-XML needs; not read");
      case XMLStreamConstants.ENTITY_REFERENCE ->
          throw new UnreadableImageException(
              path, "OME-XML refers to the entity '" + xml.getLocalName() + "'; not read");
      case XMLStreamConstants.START_ELEMENT -> begin(xml);
      case XMLStreamConstants.END_ELEMENT -> end();
      case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> text(xml);
      default -> {
        return true;
      }
    }
    return !parents.isEmpty();
  }

  private void begin(XMLStreamReader xml) throws UnreadableImageException {
    String name = xml.getLocalName();
    if (parents.isEmpty() && !name.equals("OME")) {
      throw new UnreadableImageException(
          path, "is no OME-XML: its root is '" + name + "', not 'OME'");
    }
    if (parents.size() == MOST_DEPTH) {
      throw new UnreadableImageException(
          path, "OME-XML has elements more than " + MOST_DEPTH + " deep");
    }
    content.begin(name, Objects.toString(parents.peek(), ""), new XmlAttributes(path, xml));
    parents.push(name);
  }

  private void end() throws UnreadableImageException {
    String name = parents.pop();
    content.end(name, Objects.toString(parents.peek(), ""));
  }

  private void text(XMLStreamReader xml) {
    StringBuilder target = content.text();
    if (target != null) {
      int room = MOST_TEXT - target.length();
      target.append(
          xml.getTextCharacters(), xml.getTextStart(), Math.min(room, xml.getTextLength()));
    }
  }
}
