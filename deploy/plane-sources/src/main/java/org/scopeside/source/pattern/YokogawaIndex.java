package org.scopeside.source.pattern;

import java.io.IOException;
import java.nio.file.Path;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import org.scopeside.source.PlaneFacts;

/**
 * {@code MeasurementData.mlf} (a record an image: position in µm, time) and {@code
 * MeasurementDetail.mrf} (size of a pixel in µm by channel, rows and columns of the plate).
 */
final class YokogawaIndex implements PlainXml.Elements {
  private final FolderIndex index;
  private @Nullable PlaneFacts image;

  private YokogawaIndex(FolderIndex index) {
    this.index = index;
  }

  static void read(Path file, FolderIndex index) throws IOException {
    PlainXml.walk(file, new YokogawaIndex(index));
  }

  @Override
  public void opened(String name, XMLStreamReader at) {
    switch (name) {
      case "MeasurementRecord" ->
          image = "IMG".equals(PlainXml.attribute(at, "Type")) ? facts(at) : null;
      case "MeasurementChannel" -> channel(at);
      case "MeasurementDetail" -> {
        index.plateRows = small(PlainXml.attribute(at, "RowCount"));
        index.plateColumns = small(PlainXml.attribute(at, "ColumnCount"));
      }
      default -> {}
    }
  }

  private void channel(XMLStreamReader at) {
    String channel = PlainXml.attribute(at, "Ch");
    Double x = FolderIndex.positive(PlainXml.attribute(at, "HorizontalPixelDimension"), 1);
    Double y = FolderIndex.positive(PlainXml.attribute(at, "VerticalPixelDimension"), 1);
    if (channel != null && x != null) {
      index.pixelSizesUm.put(FolderIndex.number(channel), new double[] {x, y == null ? x : y});
    }
  }

  private static PlaneFacts facts(XMLStreamReader at) {
    return new PlaneFacts(
        null,
        null,
        null,
        null,
        FolderIndex.finite(PlainXml.attribute(at, "X"), 1),
        FolderIndex.finite(PlainXml.attribute(at, "Y"), 1),
        FolderIndex.finite(PlainXml.attribute(at, "Z"), 1),
        HarmonyIndex.instant(PlainXml.attribute(at, "Time")));
  }

  private static int small(@Nullable String text) {
    return text != null && text.matches("[0-9]{1,2}") ? Integer.parseInt(text) : 0;
  }

  @Override
  public void closed(String name, String text) {
    PlaneFacts facts = image;
    if (name.equals("MeasurementRecord") && facts != null && !text.isEmpty()) {
      index.planes.put(
          text.substring(1 + Math.max(text.lastIndexOf('/'), text.lastIndexOf('\\'))), facts);
      image = null;
    }
  }
}
