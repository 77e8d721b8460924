package org.scopeside.tap;

import org.jspecify.annotations.Nullable;

/** What the user chose for the acquisitions that begin from now on. Immutable. */
public final class TapSettings {
  private final String source;
  private final @Nullable LabelPattern pattern;
  private final ChannelRoles roles;
  private final @Nullable String model;
  private final boolean labels;

  private TapSettings(
      String source,
      @Nullable LabelPattern pattern,
      ChannelRoles roles,
      @Nullable String model,
      boolean labels) {
    this.source = source;
    this.pattern = pattern;
    this.roles = roles;
    this.model = model;
    this.labels = labels;
  }

  /**
   * Labels are read as Micro-Manager's own, roles follow names, the segmenter's own model.
   *
   * @param source URI reference of the microscope
   */
  public static TapSettings of(String source) {
    return new TapSettings(source, null, ChannelRoles.BY_NAME, null, false);
  }

  /** With a pattern of the labels of positions; null for none. */
  public TapSettings pattern(@Nullable LabelPattern newPattern) {
    return new TapSettings(source, newPattern, roles, model, labels);
  }

  public TapSettings roles(ChannelRoles newRoles) {
    return new TapSettings(source, pattern, newRoles, model, labels);
  }

  /** With a model; null for the segmenter's configured one. */
  public TapSettings model(@Nullable String newModel) {
    return new TapSettings(source, pattern, roles, newModel, labels);
  }

  /** With label images of what is found, for overlays. */
  public TapSettings labels(boolean wanted) {
    return new TapSettings(source, pattern, roles, model, wanted);
  }

  boolean labels() {
    return labels;
  }

  String source() {
    return source;
  }

  @Nullable LabelPattern pattern() {
    return pattern;
  }

  ChannelRoles roles() {
    return roles;
  }

  @Nullable String model() {
    return model;
  }
}
