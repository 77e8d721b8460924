package org.scopeside.micromanager.fakes;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.micromanager.data.Coords;

/** Indices by axis. As in Micro-Manager, an axis at index 0 is left out. */
public final class FakeCoords implements Coords {
  private final Map<String, Integer> indices;

  private FakeCoords(Map<String, Integer> indices) {
    this.indices = new LinkedHashMap<>(indices);
  }

  /** The origin: no axis at all. */
  public static FakeCoords origin() {
    return new FakeCoords(Map.of());
  }

  public static FakeCoords of(int p, int t, int z, int c) {
    return new Builder().p(p).t(t).z(z).c(c).build();
  }

  /** This, with another axis. */
  public FakeCoords with(String axis, int index) {
    Builder copy = new Builder();
    copy.indices.putAll(indices);
    return copy.index(axis, index).build();
  }

  @Override
  public int getIndex(String axis) {
    return indices.getOrDefault(axis, 0);
  }

  @Override
  public int getC() {
    return getIndex("channel");
  }

  @Override
  public int getT() {
    return getIndex("time");
  }

  @Override
  public int getZ() {
    return getIndex("z");
  }

  @Override
  public int getP() {
    return getIndex("position");
  }

  @Override
  public List<String> getAxes() {
    return new ArrayList<>(indices.keySet());
  }

  @Override
  public boolean hasAxis(String axis) {
    return indices.containsKey(axis);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FakeCoords coords && coords.indices.equals(indices);
  }

  @Override
  public int hashCode() {
    return indices.hashCode();
  }

  @Override
  public String toString() {
    return indices.toString();
  }

  /** Sets indices by axis. */
  public static final class Builder implements Coords.Builder {
    private final Map<String, Integer> indices = new LinkedHashMap<>();

    @Override
    public Builder c(int channel) {
      return index("channel", channel);
    }

    @Override
    public Builder t(int timepoint) {
      return index("time", timepoint);
    }

    @Override
    public Builder z(int slice) {
      return index("z", slice);
    }

    @Override
    public Builder p(int index) {
      return index("position", index);
    }

    @Override
    public Builder index(String axis, int index) {
      if (index == 0) {
        indices.remove(axis);
      } else {
        indices.put(axis, index);
      }
      return this;
    }

    @Override
    public FakeCoords build() {
      return new FakeCoords(indices);
    }
  }
}
