package org.scopeside.panel;

import java.awt.Component;
import java.awt.Container;
import java.awt.Dimension;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import javax.imageio.ImageIO;
import javax.swing.AbstractButton;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JSpinner;
import javax.swing.JViewport;
import javax.swing.text.JTextComponent;

/** What a person sees of a component tree. */
final class Seen {
  private Seen() {}

  /** All components that show, parents first. */
  static List<Component> components(Container root) {
    List<Component> all = new ArrayList<>();
    for (Component child : root.getComponents()) {
      if (child.isVisible() && child.isShowing()) {
        all.add(child);
        if (child instanceof Container parent) {
          all.addAll(components(parent));
        }
      }
    }
    return all;
  }

  static <T extends Component> T find(Container root, Class<T> type, Predicate<T> wanted) {
    for (Component component : components(root)) {
      if (type.isInstance(component) && wanted.test(type.cast(component))) {
        return type.cast(component);
      }
    }
    throw new AssertionError("no such " + type.getSimpleName() + " among " + texts(root));
  }

  static AbstractButton button(Container root, String text) {
    return find(root, AbstractButton.class, button -> text.equals(button.getText()));
  }

  /** All words that show. */
  static List<String> texts(Container root) {
    List<String> texts = new ArrayList<>();
    for (Component component : components(root)) {
      String text = text(component);
      if (!text.trim().isEmpty()) {
        texts.add(text);
      }
    }
    return texts;
  }

  private static String text(Component component) {
    if (component instanceof JLabel label) {
      return label.getText() == null ? "" : label.getText();
    }
    if (component instanceof AbstractButton button) {
      return button.getText();
    }
    if (component instanceof WrappedText words) {
      return words.text();
    }
    return component instanceof JTextComponent field ? field.getText() : "";
  }

  static boolean says(Container root, String words) {
    return texts(root).stream().anyMatch(text -> text.contains(words));
  }

  /** Components that get less room than their words need, and those outside their parent. */
  static List<String> clipped(Container root) {
    List<String> clipped = new ArrayList<>();
    for (Component component : components(root)) {
      if (needsMore(component) || leavesParent(component)) {
        clipped.add(
            component.getClass().getSimpleName()
                + " \""
                + text(component)
                + "\" "
                + component.getBounds()
                + " wants "
                + component.getPreferredSize());
      }
    }
    return clipped;
  }

  private static boolean needsMore(Component component) {
    boolean words =
        component instanceof JLabel
            || component instanceof AbstractButton
            || component instanceof WrappedText
            || component instanceof JSpinner;
    if (!words || (text(component).isEmpty() && !(component instanceof JSpinner))) {
      return false;
    }
    Dimension wanted = component.getPreferredSize();
    if (component instanceof WrappedText) {
      return component.getHeight() < wanted.height;
    }
    return component.getWidth() < wanted.width || component.getHeight() < wanted.height;
  }

  private static boolean leavesParent(Component component) {
    Container parent = component.getParent();
    return !(parent instanceof JViewport)
        && component.getWidth() > 0
        && component.getHeight() > 0
        && (component.getX() < 0
            || component.getY() < 0
            || component.getX() + component.getWidth() > parent.getWidth()
            || component.getY() + component.getHeight() > parent.getHeight());
  }

  /** Components that the keyboard reaches and that have no name or no tooltip. */
  static List<String> nameless(Container root) {
    List<String> nameless = new ArrayList<>();
    for (Component component : components(root)) {
      boolean control = component instanceof AbstractButton || component instanceof PlateMap;
      if (control && component.getAccessibleContext().getAccessibleName() == null) {
        nameless.add(component.toString());
      }
    }
    return nameless;
  }

  static BufferedImage picture(JComponent component, double scale) {
    int width = (int) Math.round(component.getWidth() * scale);
    int height = (int) Math.round(component.getHeight() * scale);
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = image.createGraphics();
    pen.scale(scale, scale);
    component.paint(pen);
    pen.dispose();
    return image;
  }

  static void write(BufferedImage image, File folder, String name) {
    try {
      ImageIO.write(image, "png", new File(folder, name + ".png"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
