package org.scopeside.deploy.replay;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.scopeside.source.PlanePlace;
import org.scopeside.source.StoredAcquisition;
import org.scopeside.source.StoredPlane;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/**
 * Which planes of an acquisition are replayed. Those that are keep their indices, so that they are
 * the same frames as in a replay of the whole.
 */
final class PlaneSelection {
  @Option(
      names = "--wells",
      paramLabel = "WELLS",
      converter = Wells.class,
      description = "Only these wells, as A01,C03-D06.")
  @Nullable WellRanges wells;

  @Option(
      names = "--fields",
      paramLabel = "RANGE",
      converter = Indices.class,
      description = "Only these fields of each well, counted from 0, as 0-3,5.")
  @Nullable IndexRanges fields;

  @Option(
      names = "--channels",
      paramLabel = "NAMES",
      split = ",",
      description = "Only these channels, by name.")
  List<String> channels = new ArrayList<>();

  @Option(
      names = "--times",
      paramLabel = "RANGE",
      converter = Indices.class,
      description = "Only these time points, counted from 0, as 0-10.")
  @Nullable IndexRanges times;

  static final class Wells implements ITypeConverter<WellRanges> {
    @Override
    public WellRanges convert(String text) {
      try {
        return WellRanges.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  static final class Indices implements ITypeConverter<IndexRanges> {
    @Override
    public IndexRanges convert(String text) {
      try {
        return IndexRanges.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  /**
   * The planes that are wanted, in their order.
   *
   * @throws IllegalArgumentException if the acquisition lacks a channel that was named, or nothing
   *     is left
   */
  List<StoredPlane> of(StoredAcquisition acquisition) {
    Set<Integer> wanted = channels(acquisition);
    List<StoredPlane> planes =
        acquisition.planes().stream()
            .filter(plane -> contains(plane.place()))
            .filter(plane -> wanted.isEmpty() || wanted.contains(plane.place().theC()))
            .toList();
    if (planes.isEmpty()) {
      throw new IllegalArgumentException(
          "none of the "
              + acquisition.planes().size()
              + " planes of "
              + acquisition.name()
              + " is in the wells, fields, channels and times that were chosen");
    }
    return planes;
  }

  private boolean contains(PlanePlace place) {
    return (wells == null || wells.contains(place.well()))
        && (fields == null || fields.contains(place.field()))
        && (times == null || times.contains(place.theT()));
  }

  private Set<Integer> channels(StoredAcquisition acquisition) {
    Set<Integer> indices = new HashSet<>();
    for (String channel : channels) {
      int index = acquisition.channelNames().indexOf(channel);
      if (index < 0) {
        throw new IllegalArgumentException(
            "'"
                + channel
                + "' is not among the channels of "
                + acquisition.name()
                + ": "
                + String.join(", ", acquisition.channelNames()));
      }
      indices.add(index);
    }
    return indices;
  }
}
