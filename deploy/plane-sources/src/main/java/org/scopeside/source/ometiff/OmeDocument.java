package org.scopeside.source.ometiff;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an OME-XML document says of where planes are and what they show.
 *
 * @param uuid of the file that the document stands in; null where it does not say
 * @param datasets ids of the data sets that its images belong to
 * @param binaryOnly where the real document is; null where this is it
 */
record OmeDocument(
    @Nullable String uuid,
    List<String> datasets,
    @Nullable BinaryOnly binaryOnly,
    List<OmeImage> images,
    List<OmePlate> plates) {

  /**
   * The document is in another file.
   *
   * @param metadataFile its name, beside this file
   */
  record BinaryOnly(String metadataFile, @Nullable String uuid) {}

  /** Begins the id of the data set in which an archive of planes puts all images of a run. */
  private static final String ARCHIVED = "Dataset:scopeside:";

  OmeDocument {
    datasets = List.copyOf(datasets);
    images = List.copyOf(images);
    plates = List.copyOf(plates);
  }

  /** What only documents of one archived run share; null where nothing does. */
  @Nullable String declared() {
    return datasets.stream().filter(id -> id.startsWith(ARCHIVED)).findFirst().orElse(null);
  }

  /** The images by their ids; the first where an id is there twice. */
  Map<String, OmeImage> imagesById() {
    Map<String, OmeImage> byId = new HashMap<>();
    images.forEach(image -> byId.putIfAbsent(image.id(), image));
    return byId;
  }
}
