package org.scopeside.segmenter.pipeline;

import org.scopeside.contract.PlaneHeader;
import org.scopeside.segmenter.image.GreyImage;
import org.scopeside.segmenter.ingest.ReceivedFrame;

/** A plane that was read: its metadata and grey values. */
record DecodedPlane(ReceivedFrame frame, PlaneHeader header, GreyImage image) {
  long bytes() {
    return image.bytes();
  }
}
