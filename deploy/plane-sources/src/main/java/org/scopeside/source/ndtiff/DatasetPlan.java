package org.scopeside.source.ndtiff;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.PlaneHeader;
import org.scopeside.source.PlaneDataset;
import org.scopeside.source.PlaneDataset.Unread;
import org.scopeside.source.PlanePlace;
import org.scopeside.source.StoredAcquisition;
import org.scopeside.source.StoredPlane;
import org.scopeside.source.UnreadableImageException;
import org.scopeside.source.UnusableSourceException;
import org.scopeside.source.micromanager.FrameAt;
import org.scopeside.source.micromanager.FrameMetadata;
import org.scopeside.source.micromanager.FramePlan;
import org.scopeside.source.micromanager.SummaryMetadata;

/**
 * Which planes of an index are there whole, and where they are in their acquisition. Images of
 * different shape are acquisitions of their own.
 */
final class DatasetPlan {
  private static final Set<String> KNOWN_AXES = Set.of("position", "channel", "time", "z");

  private final Path opened;
  private final Path folder;
  private final Map<String, @Nullable NdTiffStack> stacks = new HashMap<>();
  private final Map<Path, Refusals> refusals = new LinkedHashMap<>();
  private final List<String> remarks = new ArrayList<>();
  private final List<FrameAt> unreadFrames = new ArrayList<>();
  private final Map<String, Told> toldOfPosition = new HashMap<>();
  private final Map<String, Told> toldOfChannel = new HashMap<>();

  /** What the metadata of an image says, where the index does not. */
  private record Told(
      @Nullable String positionName, @Nullable String channelName, @Nullable Double pixelSizeUm) {
    static final Told NOTHING = new Told(null, null, null);
  }

  /** How many images of a file are not read, and why the first is not. */
  private record Refusals(int images, String first) {
    Refusals and(Refusals more) {
      return new Refusals(images + more.images, first);
    }

    String shown() {
      return images <= 1 ? first : first + "; so with " + (images - 1) + " more images";
    }
  }

