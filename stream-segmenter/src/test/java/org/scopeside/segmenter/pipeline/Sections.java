package org.scopeside.segmenter.pipeline;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.scopeside.contract.PixelType;
import org.scopeside.contract.PlaneHeader;
import org.scopeside.contract.Well;
import org.scopeside.segmenter.image.GreyImage;
import org.scopeside.segmenter.ingest.ReceivedFrame;

/** Sections of stacks, each delivered at an offset of its own. */
final class Sections {
  static final TopicPartition ZERO = new TopicPartition("frames", 0);
  static final TopicPartition ONE = new TopicPartition("frames", 1);

  private long offset;
  int assignment = 1;
  TopicPartition partition = ZERO;
  int sizeZ = 3;
  int theC;

  /** A section of a row of pixels. */
  DecodedPlane section(int field, int theZ, float... row) {
    return section(field, theZ, new GreyImage(row, row.length, 1));
  }

  DecodedPlane section(int field, int theZ, GreyImage image) {
    PlaneHeader header =
        new PlaneHeader.Builder()
            .acquisition("run-1")
            .source("/scopes/1")
            .capturedAt(Instant.EPOCH)
            .well(new Well(0, 0))
            .field(field)
            .theZ(theZ)
            .sizeZ(sizeZ)
            .theC(theC)
            .sizeC(theC + 1)
            .sizeX(image.width())
            .sizeY(image.height())
            .pixelType(PixelType.UINT16)
            .build();
    ReceivedFrame frame =
        new ReceivedFrame(
            partition, offset++, assignment, null, Instant.EPOCH, Map.of(), new byte[0]);
    return new DecodedPlane(frame, header, image);
  }

  static AnalysedPlane analysed(DecodedPlane plane) {
    return new AnalysedPlane(plane.frame(), plane.header(), Map.of(), List.of());
  }
}
