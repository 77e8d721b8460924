package org.scopeside.overlay;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.Segmentation;

/** What is known, at one moment, of the field that an image shows. Immutable. */
public final class FieldView {
  private final @Nullable ObjectOutlines outlines;
  private final @Nullable Segmentation objects;
  private final @Nullable String summary;
  private final List<String> flags;
  private final @Nullable String failure;
  private final boolean outlinesDropped;

  FieldView(
      @Nullable ObjectOutlines outlines,
      @Nullable Segmentation objects,
      @Nullable String summary,
      List<String> flags,
      @Nullable String failure,
      boolean outlinesDropped) {
    this.outlines = outlines;
    this.objects = objects;
    this.summary = summary;
    this.flags = flags;
    this.failure = failure;
    this.outlinesDropped = outlinesDropped;
  }

  /** Null where no label image came, or it was dropped since. */
  public @Nullable ObjectOutlines outlines() {
    return outlines;
  }

  /** Null while the result is not there, or its measurements were dropped since. */
  public @Nullable Segmentation objects() {
    return objects;
  }

  /** What is wrong with the plane that is shown, by name. */
  public List<String> flags() {
    return flags;
  }

  /** What a user should read in the corner of the image, line by line. */
  public List<String> caption() {
    List<String> lines = new ArrayList<>();
    if (failure != null) {
      lines.add("not analysed: " + failure);
    }
    if (summary != null) {
      lines.add(summary);
    } else if (failure == null) {
      lines.add("analysing…");
    }
    if (outlinesDropped) {
      lines.add("outlines not kept");
    }
    if (!flags.isEmpty()) {
      lines.add(flagsInWords());
    }
    return lines;
  }

  private String flagsInWords() {
    List<String> words = new ArrayList<>();
    for (String flag : flags) {
      words.add(inWords(flag));
    }
    return String.join(", ", words);
  }

  /** "OUT_OF_FOCUS" and "OutOfFocus" are "out of focus". */
  static String inWords(String name) {
    return name.replaceAll("([a-z])([A-Z])", "$1 $2").replace('_', ' ').toLowerCase(Locale.ROOT);
  }
}
