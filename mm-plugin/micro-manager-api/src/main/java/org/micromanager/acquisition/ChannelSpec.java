package org.micromanager.acquisition;

import java.awt.Color;

/** Signatures of Micro-Manager's type of this name; it holds what it is given. */
public final class ChannelSpec {
  private final Builder from;

  private ChannelSpec(Builder from) {
    this.from = from;
  }

  /** Signatures of Micro-Manager's type of this name. */
  public static final class Builder {
    private String channelGroup = "";
    private String config = "";
    private double exposure;
    private double zOffset;
    private boolean doZStack = true;
    private Color color = Color.WHITE;
    private int skipFactorFrame;
    private boolean useChannel = true;

    public Builder channelGroup(String channelGroup) {
      this.channelGroup = channelGroup;
      return this;
    }

    public Builder config(String config) {
      this.config = config;
      return this;
    }

    public Builder exposure(double exposure) {
      this.exposure = exposure;
      return this;
    }

    public Builder zOffset(double zOffset) {
      this.zOffset = zOffset;
      return this;
    }

    public Builder doZStack(Boolean doZStack) {
      this.doZStack = doZStack;
      return this;
    }

    public Builder skipFactorFrame(int skipFactorFrame) {
      this.skipFactorFrame = skipFactorFrame;
      return this;
    }

    public Builder useChannel(boolean useChannel) {
      this.useChannel = useChannel;
      return this;
    }

    public ChannelSpec build() {
      return new ChannelSpec(this);
    }
  }

  public String channelGroup() {
    return from.channelGroup;
  }

  public String config() {
    return from.config;
  }

  public double exposure() {
    return from.exposure;
  }

  public double zOffset() {
    return from.zOffset;
  }

  public boolean doZStack() {
    return from.doZStack;
  }

  public Color color() {
    return from.color;
  }

  public int skipFactorFrame() {
    return from.skipFactorFrame;
  }

  public boolean useChannel() {
    return from.useChannel;
  }
}
