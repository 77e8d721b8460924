package org.scopeside.source.ndtiff;

/**
 * An image of {@code NDTiff.index}.
 *
 * @param axes JSON object that identifies the image
 * @param page zero-based, counted within its file
 * @param pixelOffset byte of the first pixel, unsigned 32 bits; {@code metadataOffset} alike
 */
record IndexEntry(
    String axes,
    String file,
    int page,
    long pixelOffset,
    int sizeX,
    int sizeY,
    int pixelType,
    int pixelCompression,
    long metadataOffset,
    int metadataLength,
    int metadataCompression) {}
