package org.scopeside.source.zarr;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.PlaneHeader;
import org.scopeside.contract.Well;
import org.scopeside.source.PlaneDataset;
import org.scopeside.source.PlaneDataset.Unread;
import org.scopeside.source.PlanePlace;
import org.scopeside.source.StoredAcquisition;
import org.scopeside.source.StoredPlane;
import org.scopeside.source.UnreadableImageException;
import org.scopeside.source.UnusableSourceException;
import org.scopeside.source.micromanager.AxisIndices;

/** Which images a folder of OME-Zarr holds, and which acquisitions they are. */
final class ZarrPlan {
  private static final int MOST_PLANES = 10_000_000;
  private static final long CACHE_BYTES = 128L << 20;

  private final Path opened;
  private final List<Unread> unread = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();
  private final ChunkCache cache = new ChunkCache(CACHE_BYTES);
  private long planes;

  /** What images of one acquisition have in common where there is no plate. */
  private record Shape(int sizeX, int sizeY, String type, int channels) {
    static Shape of(OmeImage image) {
      return new Shape(
          image.array().sizeX(),
          image.array().sizeY(),
          image.array().type().pixelType().omeName(),
          image.size("c"));
    }
  }

  private ZarrPlan(Path opened) {
    this.opened = opened;
  }

  /**
   * What a folder holds.
   *
   * @throws UnusableSourceException if nothing of it can be read
   */
  static PlaneDataset of(Path opened) throws IOException {
    ZarrPlan plan = new ZarrPlan(opened);
    try {
      return plan.dataset(plan.acquisitions(new ZarrFolder(opened)));
    } catch (UnreadableImageException damaged) {
      throw new UnusableSourceException(String.valueOf(damaged.getMessage()), damaged);
    }
  }

  private PlaneDataset dataset(List<StoredAcquisition> acquisitions)
      throws UnusableSourceException {
    if (acquisitions.isEmpty()) {
      String first =
          unread.isEmpty() ? "" : ": " + unread.get(0).file() + " " + unread.get(0).reason();
      throw new UnusableSourceException(opened + " holds no image that can be read" + first);
    }
    return new ZarrDataset(acquisitions, unread, remarks, cache);
  }

  private List<StoredAcquisition> acquisitions(ZarrFolder root) throws IOException {
    if (Files.exists(root.path().resolve(ZarrFolder.VERSION_3))) {
      throw new UnreadableImageException(
          root.path(),
          "is OME-Zarr 0.5 on Zarr version 3; version 0.4 on Zarr version 2 is read: write it anew"
              + " with zarr_format=2, or convert it");
    }
    JsonNode attributes = root.json(ZarrFolder.ATTRIBUTES);
    if (attributes.path("plate").isObject()) {
      return plate(new PlateWells(root, attributes.path("plate")));
    }
    if (attributes.path("well").isObject()) {
      List<ImageSeat> seats = new ArrayList<>();
      addWell(root, wellOf(root), seats);
      return byAcquisition(seats, name(root), new TreeMap<>(), null);
    }
    if (attributes.path("multiscales").isArray()) {
      return byShape(List.of(new ImageSeat(OmeImage.open(root), null, 0, "0", 0)), root);
    }
    return byShape(collection(root), root);
  }

  private List<StoredAcquisition> plate(PlateWells plate) {
    List<ImageSeat> seats = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    for (PlateWells.Listed listed : plate.wells(refused)) {
      try {
        addWell(plate.folder().below(listed.path()), listed.well(), seats);
      } catch (UnreadableImageException damaged) {
        refuse(damaged);
      }
    }
    Path attributes = plate.folder().path().resolve(ZarrFolder.ATTRIBUTES);
    refused.forEach(reason -> unread.add(new Unread(attributes, reason)));
    String name = plate.name() == null ? name(plate.folder()) : plate.name();
    return byAcquisition(seats, name, acquisitionNames(plate.folder()), plate);
  }

  private static Map<Integer, String> acquisitionNames(ZarrFolder plate) {
    Map<Integer, String> names = new TreeMap<>();
    try {
      for (JsonNode round : plate.json(ZarrFolder.ATTRIBUTES).path("plate").path("acquisitions")) {
        int id = round.path("id").asInt();
        names.put(id, round.path("name").asText(String.valueOf(id)));
      }
    } catch (UnreadableImageException deletedMeanwhile) {
      names.clear();
    }
    return names;
  }

