package org.scopeside.panel;

import java.awt.Color;
import java.util.EnumMap;
import java.util.Map;
import javax.swing.UIManager;
import org.jspecify.annotations.Nullable;

/**
 * The colours of one theme, all derived from its background and its text, so that they follow the
 * look and feel and Micro-Manager's day and night. Text stands out from its background by a
 * contrast of at least 4.5 (WCAG 2.1). Immutable.
 */
public final class Palette {
  /** A palette under this key of {@link UIManager} takes the place of the derived one. */
  public static final String KEY = "Scopeside.palette";

  private static final double TEXT_CONTRAST = 4.5;

  private static @Nullable Palette latest;

  private final Color background;
  private final Color text;
  private final Color card;
  private final boolean dark;
  private final Map<Ink, Color> inks = new EnumMap<>(Ink.class);

  /** A palette of a background and the text on it. */
  public Palette(Color background, Color text) {
    this.background = background;
    this.text = text;
    this.dark = luminance(background) < luminance(text);
    this.card = dark ? mix(background, Color.WHITE, 0.045) : mix(background, Color.WHITE, 0.75);
    put(Ink.TEXT, text);
    put(Ink.MUTED, mix(text, background, 0.32));
    put(Ink.ACCENT, dark ? new Color(0x86B9FF) : new Color(0x1A5FB4));
    put(Ink.GOOD, dark ? new Color(0x7FD6A0) : new Color(0x1B6A3A));
    put(Ink.WARN, dark ? new Color(0xF2BD62) : new Color(0x7A4A00));
    put(Ink.BAD, dark ? new Color(0xFF9D94) : new Color(0xA31F17));
  }

  /** The palette of the present look and feel; on the event dispatch thread. */
  static Palette current() {
    Object injected = UIManager.get(KEY);
    if (injected instanceof Palette) {
      return (Palette) injected;
    }
    Color background = colour("Panel.background", Color.WHITE);
    Color text = colour("Label.foreground", Color.BLACK);
    Palette kept = latest;
    if (kept == null || !kept.isOf(background, text)) {
      kept = new Palette(background, text);
      latest = kept;
    }
    return kept;
  }

  private boolean isOf(Color back, Color front) {
    return background.getRGB() == back.getRGB() && text.getRGB() == front.getRGB();
  }

  private static Color colour(String key, Color otherwise) {
    Color found = UIManager.getColor(key);
    return found == null ? otherwise : new Color(found.getRGB());
  }

  private void put(Ink ink, Color wanted) {
    inks.put(ink, readable(readable(wanted, card), background));
  }

  /** The colour itself, or as much nearer to the text's as it takes to be read. */
  private Color readable(Color wanted, Color on) {
    Color found = wanted;
    for (int step = 1; step <= 10 && contrast(found, on) < TEXT_CONTRAST; step++) {
      found = mix(wanted, text, step / 10.0);
    }
    return found;
  }

  boolean dark() {
    return dark;
  }

  Color background() {
    return background;
  }

  /** What stands on the background as a sheet of its own. */
  Color card() {
    return card;
  }

  Color ink(Ink ink) {
    return inks.getOrDefault(ink, text);
  }

  /** A sheet that carries text of that ink. */
  Color tint(Ink ink) {
    return mix(card, ink(ink), dark ? 0.13 : 0.09);
  }

  /** Borders of sheets and lines between rows. */
  Color line() {
    return mix(card, text, dark ? 0.16 : 0.14);
  }

  /** What a bar fills, and a well that has no value. */
  Color track() {
    return mix(card, text, dark ? 0.2 : 0.12);
  }

  /** Borders of wells, which must be seen: a contrast of 3 with the sheet or near it. */
  Color slot() {
    return mix(card, text, 0.45);
  }

  /** Black or white, whichever can be read better there. */
  static Color on(Color colour) {
    return luminance(colour) > 0.179 ? Color.BLACK : Color.WHITE;
  }

  /** The colour {@code part} of the way from one to another. */
  static Color mix(Color from, Color to, double part) {
    return new Color(
        between(from.getRed(), to.getRed(), part),
        between(from.getGreen(), to.getGreen(), part),
        between(from.getBlue(), to.getBlue(), part));
  }

  private static int between(int from, int to, double part) {
    return (int) Math.round(from + (to - from) * part);
  }

  /** Contrast of two colours, 1 to 21 (WCAG 2.1). */
  static double contrast(Color one, Color other) {
    double a = luminance(one);
    double b = luminance(other);
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }

  /** Relative luminance, 0 to 1 (WCAG 2.1). */
  static double luminance(Color colour) {
    return 0.2126 * linear(colour.getRed())
        + 0.7152 * linear(colour.getGreen())
        + 0.0722 * linear(colour.getBlue());
  }

  private static double linear(int component) {
    double c = component / 255.0;
    return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
  }
}
