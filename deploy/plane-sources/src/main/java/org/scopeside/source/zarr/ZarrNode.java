package org.scopeside.source.zarr;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.scopeside.source.UnreadableImageException;

/**
 * A folder of a Zarr hierarchy with what it says of itself.
 *
 * @param document the file that says it
 * @param attributes OME's keys: {@code plate}, {@code well}, {@code multiscales}, {@code omero}, …
 */
record ZarrNode(Path folder, Path document, JsonNode attributes) {
  /** What bioformats2raw calls its collections of images. */
  static final String COLLECTION = "bioformats2raw.layout";

  /** The folder's attributes; null where it has none. */
  static @Nullable ZarrNode find(Path folder) throws UnreadableImageException {
    Path attributes = folder.resolve(".zattrs");
    JsonNode version2 = ZarrJson.find(attributes);
    if (version2 != null) {
      return new ZarrNode(folder, attributes, version2);
    }
    Path document = folder.resolve("zarr.json");
    JsonNode version3 = ZarrJson.find(document);
    return version3 == null
        ? null
        : new ZarrNode(folder, document, version3.path("attributes").path("ome"));
  }

  /** The folder's attributes, which must be there. */
  static ZarrNode read(Path folder) throws UnreadableImageException {
    ZarrNode found = find(folder);
    if (found == null) {
      throw new UnreadableImageException(folder, "has neither .zattrs nor zarr.json");
    }
    return found;
  }

  /** Whether these are attributes that OME-Zarr defines for something that holds images. */
  boolean isOme() {
    return isPlate() || isWell() || isImage() || isCollection();
  }

  boolean isPlate() {
    return attributes.path("plate").isObject();
  }

  boolean isWell() {
    return attributes.path("well").isObject();
  }

  boolean isImage() {
    return attributes.path("multiscales").isArray();
  }

  boolean isCollection() {
    return attributes.has(COLLECTION);
  }

  UnreadableImageException unreadable(String reason) {
    return new UnreadableImageException(document, reason);
  }
}
