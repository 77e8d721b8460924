package org.scopeside.source.ometiff;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.scopeside.source.UnreadableImageException;
import org.scopeside.source.image.TiffDirectory;
import org.scopeside.source.image.TiffFile;

/**
 * What the first page of a TIFF says that it is.
 *
 * @param omeXml null where there is none
 * @param imageJ ImageJ's lines; null where there are none. Micro-Manager writes some beside OME-XML
 * @param micromanager true where the page has Micro-Manager's JSON
 */
record FirstPage(
    @Nullable String omeXml, @Nullable ImageJHeader imageJ, boolean micromanager, int pages) {

  static FirstPage of(OpenTiffs tiffs, Path path) throws UnreadableImageException {
    return tiffs.with(path, FirstPage::of);
  }

  private static FirstPage of(TiffFile tiff) throws IOException {
    TiffDirectory page = tiff.page(0);
    List<String> texts = page.texts(TiffDirectory.IMAGE_DESCRIPTION);
    return new FirstPage(
        texts.stream().filter(OmeXml::isOmeXml).findFirst().orElse(null),
        texts.stream()
            .filter(ImageJHeader::isImageJ)
            .findFirst()
            .map(ImageJHeader::of)
            .orElse(null),
        page.has(TiffDirectory.MICRO_MANAGER_METADATA)
            || texts.stream().anyMatch(FirstPage::isMicroManagerJson),
        tiff.pages());
  }

  /** Micro-Manager before 1.4.20 wrote a page's JSON as its description. */
  static boolean isMicroManagerJson(String text) {
    MicroManagerPage page = text.startsWith("{") ? MicroManagerPage.parse(text) : null;
    return page != null && page.saysPlace();
  }

  boolean isImageJStack() {
    return imageJ != null && imageJ.images() > 1;
  }
}
