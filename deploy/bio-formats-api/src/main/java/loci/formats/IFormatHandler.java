package loci.formats;

import java.io.Closeable;
import java.io.IOException;

/** Signatures of Bio-Formats' type of this name. */
public interface IFormatHandler extends Closeable {
  String getFormat();

  void setId(String id) throws FormatException, IOException;
}
