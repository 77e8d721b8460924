package org.scopeside.panel;

import java.awt.Color;
import java.util.HashMap;
import java.util.Map;
import javax.swing.UIManager;

/**
 * What Micro-Manager's night leaves in the colours of FlatLaf's day: buttons with the focus or the
 * pointer, arrows of choices and numbers. Other looks ignore it.
 */
final class FlatStyle {
  /** Client property of a component that FlatLaf reads; it knows nothing of others. */
  static final String KEY = "FlatLaf.style";

  private FlatStyle() {}

  static Map<String, Object> button() {
    Palette palette = Palette.current();
    Color ground = ground("Button.background", palette);
    Color accent = palette.ink(Ink.ACCENT);
    Map<String, Object> style = new HashMap<>();
    states(style, "", ground, palette.ink(Ink.TEXT));
    style.put("default.background", accent);
    style.put("default.foreground", Palette.on(accent));
    states(style, "default.", accent, palette.background());
    return style;
  }

  private static void states(Map<String, Object> style, String prefix, Color ground, Color to) {
    style.put(prefix + "focusedBackground", ground);
    style.put(prefix + "hoverBackground", Palette.mix(ground, to, 0.08));
    style.put(prefix + "pressedBackground", Palette.mix(ground, to, 0.18));
  }

  static Map<String, Object> dropDown() {
    Palette palette = Palette.current();
    Map<String, Object> style = arrows("ComboBox.background", palette);
    style.put("buttonEditableBackground", ground("ComboBox.background", palette));
    return style;
  }

  static Map<String, Object> stepper() {
    return arrows("Spinner.background", Palette.current());
  }

  private static Map<String, Object> arrows(String background, Palette palette) {
    Map<String, Object> style = new HashMap<>();
    style.put("buttonBackground", ground(background, palette));
    style.put("buttonArrowColor", palette.ink(Ink.MUTED));
    style.put("buttonHoverArrowColor", palette.ink(Ink.TEXT));
    style.put("buttonPressedArrowColor", palette.ink(Ink.TEXT));
    return style;
  }

  private static Color ground(String key, Palette palette) {
    Color found = UIManager.getColor(key);
    return found == null ? palette.background() : new Color(found.getRGB());
  }
}
