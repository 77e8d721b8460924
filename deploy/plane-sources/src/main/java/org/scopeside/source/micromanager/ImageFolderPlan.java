package org.scopeside.source.micromanager;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.scopeside.source.PlaneDataset;
import org.scopeside.source.PlaneDataset.Unread;
import org.scopeside.source.StoredAcquisition;
import org.scopeside.source.UnusableSourceException;

/** Which frames an acquisition's folders hold: those of metadata.txt, and images beside it. */
final class ImageFolderPlan {
  private static final int MOST_MISSING_SHOWN = 1000;

  private final Path opened;
  private final List<FolderFrame> frames = new ArrayList<>();
  private final List<FrameAt> missing = new ArrayList<>();
  private final List<Unread> unread = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();
  private SummaryMetadata summary = SummaryMetadata.NONE;

  private ImageFolderPlan(Path opened) {
    this.opened = opened;
  }

  /**
   * What a folder holds.
   *
   * @throws UnusableSourceException if no image of it can be read
   */
  static PlaneDataset of(Path folder) throws IOException {
    ImageFolderPlan plan = new ImageFolderPlan(folder);
    List<Path> folders = MicroManagerFolders.of(folder);
    for (int i = 0; i < folders.size(); i++) {
      plan.add(folders.get(i), i);
    }
    return plan.dataset();
  }

  private void add(Path folder, int order) {
    Path file = folder.resolve(MetadataText.NAME);
    try {
      MetadataText text = MetadataText.read(file);
      if (text.damage() != null) {
        remarks.add(shown(file) + " " + text.damage());
      }
      summary = summary.equals(SummaryMetadata.NONE) ? text.summary() : summary;
      new OneFolder(folder, order, text).add(MicroManagerFolders.images(folder));
    } catch (AccessDeniedException denied) {
      unread.add(new Unread(file, "permission denied"));
    } catch (IOException failure) {
      unread.add(new Unread(file, "cannot be read: " + failure));
    }
  }

  private PlaneDataset dataset() throws UnusableSourceException {
    if (frames.isEmpty()) {
      String first =
          unread.isEmpty() ? "" : ": " + unread.get(0).file() + " " + unread.get(0).reason();
      throw new UnusableSourceException(opened + " holds no image of Micro-Manager" + first);
    }
    if (missing.size() > MOST_MISSING_SHOWN) {
      remarks.add(missing.size() + " images that metadata.txt lists do not exist");
    }
    inOrderOfAcquisition();
    return new FolderDataset(
        List.of(FramePlan.of(name(), frames, missing, summary, pixelSizeUm())), unread, remarks);
  }

  /** By time where all frames tell it; a folder's metadata.txt has its own frames only. */
  private void inOrderOfAcquisition() {
    if (frames.stream().allMatch(frame -> frame.facts().deltaTMs() != null)) {
      frames.sort(
          Comparator.comparingDouble(
              frame -> Objects.requireNonNullElse(frame.facts().deltaTMs(), 0.0)));
    }
  }

  private @Nullable Double pixelSizeUm() {
    Set<@Nullable Double> sizes = new HashSet<>();
    frames.forEach(frame -> sizes.add(frame.facts().physicalSizeXUm()));
    return sizes.size() == 1 ? sizes.iterator().next() : null;
  }

  private String name() {
    Path last = opened.getFileName();
    return last == null ? "micro-manager" : last.toString();
  }

  private String shown(Path file) {
    return opened.relativize(file).toString().replace('\\', '/');
  }

  /** The frames of one metadata.txt. */
  private final class OneFolder {
    private final Path folder;
    private final int order;
    private final MetadataText text;
    private final Map<String, Long> channels = new TreeMap<>();

    OneFolder(Path folder, int order, MetadataText text) {
      this.folder = folder;
      this.order = order;
      this.text = text;
    }

    void add(Set<String> images) {
      text.frames().forEach((name, frame) -> addListed(name, frame, images));
      for (String name : images) {
        if (!text.frames().containsKey(name)) {
          addUnlisted(name);
        }
      }
    }

    private void addListed(String name, MetadataText.Frame frame, Set<String> images) {
      ImageFileName named = ImageFileName.parse(name);
      if (named != null && frame.channel() != null) {
        channels.putIfAbsent(named.channel(), frame.channel());
      }
      FrameAt at = at(frame, named);
      Path file = folder.resolve(name.replace('\\', '_').replace('\0', '_'));
      if (images.contains(name)) {
        frames.add(new FolderFrame(at, file, shown(file), frame.facts(), frame.bitDepth()));
        return;
      }
      missing.add(at);
      if (missing.size() <= MOST_MISSING_SHOWN) {
        unread.add(new Unread(file, "is listed in metadata.txt and does not exist"));
      }
    }

    /**
     * An image that metadata.txt does not list, as where that was cut, has its place by its name.
     */
    private void addUnlisted(String name) {
      ImageFileName named = ImageFileName.parse(name);
      Path file = folder.resolve(name);
      if (named == null) {
        unread.add(new Unread(file, "is not listed in metadata.txt, and its name tells no place"));
        return;
      }
      FrameAt at = at(MetadataText.Frame.NOTHING, named);
      frames.add(new FolderFrame(at, file, shown(file), MetadataText.Frame.NOTHING.facts(), null));
    }

    private FrameAt at(MetadataText.Frame frame, @Nullable ImageFileName named) {
      Long time = frame.time();
      Long section = frame.section();
      return new FrameAt(
          position(frame, named),
          label(frame),
          channel(frame, named),
          frame.channelName(),
          time != null ? time : named == null ? 0 : named.time(),
          section != null ? section : named == null ? 0 : named.section());
    }

    private String position(MetadataText.Frame frame, @Nullable ImageFileName named) {
      if (frame.position() != null) {
        return String.valueOf(frame.position());
      }
      String told = named == null ? null : named.position();
      return told == null ? String.valueOf(order) : told;
    }

    private @Nullable String label(MetadataText.Frame frame) {
      Path own = folder.equals(opened) ? null : folder.getFileName();
      return frame.positionName() != null || own == null ? frame.positionName() : own.toString();
    }

    private String channel(MetadataText.Frame frame, @Nullable ImageFileName named) {
      if (frame.channel() != null || named == null) {
        return String.valueOf(Objects.requireNonNullElse(frame.channel(), 0L));
      }
      Long known = channels.get(named.channel());
      int declared = summary.channelNames().indexOf(named.channel());
      // A name that nothing tells the number of is a channel by itself.
      return known != null
          ? String.valueOf(known)
          : declared >= 0 ? String.valueOf(declared) : named.channel();
    }
  }

  /** Files are opened for each plane anew, so that there is nothing to close. */
  private record FolderDataset(
      List<StoredAcquisition> acquisitions, List<Unread> unread, List<String> remarks)
      implements PlaneDataset {
    FolderDataset {
      acquisitions = List.copyOf(acquisitions);
      unread = List.copyOf(unread);
      remarks = List.copyOf(remarks);
    }

    @Override
    public void close() {}
  }
}
