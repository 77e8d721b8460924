package org.micromanager.acquisition;

import java.util.ArrayList;
import org.micromanager.data.Datastore;

/** Signatures of Micro-Manager's type of this name; it holds what it is given. */
@SuppressWarnings("NonApiType") // the lists are of the type that the real one has
public final class SequenceSettings {
  private int numFrames = 1;
  private double intervalMs = 0;
  private boolean useCustomIntervals = false;
  private ArrayList<Double> customIntervalsMs = new ArrayList<>();
  private ArrayList<ChannelSpec> channels = new ArrayList<>();
  private ArrayList<Double> slices = new ArrayList<>();
  private boolean relativeZSlice = false;
  private boolean keepShutterOpenSlices = false;
  private boolean keepShutterOpenChannels = false;
  private boolean useAutofocus = false;
  private boolean save = false;
  private Datastore.SaveMode saveMode = Datastore.SaveMode.MULTIPAGE_TIFF;
  private String root = "";
  private String prefix = "";
  private double zReference = 0;
  private String channelGroup = "";
  private boolean usePositionList = false;
  private boolean shouldDisplayImages = true;
  private boolean useSlices = false;
  private boolean useFrames = false;
  private boolean useChannels = false;
  private int acqOrderMode = 0;

  private SequenceSettings() {}

  /** Signatures of Micro-Manager's type of this name. */
  public static final class Builder {
    private final SequenceSettings settings = new SequenceSettings();

    public Builder numFrames(int numFrames) {
      settings.numFrames = numFrames;
      return this;
    }

    public Builder intervalMs(double intervalMs) {
      settings.intervalMs = intervalMs;
      return this;
    }

    public Builder useCustomIntervals(boolean useCustomIntervals) {
      settings.useCustomIntervals = useCustomIntervals;
      return this;
    }

    public Builder customIntervalsMs(ArrayList<Double> customIntervalsMs) {
      settings.customIntervalsMs = customIntervalsMs;
      return this;
    }

    public Builder channels(ArrayList<ChannelSpec> channels) {
      settings.channels = channels;
      return this;
    }

    public Builder slices(ArrayList<Double> slices) {
      settings.slices = slices;
      return this;
    }

    public Builder relativeZSlice(boolean relativeZSlice) {
      settings.relativeZSlice = relativeZSlice;
      return this;
    }

    public Builder keepShutterOpenSlices(boolean keepShutterOpenSlices) {
      settings.keepShutterOpenSlices = keepShutterOpenSlices;
      return this;
    }

    public Builder keepShutterOpenChannels(boolean keepShutterOpenChannels) {
      settings.keepShutterOpenChannels = keepShutterOpenChannels;
      return this;
    }

    public Builder useAutofocus(boolean useAutofocus) {
      settings.useAutofocus = useAutofocus;
      return this;
    }

    public Builder save(boolean save) {
      settings.save = save;
      return this;
    }

    public Builder saveMode(Datastore.SaveMode saveMode) {
      settings.saveMode = saveMode;
      return this;
    }

    public Builder root(String root) {
      settings.root = root;
      return this;
    }

    public Builder prefix(String prefix) {
      settings.prefix = prefix;
      return this;
    }

    public Builder zReference(double zReference) {
      settings.zReference = zReference;
      return this;
    }

    public Builder channelGroup(String channelGroup) {
      settings.channelGroup = channelGroup;
      return this;
    }

    public Builder usePositionList(boolean usePositionList) {
      settings.usePositionList = usePositionList;
      return this;
    }

    public Builder shouldDisplayImages(boolean shouldDisplayImages) {
      settings.shouldDisplayImages = shouldDisplayImages;
      return this;
    }

    public Builder useSlices(boolean useSlices) {
      settings.useSlices = useSlices;
      return this;
    }

    public Builder useFrames(boolean useFrames) {
      settings.useFrames = useFrames;
      return this;
    }

    public Builder useChannels(boolean useChannels) {
      settings.useChannels = useChannels;
      return this;
    }

    public Builder acqOrderMode(int acqOrderMode) {
      settings.acqOrderMode = acqOrderMode;
      return this;
    }

    public SequenceSettings build() {
      return settings;
    }
  }

  public Builder copyBuilder() {
    Builder copy = new Builder();
    copy.numFrames(numFrames);
    copy.intervalMs(intervalMs);
    copy.useCustomIntervals(useCustomIntervals);
    copy.customIntervalsMs(customIntervalsMs);
    copy.channels(channels);
    copy.slices(slices);
    copy.relativeZSlice(relativeZSlice);
    copy.keepShutterOpenSlices(keepShutterOpenSlices);
    copy.keepShutterOpenChannels(keepShutterOpenChannels);
    copy.useAutofocus(useAutofocus);
    copy.save(save);
    copy.saveMode(saveMode);
    copy.root(root);
    copy.prefix(prefix);
    copy.zReference(zReference);
    copy.channelGroup(channelGroup);
    copy.usePositionList(usePositionList);
    copy.shouldDisplayImages(shouldDisplayImages);
    copy.useSlices(useSlices);
    copy.useFrames(useFrames);
    copy.useChannels(useChannels);
    copy.acqOrderMode(acqOrderMode);
    return copy;
  }

  public int numFrames() {
    return numFrames;
  }

  public double intervalMs() {
    return intervalMs;
  }

  public boolean useCustomIntervals() {
    return useCustomIntervals;
  }

  public ArrayList<Double> customIntervalsMs() {
    return customIntervalsMs;
  }

  public ArrayList<ChannelSpec> channels() {
    return channels;
  }

  public ArrayList<Double> slices() {
    return slices;
  }

  public boolean relativeZSlice() {
    return relativeZSlice;
  }

  public boolean keepShutterOpenSlices() {
    return keepShutterOpenSlices;
  }

  public boolean keepShutterOpenChannels() {
    return keepShutterOpenChannels;
  }

  public boolean useAutofocus() {
    return useAutofocus;
  }

  public boolean save() {
    return save;
  }

  public Datastore.SaveMode saveMode() {
    return saveMode;
  }

  public String root() {
    return root;
  }

  public String prefix() {
    return prefix;
  }

  public double zReference() {
    return zReference;
  }

  public String channelGroup() {
    return channelGroup;
  }

  public boolean usePositionList() {
    return usePositionList;
  }

  public boolean shouldDisplayImages() {
    return shouldDisplayImages;
  }

  public boolean useSlices() {
    return useSlices;
  }

  public boolean useFrames() {
    return useFrames;
  }

  public boolean useChannels() {
    return useChannels;
  }

  public int acqOrderMode() {
    return acqOrderMode;
  }
}
