package org.scopeside.panel.state;

/** A number that wells can be coloured by. */
public final class MeasureChoice {
  private final String name;
  private final String label;
  private final String unit;

  /**
   * @param name the key of {@link WellState#measures()}
   * @param label for people
   * @param unit empty where it has none
   */
  public MeasureChoice(String name, String label, String unit) {
    this.name = name;
    this.label = label;
    this.unit = unit;
  }

  public String name() {
    return name;
  }

  public String label() {
    return label;
  }

  public String unit() {
    return unit;
  }

  /** What a combo box shows. */
  @Override
  public String toString() {
    return unit.isEmpty() ? label : label + " (" + unit + ")";
  }
}
