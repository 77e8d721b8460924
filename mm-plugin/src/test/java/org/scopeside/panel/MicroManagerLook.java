package org.scopeside.panel;

import java.awt.Color;
import javax.swing.UIManager;
import javax.swing.UnsupportedLookAndFeelException;
import javax.swing.plaf.ColorUIResource;
import org.jspecify.annotations.Nullable;

/**
 * Swing as Micro-Manager sets it up on Linux: FlatLaf, and for the night a dark background and
 * light text under the keys of most components (not all: tabs, for instance, stay as they are).
 * Without FlatLaf on the class path, Swing's own look in the same colours.
 */
enum MicroManagerLook {
  DAY(null, new Color(20, 20, 20), null),
  NIGHT(new Color(64, 64, 64), new Color(200, 200, 200), new Color(96, 96, 96));

  private static final String[] PLAIN = {
    "Button",
    "CheckBox",
    "EditorPane",
    "FormattedTextField",
    "Label",
    "List",
    "MenuBar",
    "OptionPane",
    "Panel",
    "PasswordField",
    "ProgressBar",
    "RadioButton",
    "ScrollBar",
    "ScrollPane",
    "Slider",
    "Spinner",
    "SplitPane",
    "Table",
    "TableHeader",
    "TextArea",
    "TextField",
    "TextPane",
    "ToggleButton",
    "ToolBar",
    "Tree",
    "Viewport"
  };
  private static final String[] LIGHTER = {
    "CheckBoxMenuItem", "ComboBox", "Menu", "MenuItem", "PopupMenu", "RadioButtonMenuItem"
  };

  private final @Nullable Color background;
  private final Color text;
  private final @Nullable Color lighter;

  MicroManagerLook(@Nullable Color background, Color text, @Nullable Color lighter) {
    this.background = background;
    this.text = text;
    this.lighter = lighter;
  }

  void apply() throws ReflectiveOperationException, UnsupportedLookAndFeelException {
    try {
      UIManager.setLookAndFeel("com.formdev.flatlaf.FlatLightLaf");
    } catch (ClassNotFoundException e) {
      UIManager.setLookAndFeel(UIManager.getCrossPlatformLookAndFeelClassName());
    }
    for (String component : PLAIN) {
      put(component + ".background", background);
      put(component + ".inactiveBackground", background);
      put(component + ".disabledBackground", background);
      put(component + ".foreground", text);
      put(component + ".caretForeground", text);
    }
    for (String component : LIGHTER) {
      put(component + ".background", lighter);
      put(component + ".foreground", text);
    }
    put("ComboBox.buttonBackground", background);
    put("TitledBorder.titleColor", text);
  }

  private static void put(String key, @Nullable Color colour) {
    UIManager.put(key, colour == null ? null : new ColorUIResource(colour));
  }
}