  private void addWell(ZarrFolder folder, @Nullable Well well, List<ImageSeat> seats)
      throws UnreadableImageException {
    int order = 0;
    for (JsonNode listed : PlateWells.attributes(folder).path("images")) {
      String path = listed.path("path").asText("");
      try {
        OmeImage image = OmeImage.open(folder.below(path));
        seats.add(new ImageSeat(image, well, listed.path("acquisition").asInt(), path, order));
      } catch (UnreadableImageException damaged) {
        refuse(damaged);
      }
      order++;
    }
  }

  /** A well that is opened alone tells where it is by its folder and the one above. */
  private static @Nullable Well wellOf(ZarrFolder folder) {
    Path column = folder.path().getFileName();
    Path above = folder.path().getParent();
    Path row = above == null ? null : above.getFileName();
    return row == null || column == null ? null : Well.parse(row.toString() + column);
  }

  private List<ImageSeat> collection(ZarrFolder root) throws IOException {
    TreeMap<Integer, String> numbered = new TreeMap<>();
    try (DirectoryStream<Path> children = Files.newDirectoryStream(root.path())) {
      for (Path child : children) {
        String name = String.valueOf(child.getFileName());
        if (name.matches("[0-9]{1,7}")) {
          numbered.put(Integer.valueOf(name), name);
        }
      }
    }
    List<ImageSeat> seats = new ArrayList<>();
    for (Map.Entry<Integer, String> child : numbered.entrySet()) {
      try {
        OmeImage image = OmeImage.open(root.below(child.getValue()));
        seats.add(new ImageSeat(image, null, 0, child.getValue(), seats.size()));
      } catch (UnreadableImageException damaged) {
        refuse(damaged);
      }
    }
    return seats;
  }

  private void refuse(UnreadableImageException damaged) {
    Path file = damaged.file();
    unread.add(new Unread(file == null ? opened : file, damaged.reason()));
  }

  private static String name(ZarrFolder folder) {
    Path last = folder.path().getFileName();
    String name = last == null ? "ome-zarr" : last.toString();
    return name.replaceFirst("(\\.ome)?\\.zarr$", "");
  }

  private List<StoredAcquisition> byAcquisition(
      List<ImageSeat> seats, String name, Map<Integer, String> names, @Nullable PlateWells plate) {
    Map<Integer, List<ImageSeat>> rounds = new TreeMap<>();
    seats.forEach(
        seat -> rounds.computeIfAbsent(seat.acquisition(), any -> new ArrayList<>()).add(seat));
    List<StoredAcquisition> acquisitions = new ArrayList<>();
    rounds.forEach(
        (round, images) -> {
          String own = names.getOrDefault(round, String.valueOf(round));
          add(rounds.size() == 1 ? name : name + " " + own, plate, images, acquisitions);
        });
    return acquisitions;
  }

  private List<StoredAcquisition> byShape(List<ImageSeat> seats, ZarrFolder root) {
    Map<Shape, List<ImageSeat>> shapes = new LinkedHashMap<>();
    seats.forEach(
        seat -> shapes.computeIfAbsent(Shape.of(seat.image()), any -> new ArrayList<>()).add(seat));
    List<StoredAcquisition> acquisitions = new ArrayList<>();
    for (List<ImageSeat> images : shapes.values()) {
      String own = "%s %s".formatted(name(root), images.get(0).path());
      add(shapes.size() == 1 ? name(root) : own, null, images, acquisitions);
    }
    return acquisitions;
  }