  private record Shape(int sizeX, int sizeY, NdTiffPixelType type) {
    String shown() {
      return sizeX + "x" + sizeY + " " + type.name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  private record IndexedFrame(
      FrameAt at, String file, NdTiffStack stack, IndexEntry entry, Shape shape)
      implements FramePlan.Frame {
    @Override
    public StoredPlane plane(PlanePlace place) {
      return new NdTiffPlane(place, file, stack, entry, shape.type());
    }
  }

  private DatasetPlan(Path opened, Path folder) {
    this.opened = opened;
    this.folder = folder;
  }

  /**
   * What a data set holds.
   *
   * @param opened the path the user gave
   * @throws UnusableSourceException if no plane of it can be read, or an axis is not known
   */
  static PlaneDataset of(Path opened, Path index) throws IOException {
    Path folder = index.resolveSibling("").normalize();
    return new DatasetPlan(opened, folder).plan(index, read(index));
  }

  private static NdTiffIndex read(Path index) throws UnusableSourceException {
    try {
      return NdTiffIndex.read(index);
    } catch (AccessDeniedException denied) {
      throw new UnusableSourceException(index + ": permission denied", denied);
    } catch (IOException failure) {
      throw new UnusableSourceException(index + " cannot be read: " + failure, failure);
    }
  }

  private PlaneDataset plan(Path index, NdTiffIndex read) throws UnusableSourceException {
    if (read.damage() != null) {
      remarks.add(NdTiffIndex.NAME + " " + read.damage());
    }
    Map<Shape, List<IndexedFrame>> byShape = new LinkedHashMap<>();
    for (Map.Entry<ImageAxes, IndexEntry> image : images(index, read.entries()).entrySet()) {
      IndexedFrame frame = frame(image.getKey(), image.getValue());
      if (frame == null) {
        unreadFrames.add(at(image.getKey(), Told.NOTHING, Told.NOTHING));
      } else {
        byShape.computeIfAbsent(frame.shape(), any -> new ArrayList<>()).add(frame);
      }
    }
    if (byShape.isEmpty()) {
      throw nothingIn(index, read);
    }
    return new NdTiffDataset(acquisitions(byShape), unread(), remarks);
  }

  private UnusableSourceException nothingIn(Path index, NdTiffIndex read) {
    String why =
        read.entries().isEmpty()
            ? read.damage() == null ? "has no images yet" : String.valueOf(read.damage())
            : unread().stream()
                .findFirst()
                .map(
                    first ->
                        "lists no image that can be read: " + first.file() + " " + first.reason())
                .orElse("lists no image that can be read");
    return new UnusableSourceException(index + " " + why);
  }

  private List<Unread> unread() {
    List<Unread> unread = new ArrayList<>();
    refusals.forEach((file, refused) -> unread.add(new Unread(file, refused.shown())));
    return unread;
  }

  /** Images by their axes; one that was written again counts as it was written last. */
  private Map<ImageAxes, IndexEntry> images(Path index, List<IndexEntry> entries)
      throws UnusableSourceException {
    Map<ImageAxes, IndexEntry> images = new LinkedHashMap<>();
    int again = 0;
    for (IndexEntry entry : entries) {
      ImageAxes axes = ImageAxes.parse(entry.axes());
      if (axes == null || axes.number("time") == null || axes.number("z") == null) {
        refuse(index, "axes '" + clip(entry.axes()) + "' are no place of an image");
      } else if (images.put(axes, entry) != null) {
        again++;
      }
    }
    if (again > 0) {
      remarks.add(again + " images were written again; the last of each counts");
    }
    refuseUnknownAxes(index, images.keySet());
    return images;
  }

  private static void refuseUnknownAxes(Path index, Set<ImageAxes> images)
      throws UnusableSourceException {
    Map<String, Set<String>> values = new TreeMap<>();
    for (ImageAxes image : images) {
      image
          .values()
          .forEach(
              (axis, value) -> values.computeIfAbsent(axis, any -> new TreeSet<>()).add(value));
    }
    for (Map.Entry<String, Set<String>> axis : values.entrySet()) {
      if (!KNOWN_AXES.contains(axis.getKey()) && axis.getValue().size() > 1) {
        throw new UnusableSourceException(
            "%s has axis '%s' with %d values (%s); only position, channel, z and time are read"
                .formatted(index, axis.getKey(), axis.getValue().size(), some(axis.getValue())));
      }
    }
  }

  private static String some(Set<String> values) {
    String some = String.join(", ", values.stream().limit(3).toList());
    return values.size() > 3 ? some + ", ..." : some;
  }

  private static String clip(String text) {
    return text.length() <= 80 ? text : text.substring(0, 80) + "...";
  }

  /** Null where the image cannot be read. */
  private @Nullable IndexedFrame frame(ImageAxes axes, IndexEntry entry) {
    NdTiffStack stack = stack(entry.file());
    if (stack == null) {
      return null;
    }
    NdTiffPixelType type = NdTiffPixelType.of(entry.pixelType());
    String reason =
        type == null
            ? "image %d has pixel type %d, which is not known"
                .formatted(entry.page() + 1, entry.pixelType())
            : whyUnread(entry, type, stack);
    if (type == null || reason != null) {
      refuse(stack.path(), String.valueOf(reason));
      return null;
    }
    Shape shape = new Shape(entry.sizeX(), entry.sizeY(), type);
    FrameAt at = at(axes, ofPosition(axes, stack, entry), ofChannel(axes, stack, entry));
    return new IndexedFrame(at, shown(stack.path()), stack, entry, shape);
  }

  private @Nullable NdTiffStack stack(String file) {
    if (stacks.containsKey(file)) {
      NdTiffStack known = stacks.get(file);
      if (known == null) {
        refusals.computeIfPresent(
            folder.resolve(file), (path, before) -> before.and(new Refusals(1, "")));
      }
      return known;
    }
    NdTiffStack stack = null;
    try {
      stack = NdTiffStack.open(inFolder(file));
    } catch (UnreadableImageException unreadable) {
      Path path = unreadable.file();
      refuse(path == null ? folder : path, unreadable.reason());
    }
    stacks.put(file, stack);
    return stack;
  }

  /** An index names files beside it; one that leads elsewhere was not written by a microscope. */
  private Path inFolder(String file) throws UnreadableImageException {
    boolean plain = !file.contains("/") && !file.contains("\\") && file.indexOf('\0') < 0;
    if (!plain || file.equals("..") || file.equals(".")) {
      throw new UnreadableImageException(
          folder.resolve(NdTiffIndex.NAME),
          "names file '" + clip(file.replace('\0', '?')) + "' outside of its folder");
    }
    return folder.resolve(file);
  }

  private static @Nullable String whyUnread(
      IndexEntry entry, NdTiffPixelType type, NdTiffStack stack) {
    int image = entry.page() + 1;
    if (entry.pixelCompression() != 0) {
      return "image %d is compressed in way %d, which is not known"
          .formatted(image, entry.pixelCompression());
    }
    int most = PlaneHeader.MAX_SIDE;
    if (Math.min(entry.sizeX(), entry.sizeY()) < 1
        || Math.max(entry.sizeX(), entry.sizeY()) > most) {
      return "image %d has sides %d and %d, not from 1 to %d"
          .formatted(image, entry.sizeX(), entry.sizeY(), most);
    }
    long bytes = NdTiffPlane.pixelBytes(entry, type);
    if (bytes > PlaneHeader.MAX_PLANE_BYTES) {
      return "image %d has %d bytes, at most %d are read"
          .formatted(image, bytes, PlaneHeader.MAX_PLANE_BYTES);
    }
    return entry.pixelOffset() + bytes <= stack.length()
        ? null
        : "pixels of image %d end at byte %d, the file has %d; it may be cut or still being written"
            .formatted(image, entry.pixelOffset() + bytes, stack.length());
  }

  private void refuse(Path file, String reason) {
    refusals.merge(file, new Refusals(1, reason), Refusals::and);
  }

  private Told ofPosition(ImageAxes axes, NdTiffStack stack, IndexEntry entry) {
    return toldOfPosition.computeIfAbsent(axes.token("position"), any -> told(stack, entry));
  }

  private Told ofChannel(ImageAxes axes, NdTiffStack stack, IndexEntry entry) {
    String channel = axes.token("channel");
    return toldOfChannel.computeIfAbsent(
        channel, any -> isNumber(channel) ? told(stack, entry) : Told.NOTHING);
  }

  private static FrameAt at(ImageAxes axes, Told ofPosition, Told ofChannel) {
    String position = axes.token("position");
    String channel = axes.token("channel");
    Long time = axes.number("time");
    Long z = axes.number("z");
    return new FrameAt(
        position,
        isNumber(position) ? ofPosition.positionName() : position,
        channel,
        isNumber(channel) ? ofChannel.channelName() : channel,
        time == null ? 0 : time,
        z == null ? 0 : z);
  }

  private static boolean isNumber(String token) {
    return token.matches("-?[0-9]{1,9}");
  }

  private static Told told(NdTiffStack stack, IndexEntry entry) {
    try (FileChannel channel = FileChannel.open(stack.path(), StandardOpenOption.READ)) {
      FrameMetadata metadata = NdTiffPlane.metadata(channel, entry);
      return metadata == null
          ? Told.NOTHING
          : new Told(metadata.positionName(), metadata.channelName(), metadata.pixelSizeUm());
    } catch (IOException unreadable) {
      return Told.NOTHING;
    }
  }

  private List<StoredAcquisition> acquisitions(Map<Shape, List<IndexedFrame>> byShape) {
    List<StoredAcquisition> acquisitions = new ArrayList<>();
    SummaryMetadata summary = summary();
    List<FrameAt> unread = byShape.size() == 1 ? unreadFrames : List.of();
    for (Map.Entry<Shape, List<IndexedFrame>> same : byShape.entrySet()) {
      String name = byShape.size() == 1 ? name() : name() + " " + same.getKey().shown();
      acquisitions.add(
          FramePlan.of(name, same.getValue(), unread, summary, pixelSizeUm(same.getValue())));
    }
    return acquisitions;
  }

  private SummaryMetadata summary() {
    return stacks.values().stream()
        .filter(stack -> stack != null)
        .map(NdTiffStack::summary)
        .filter(summary -> !summary.equals(SummaryMetadata.NONE))
        .findFirst()
        .orElse(SummaryMetadata.NONE);
  }

  private @Nullable Double pixelSizeUm(List<IndexedFrame> frames) {
    Set<@Nullable Double> sizes = new HashSet<>();
    for (IndexedFrame frame : frames) {
      Told told = toldOfPosition.get(frame.at().position());
      sizes.add(told == null ? null : told.pixelSizeUm());
    }
    return sizes.size() == 1 ? sizes.iterator().next() : null;
  }

  private String name() {
    Path named =
        folder.endsWith("Full resolution") ? folder.resolveSibling("").normalize() : folder;
    Path last = named.getFileName();
    return last == null ? "ndtiff" : last.toString();
  }

  private String shown(Path file) {
    Path root = Files.isRegularFile(opened) ? folder : opened;
    return root.relativize(file).toString().replace('\\', '/');
  }
}
