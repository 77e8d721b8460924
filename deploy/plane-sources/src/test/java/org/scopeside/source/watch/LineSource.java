package org.scopeside.source.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.scopeside.contract.PixelType;
import org.scopeside.source.PlaneBuffers;
import org.scopeside.source.PlaneDataset;
import org.scopeside.source.PlaneFacts;
import org.scopeside.source.PlanePixels;
import org.scopeside.source.PlanePlace;
import org.scopeside.source.PlaneSource;
import org.scopeside.source.Recognition;
import org.scopeside.source.SourceOptions;
import org.scopeside.source.StoredAcquisition;
import org.scopeside.source.StoredPlane;
import org.scopeside.source.UnreadableImageException;

/**
 * A format for tests: {@code planes.lines} in a folder, a line a time point with its grey value.
 */
final class LineSource implements PlaneSource {
  private static final String INDEX = "planes.lines";

  @Override
  public String name() {
    return "lines";
  }

  @Override
  public String description() {
    return "Lines";
  }

  @Override
  public boolean readsWhatGrows() {
    return true;
  }

  @Override
  public Recognition recognise(Path path, SourceOptions options) {
    return Files.exists(path.resolve(INDEX)) ? Recognition.CERTAIN : Recognition.NO;
  }

  @Override
  public PlaneDataset open(Path path, SourceOptions options) throws IOException {
    List<StoredPlane> planes = new ArrayList<>();
    for (String line : Files.readAllLines(path.resolve(INDEX))) {
      planes.add(new LinePlane(path, planes.size(), line));
    }
    StoredAcquisition acquisition =
        new StoredAcquisition(
            path.getFileName().toString(),
            null,
            0,
            0,
            List.of(),
            List.of(),
            1,
            planes.size(),
            null,
            null,
            planes);
    return new LineDataset(acquisition);
  }

  private record LinePlane(Path path, int page, String line) implements StoredPlane {
    @Override
    public PlanePlace place() {
      return new PlanePlace(null, 0, page, 0, 0);
    }

    @Override
    public String file() {
      return INDEX;
    }

    @Override
    public PlanePixels read(PlaneBuffers buffers) throws UnreadableImageException {
      if (line.equals("?")) {
        throw new UnreadableImageException(path, "its line is not written yet");
      }
      byte[] pixels = buffers.take(4);
      Arrays.fill(pixels, Byte.parseByte(line));
      return new PlanePixels(2, 2, 1, PixelType.UINT8, null, PlaneFacts.NONE, pixels);
    }
  }

  private record LineDataset(StoredAcquisition acquisition) implements PlaneDataset {
    @Override
    public List<StoredAcquisition> acquisitions() {
      return List.of(acquisition);
    }

    @Override
    public List<Unread> unread() {
      return List.of();
    }

    @Override
    public List<String> remarks() {
      return List.of();
    }

    @Override
    public void close() {}
  }
}
