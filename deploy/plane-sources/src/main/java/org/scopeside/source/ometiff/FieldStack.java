package org.scopeside.source.ometiff;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.scopeside.source.PlaneFacts;
import org.scopeside.source.PlanePlace;

/**
 * The planes of one field as files hold them, before it is known to which acquisition and well it
 * belongs.
 *
 * @param name what it is called; "" where it has no name
 * @param label what its position was called on the microscope; null where it is not told
 * @param shape what fields of one acquisition share
 * @param physicalSizeXUm width of a pixel in the specimen, µm; null where it is not told
 * @param planes no place twice
 * @param facts what documents say of each plane
 */
record FieldStack(
    String name,
    @Nullable String label,
    Shape shape,
    @Nullable Double physicalSizeXUm,
    List<Found> planes,
    FieldFacts facts) {

  /** Extents and channels of a field. */
  record Shape(
      long sizeX,
      long sizeY,
      int sizeZ,
      int sizeT,
      String pixelType,
      List<@Nullable String> channelNames) {

    int sizeC() {
      return channelNames.size();
    }

    /** The same without names, which a document of few planes does not know of all channels. */
    Shape nameless() {
      return new Shape(
          sizeX, sizeY, sizeZ, sizeT, pixelType, Collections.nCopies(sizeC(), null));
    }

    /** This shape with the names of channels that only the other one knows. */
    Shape named(Shape other) {
      List<@Nullable String> names = new ArrayList<>(channelNames);
      for (int c = 0; c < Math.min(names.size(), other.sizeC()); c++) {
        names.set(c, names.get(c) == null ? other.channelNames().get(c) : names.get(c));
      }
      return new Shape(
          sizeX, sizeY, sizeZ, sizeT, pixelType, Collections.unmodifiableList(names));
    }

    /** For acquisitions, which have a name for each channel of several. */
    List<String> namedChannels() {
      if (channelNames.size() == 1 && channelNames.get(0) == null) {
        return List.of();
      }
      String[] names = new String[channelNames.size()];
      for (int c = 0; c < names.length; c++) {
        String name = channelNames.get(c);
        names[c] = name == null ? "Channel " + c : name;
      }
      return List.of(names);
    }
  }

  /** A plane that lies somewhere. */
  record Found(int theT, int theZ, int theC, PlaneFile file, int page) {
    /** Within its field. */
    PlanePlace place() {
      return new PlanePlace(null, 0, theT, theZ, theC);
    }
  }

  /** What documents, as opposed to the file with the pixels, say of a field. */
  interface FieldFacts {
    /** Null for each thing that is not told. */
    PlaneFacts of(int theT, int theZ, int theC);

    /** Time since the acquisition began, ms; NaN where it is not told. */
    double deltaTMs(int theT, int theZ, int theC);

    /** Bits of a sample that are used; null where it is not told. */
    @Nullable Integer significantBits();

    /** Nothing told. */
    FieldFacts NONE =
        new FieldFacts() {
          @Override
          public PlaneFacts of(int theT, int theZ, int theC) {
            return PlaneFacts.NONE;
          }

          @Override
          public double deltaTMs(int theT, int theZ, int theC) {
            return Double.NaN;
          }

          @Override
          public @Nullable Integer significantBits() {
            return null;
          }
        };
  }

  FieldStack {
    planes = List.copyOf(planes);
  }

  /** True where another document tells of other planes of a field of the same extents. */
  boolean isComplementedBy(FieldStack other) {
    if (!shape.nameless().equals(other.shape().nameless())) {
      return false;
    }
    Set<PlanePlace> here = new HashSet<>();
    planes.forEach(plane -> here.add(plane.place()));
    return other.planes().stream().noneMatch(plane -> here.contains(plane.place()));
  }

  /**
   * This field with the planes of another file that are not here, as where Micro-Manager went on in
   * a second file.
   */
  FieldStack with(FieldStack more) {
    Set<PlanePlace> here = new HashSet<>();
    planes.forEach(plane -> here.add(plane.place()));
    List<Found> all = new ArrayList<>(planes);
    more.planes().stream().filter(plane -> !here.contains(plane.place())).forEach(all::add);
    return new FieldStack(
        name, label, shape.named(more.shape()), physicalSizeXUm, all, new Both(here, facts, more.facts()));
  }

  /** What two documents say of one field, each of its own planes. */
  private record Both(Set<PlanePlace> toldFirst, FieldFacts first, FieldFacts second)
      implements FieldFacts {
    @Override
    public PlaneFacts of(int theT, int theZ, int theC) {
      FieldFacts of = toldFirst.contains(new PlanePlace(null, 0, theT, theZ, theC)) ? first : second;
      return of.of(theT, theZ, theC);
    }

    @Override
    public double deltaTMs(int theT, int theZ, int theC) {
      FieldFacts of = toldFirst.contains(new PlanePlace(null, 0, theT, theZ, theC)) ? first : second;
      return of.deltaTMs(theT, theZ, theC);
    }

    @Override
    public @Nullable Integer significantBits() {
      return first.significantBits();
    }
  }
}
