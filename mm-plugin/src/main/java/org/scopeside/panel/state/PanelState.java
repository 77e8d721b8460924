package org.scopeside.panel.state;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All that the panel shows, at one moment. */
public final class PanelState {
  private final ConnectionState connection;
  private final @Nullable AcquisitionState acquisition;
  private final PublishingState publishing;
  private final AnalysisState analysis;
  private final PlateState plate;
  private final List<FieldRow> fields;
  private final List<AlertRow> alerts;
  private final ViewChoices choices;
  private final SteeringState steering;

  private PanelState(Builder from) {
    this.connection = from.connection;
    this.acquisition = from.acquisition;
    this.publishing = from.publishing;
    this.analysis = from.analysis;
    this.plate = from.plate;
    this.fields = Collections.unmodifiableList(new ArrayList<>(from.fields));
    this.alerts = Collections.unmodifiableList(new ArrayList<>(from.alerts));
    this.choices = from.choices;
    this.steering = from.steering;
  }

  public static Builder builder(ConnectionState connection) {
    return new Builder(connection);
  }

  public ConnectionState connection() {
    return connection;
  }

  /** The one that runs, or ran last; null before the first. */
  public @Nullable AcquisitionState acquisition() {
    return acquisition;
  }

  public PublishingState publishing() {
    return publishing;
  }

  public AnalysisState analysis() {
    return analysis;
  }

  public PlateState plate() {
    return plate;
  }

  /** Newest first. */
  public List<FieldRow> fields() {
    return fields;
  }

  /** Newest first. */
  public List<AlertRow> alerts() {
    return alerts;
  }

  public ViewChoices choices() {
    return choices;
  }

  public SteeringState steering() {
    return steering;
  }

  /** Nothing runs and nothing ran, until it is said. */
  public static final class Builder {
    private final ConnectionState connection;
    private @Nullable AcquisitionState acquisition;
    private PublishingState publishing = PublishingState.builder().build();
    private AnalysisState analysis = AnalysisState.NONE;
    private PlateState plate = PlateState.NONE;
    private List<FieldRow> fields = Collections.emptyList();
    private List<AlertRow> alerts = Collections.emptyList();
    private ViewChoices choices = ViewChoices.NONE;
    private SteeringState steering = SteeringState.NONE;

    private Builder(ConnectionState connection) {
      this.connection = connection;
    }

    public Builder acquisition(AcquisitionState latest) {
      this.acquisition = latest;
      return this;
    }

    public Builder publishing(PublishingState numbers) {
      this.publishing = numbers;
      return this;
    }

    public Builder analysis(AnalysisState progress) {
      this.analysis = progress;
      return this;
    }

    public Builder plate(PlateState onStage) {
      this.plate = onStage;
      return this;
    }

    /**
     * What became of the fields.
     *
     * @param newestFirst the panel keeps the first 500
     */
    public Builder fields(List<FieldRow> newestFirst) {
      this.fields = newestFirst;
      return this;
    }

    /**
     * What asks for a person.
     *
     * @param newestFirst the panel shows the first 100
     */
    public Builder alerts(List<AlertRow> newestFirst) {
      this.alerts = newestFirst;
      return this;
    }

    public Builder choices(ViewChoices offered) {
      this.choices = offered;
      return this;
    }

    public Builder steering(SteeringState state) {
      this.steering = state;
      return this;
    }

    public PanelState build() {
      return new PanelState(this);
    }
  }
}
