package org.scopeside.segmenter.engine;

import java.io.IOException;

/** Bytes of a message to be written of which only the number is known yet. */
interface ProtobufPiece {
  long size();

  void write(ProtobufMessage.Sink sink) throws IOException, EngineException;
}
