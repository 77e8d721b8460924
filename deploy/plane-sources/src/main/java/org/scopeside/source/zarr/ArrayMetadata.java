package org.scopeside.source.zarr;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.scopeside.source.UnreadableImageException;

/** Reads what an array says of itself, {@code .zarray} or {@code zarr.json}. */
final class ArrayMetadata {
  private static final String READ =
      "; read are none, zlib, gzip, zstd, lz4 and blosc. Write it again with one of those";

  private final Path document;
  private final JsonNode content;

  private ArrayMetadata(Path document, JsonNode content) {
    this.document = document;
    this.content = content;
  }

  /** The array in a folder. */
  static ZarrArray read(Path folder) throws UnreadableImageException {
    Path version2 = folder.resolve(".zarray");
    JsonNode content = ZarrJson.find(version2);
    if (content != null) {
      return new ZarrArray(folder, new ArrayMetadata(version2, content).version2());
    }
    Path version3 = folder.resolve("zarr.json");
    content = ZarrJson.find(version3);
    if (content == null) {
      throw new UnreadableImageException(
          folder, "is no Zarr array: it has neither .zarray nor zarr.json");
    }
    return new ZarrArray(folder, new ArrayMetadata(version3, content).version3());
  }

  private ZarrArray.Layout version2() throws UnreadableImageException {
    require("2".equals(content.path("zarr_format").asText("2")), "zarr_format", "2");
    require("C".equals(content.path("order").asText("C")), "order", "C");
    JsonNode filters = content.path("filters");
    if (!filters.isNull() && !filters.isMissingNode() && !filters.isEmpty()) {
      throw unreadable(
          "has the filter '"
              + filters.path(0).path("id").asText(ZarrJson.shown(filters))
              + "', and none is read; write it again without filters");
    }
    String dtype = content.path("dtype").asText("");
    SampleType type = SampleType.ofVersion2(dtype);
    return layout(
        content.path("chunks"),
        type,
        content.path("dtype"),
        new ChunkKeys("", separator(content.path("dimension_separator"), '.')),
        version2Decoder(content.path("compressor")));
  }

  private ChunkDecoder version2Decoder(JsonNode compressor) throws UnreadableImageException {
    if (compressor.isNull() || compressor.isMissingNode()) {
      return ChunkDecoder.NONE;
    }
    return decoder(compressor.path("id").asText(ZarrJson.shown(compressor)));
  }

  private ChunkDecoder decoder(String name) throws UnreadableImageException {
    return switch (name) {
      case "zlib" -> ChunkDecoder.ZLIB;
      case "gzip" -> ChunkDecoder.GZIP;
      case "zstd" -> ChunkDecoder.ZSTD;
      case "lz4" -> ChunkDecoder.LZ4;
      case "blosc" -> new BloscContainer();
      default -> throw unreadable("has chunks compressed with '" + name + "'" + READ);
    };
  }

  private ZarrArray.Layout version3() throws UnreadableImageException {
    require("array".equals(content.path("node_type").asText()), "node_type", "array");
    JsonNode grid = content.path("chunk_grid");
    require("regular".equals(grid.path("name").asText()), "chunk_grid", "regular");
    List<JsonNode> codecs = new ArrayList<>();
    content.path("codecs").forEach(codecs::add);
    JsonNode toBytes = codecs.isEmpty() ? content.path("codecs") : codecs.get(0);
    String first = toBytes.path("name").asText(ZarrJson.shown(toBytes));
    if (!first.equals("bytes")) {
      throw unreadable(
          "has the codec '"
              + first
              + "', which is not read; write it again without"
              + (first.startsWith("sharding") ? " sharding" : " it"));
    }
    boolean big = "big".equals(toBytes.path("configuration").path("endian").asText());
    JsonNode dataType = content.path("data_type");
    return layout(
        grid.path("configuration").path("chunk_shape"),
        SampleType.ofVersion3(dataType.asText(), big),
        dataType,
        version3Keys(),
        version3Decoder(codecs.subList(1, codecs.size())));
  }

  private ChunkKeys version3Keys() throws UnreadableImageException {
    JsonNode encoding = content.path("chunk_key_encoding");
    JsonNode separator = encoding.path("configuration").path("separator");
    return switch (encoding.path("name").asText("default")) {
      case "default" -> new ChunkKeys("c", separator(separator, '/'));
      case "v2" -> new ChunkKeys("", separator(separator, '.'));
      default -> throw unreadable("has chunk_key_encoding " + ZarrJson.shown(encoding));
    };
  }

  private ChunkDecoder version3Decoder(List<JsonNode> codecs) throws UnreadableImageException {
    List<String> names = new ArrayList<>();
    codecs.forEach(codec -> names.add(codec.path("name").asText(ZarrJson.shown(codec))));
    boolean checked = !names.isEmpty() && names.get(names.size() - 1).equals("crc32c");
    if (checked) {
      names.remove(names.size() - 1);
    }
    if (names.size() > 1) {
      throw unreadable("has chunks encoded with " + names + ", and one compressor at most is read");
    }
    ChunkDecoder decoder = names.isEmpty() ? ChunkDecoder.NONE : decoder(names.get(0));
    return checked ? decoder.checked() : decoder;
  }

  private ZarrArray.Layout layout(
      JsonNode chunks,
      @Nullable SampleType type,
      JsonNode typeName,
      ChunkKeys keys,
      ChunkDecoder decoder)
      throws UnreadableImageException {
    if (type == null) {
      throw unreadable(
          "has samples of type "
              + ZarrJson.shown(typeName)
              + "; read are integers of 1, 2 and 4 bytes, floats of 4 and 8");
    }
    JsonNode fillValue = content.path("fill_value");
    byte[] fill = type.fill(fillValue);
    if (fill == null) {
      throw unreadable("has the fill_value " + ZarrJson.shown(fillValue) + ", which is no number");
    }
    return new ZarrArray.Layout(
        document,
        Extents.read(document, content.path("shape"), "shape"),
        Extents.read(document, chunks, "chunks"),
        type,
        new ZarrArray.Sample(fill),
        keys,
        decoder);
  }

  private char separator(JsonNode separator, char fallback) throws UnreadableImageException {
    String text = separator.asText(String.valueOf(fallback));
    if (!text.equals(".") && !text.equals("/")) {
      throw unreadable("separates dimensions by " + ZarrJson.shown(separator) + ", not '.' or '/'");
    }
    return text.charAt(0);
  }

  private void require(boolean holds, String member, String readable)
      throws UnreadableImageException {
    if (!holds) {
      throw unreadable(
          "has %s %s, and only %s is read"
              .formatted(member, ZarrJson.shown(content.path(member)), readable));
    }
  }

  private UnreadableImageException unreadable(String reason) {
    return new UnreadableImageException(document, reason);
  }
}