  private void add(
      String name,
      @Nullable PlateWells plate,
      List<ImageSeat> seats,
      List<StoredAcquisition> acquisitions) {
    Fields fields = new Fields(seats);
    List<StoredPlane> found = new ArrayList<>();
    Set<@Nullable Double> sizes = new HashSet<>();
    ChannelNames channels = new ChannelNames();
    int sizeZ = 1;
    int sizeT = 1;
    for (ImageSeat seat : seats) {
      OmeImage image = seat.image();
      addPlanes(image, seat.well(), fields.of(seat), found);
      sizes.add(image.physicalSizeXUm());
      channels.add(image);
      sizeZ = Math.max(sizeZ, image.size("z"));
      sizeT = Math.max(sizeT, image.size("t"));
    }
    if (found.isEmpty()) {
      return;
    }
    found.sort((a, b) -> PlanePlace.ACQUISITION_ORDER.compare(a.place(), b.place()));
    acquisitions.add(
        new StoredAcquisition(
            name,
            plate == null ? null : plate.name(),
            plate == null ? 0 : plate.rows(),
            plate == null ? 0 : plate.columns(),
            plate == null && seats.size() > 1 ? fields.names() : List.of(),
            channels.all(),
            sizeZ,
            sizeT,
            sizes.size() == 1 ? sizes.iterator().next() : null,
            null,
            found));
  }

  private void addPlanes(OmeImage image, @Nullable Well well, int field, List<StoredPlane> found) {
    planes += image.array().planes();
    if (planes > MOST_PLANES) {
      unread.add(
          new Unread(
              image.array().folder(),
              "claims %d planes; at most %d are read in all"
                  .formatted(image.array().planes(), MOST_PLANES)));
      planes -= image.array().planes();
      return;
    }
    String file = String.valueOf(image.array().pathBelow(opened));
    for (int t = 0; t < image.size("t"); t++) {
      for (int z = 0; z < image.size("z"); z++) {
        for (int c = 0; c < image.size("c"); c++) {
          PlanePlace place = new PlanePlace(well, field, t, z, c);
          if (!image.onlyWritten() || isWritten(image, place)) {
            found.add(new ZarrPlane(place, file, image, cache));
          }
        }
      }
    }
  }

  private static boolean isWritten(OmeImage image, PlanePlace place) {
    int[] leading = image.leading(place.theT(), place.theZ(), place.theC());
    int[] chunk = java.util.Arrays.copyOf(leading, leading.length + 2);
    return Files.exists(image.array().chunkFile(chunk));
  }

  /** Of each channel the first name that an image has for it. */
  private static final class ChannelNames {
    private final List<String> names = new ArrayList<>();
    private boolean named;

    void add(OmeImage image) {
      while (names.size() < image.size("c")) {
        names.add("");
      }
      for (int c = 0; c < image.channelNames().size(); c++) {
        if (names.get(c).isEmpty()) {
          names.set(c, image.channelNames().get(c));
          named |= !names.get(c).isEmpty();
        }
      }
    }

    List<String> all() {
      if (!named && names.size() == 1) {
        return List.of();
      }
      for (int c = 0; c < names.size(); c++) {
        names.set(c, names.get(c).isEmpty() ? "channel " + c : names.get(c));
      }
      return names;
    }
  }

  /** Fields by the numbers that their folders are named by, else by their order in the list. */
  private static final class Fields {
    private final List<ImageSeat> seats;
    private final @Nullable AxisIndices<Long> numbers;

    Fields(List<ImageSeat> seats) {
      this.seats = seats;
      List<Long> paths = new ArrayList<>();
      Set<Object> distinct = new HashSet<>();
      boolean exact = true;
      for (ImageSeat seat : seats) {
        boolean number = seat.path().matches("[0-9]{1,7}");
        paths.add(number ? Long.parseLong(seat.path()) : -1);
        exact &= number && distinct.add(java.util.Arrays.asList(seat.well(), seat.path()));
        if (seat.image().onlyWritten()) {
          // Fields of an archive count from 0, also where the first was never taken.
          paths.add(0L);
        }
      }
      numbers = exact ? AxisIndices.ofNumbers(paths) : null;
    }

    int of(ImageSeat seat) {
      if (seat.image().onlyWritten() && numbers != null) {
        return (int) Math.min(PlaneHeader.MAX_INDEX, Long.parseLong(seat.path()));
      }
      return numbers == null ? seat.order() : numbers.of(Long.parseLong(seat.path()));
    }

    List<String> names() {
      int count = 1 + seats.stream().mapToInt(this::of).max().orElse(0);
      List<String> names = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        names.add("");
      }
      for (ImageSeat seat : seats) {
        String own = seat.image().name();
        names.set(of(seat), own == null ? seat.path() : own);
      }
      return names;
    }
  }
}
