package org.scopeside.panel.state;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What can be chosen in the panel, and what is. */
public final class ViewChoices {
  /** Nothing to choose from. */
  public static final ViewChoices NONE = builder().build();

  private final List<MeasureChoice> measures;
  private final String measure;
  private final List<String> models;
  private final String model;
  private final boolean overlayOn;
  private final List<String> overlayColours;
  private final String overlayColour;

  private ViewChoices(Builder from) {
    this.measures = Collections.unmodifiableList(new ArrayList<>(from.measures));
    this.measure = from.measure;
    this.models = Collections.unmodifiableList(new ArrayList<>(from.models));
    this.model = from.model;
    this.overlayOn = from.overlayOn;
    this.overlayColours = Collections.unmodifiableList(new ArrayList<>(from.overlayColours));
    this.overlayColour = from.overlayColour;
  }

  public static Builder builder() {
    return new Builder();
  }

  public List<MeasureChoice> measures() {
    return measures;
  }

  /** {@link MeasureChoice#name()} of the one that colours the wells. */
  public String measure() {
    return measure;
  }

  /** Models that are known of; others may be typed. */
  public List<String> models() {
    return models;
  }

  /** The model of the next acquisition; empty: the service decides. */
  public String model() {
    return model;
  }

  public boolean overlayOn() {
    return overlayOn;
  }

  public List<String> overlayColours() {
    return overlayColours;
  }

  /** What objects are coloured by. */
  public String overlayColour() {
    return overlayColour;
  }

  /** Nothing to choose from, until it is said. */
  public static final class Builder {
    private List<MeasureChoice> measures = Collections.emptyList();
    private String measure = "";
    private List<String> models = Collections.emptyList();
    private String model = "";
    private boolean overlayOn;
    private List<String> overlayColours = Collections.emptyList();
    private String overlayColour = "";

    private Builder() {}

    public Builder measures(List<MeasureChoice> offered, String chosen) {
      this.measures = offered;
      this.measure = chosen;
      return this;
    }

    public Builder models(List<String> offered, String chosen) {
      this.models = offered;
      this.model = chosen;
      return this;
    }

    public Builder overlay(boolean on, List<String> offeredColours, String chosenColour) {
      this.overlayOn = on;
      this.overlayColours = offeredColours;
      this.overlayColour = chosenColour;
      return this;
    }

    public ViewChoices build() {
      return new ViewChoices(this);
    }
  }
}
