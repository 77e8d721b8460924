package org.scopeside.segmenter.ingest;

import java.util.ArrayList;
import java.util.List;
import org.scopeside.contract.ChannelRole;
import org.scopeside.contract.PlaneHeader;

/** Which channels of a field a model is given, in the order it takes them. */
public final class FieldChannels {
  /** What {@link #position} says of a plane that the model is not given. */
  public static final int NONE = -1;

  private final List<SegmentedChannel> channels;

  /**
   * @param roles what each channel of the model shows
   * @param settings which channel that is, for the first, the second, …: {@code auto}, a name or an
   *     index; {@code auto} where there is none
   */
  public FieldChannels(List<ChannelRole> roles, List<String> settings) {
    List<SegmentedChannel> each = new ArrayList<>();
    for (int i = 0; i < roles.size(); i++) {
      String setting = i < settings.size() ? settings.get(i) : "auto";
      each.add(new SegmentedChannel(setting, roles.get(i)));
    }
    channels = List.copyOf(each);
  }

  /** Place of the plane among the model's channels, from 0, or {@link #NONE}. */
  public int position(PlaneHeader plane) {
    for (int i = 0; i < channels.size(); i++) {
      if (channels.get(i).includes(plane)) {
        return i;
      }
    }
    return NONE;
  }
}
