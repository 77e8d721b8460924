package org.scopeside.publish;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.scopeside.contract.AcquisitionStarted;
import org.scopeside.contract.AcquisitionTally;
import org.scopeside.contract.PixelCodec;
import org.scopeside.contract.PixelType;
import org.scopeside.contract.PlaneHeader;
import org.scopeside.contract.Topics;
import org.scopeside.contract.Well;

/** A publisher on a recorded Kafka, and planes to give it. */
final class PublishedRun implements AutoCloseable {
  static final int MIB = 1 << 20;

  /** Half of the smallest queue: 512 x 512 of two bytes. */
  static final int HALF_MIB_SIDE = 512;

  final RecordedKafka kafka;
  final List<String> log = Collections.synchronizedList(new ArrayList<>());
  final FramePublisher publisher;
  final AcquisitionRun run;

  PublishedRun(RecordedKafka kafka, long queueBytes, int encoders) {
    this.kafka = kafka;
    this.publisher =
        new FramePublisher(
            new PublisherSettings(
                Topics.DEFAULT, "/scopes/1", queueBytes, encoders, PixelCodec.IDENTITY),
            () -> kafka,
            kafka::write,
            log::add);
    this.run = publisher.begin(plan("run-1"));
  }

  static AcquisitionStarted plan(String acquisition) {
    return new AcquisitionStarted.Builder(
            acquisition, "/scopes/1", Instant.parse("2026-03-01T10:00:00Z"))
        .wells(List.of(new Well(0, 0), new Well(1, 1)))
        .expectedPlanes(4)
        .build();
  }

  /** A 16-bit square plane of {@code run-1}. */
  static PlaneHeader header(String well, int field, int theT, int side) {
    return new PlaneHeader.Builder()
        .acquisition("run-1")
        .source("/scopes/1")
        .capturedAt(Instant.parse("2026-03-01T10:00:01Z"))
        .well(Well.parse(well))
        .field(field)
        .theT(theT)
        .sizeT(1000)
        .sizeX(side)
        .sizeY(side)
        .pixelType(PixelType.UINT16)
        .build();
  }

  static CapturedPlane plane(String well, int field, int theT, int side) {
    return CapturedPlane.of(header(well, field, theT, side), new short[side * side]);
  }

  /** A plane whose samples are fewer than its header says, so that no encoder takes it. */
  static CapturedPlane cutPlane(String well, int field, int theT) {
    return CapturedPlane.of(header(well, field, theT, 8), new short[63]);
  }

  /** What a tally says of a well, in words. */
  static String counts(AcquisitionTally tally, String well) {
    AcquisitionTally.Count count = tally.wells().get(well);
    return count == null
        ? "nothing"
        : count.captured() + " captured, " + count.dropped() + " dropped";
  }

  @Override
  public void close() {
    publisher.close();
  }
}
