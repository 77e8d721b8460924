package org.scopeside.segmenter.pipeline;

import org.scopeside.contract.MalformedRecordException;
import org.scopeside.contract.Plane;
import org.scopeside.contract.PlaneDecoder;
import org.scopeside.segmenter.ingest.PlaneImages;
import org.scopeside.segmenter.ingest.ReceivedFrame;

/** Validates and decodes records; one decoder a thread, kept as long as the thread. */
final class PlaneReader {
  private final ThreadLocal<PlaneDecoder> decoder = ThreadLocal.withInitial(PlaneDecoder::new);
  private final boolean keepRaw;

  /**
   * @param keepRaw whether images keep the camera's samples beside the grey values
   */
  PlaneReader(boolean keepRaw) {
    this.keepRaw = keepRaw;
  }

  DecodedPlane read(ReceivedFrame frame) throws MalformedRecordException {
    Plane plane = decoder.get().decode(frame.headers(), frame.value());
    // Pixels are grey values from here on; the record's bytes need not be kept until the commit.
    ReceivedFrame withoutValue =
        new ReceivedFrame(
            frame.partition(),
            frame.offset(),
            frame.assignment(),
            frame.publishedAt(),
            frame.receivedAt(),
            frame.headers(),
            new byte[0]);
    return new DecodedPlane(withoutValue, plane.header(), PlaneImages.grey(plane, keepRaw));
  }
}
