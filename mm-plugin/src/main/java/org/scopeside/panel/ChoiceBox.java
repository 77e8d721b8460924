package org.scopeside.panel;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import javax.swing.DefaultComboBoxModel;
import org.jspecify.annotations.Nullable;

/**
 * A choice that both the state and a person can make. The state's choice is shown only when it
 * changed, so that it does not undo a person's before that has arrived.
 */
final class ChoiceBox<T> extends DropDown<T> {
  private List<T> offered = new ArrayList<>();
  private @Nullable T told;
  private boolean showing;

  ChoiceBox(Consumer<T> chosen) {
    addActionListener(
        event -> {
          T item = item();
          if (!showing && item != null && !item.equals(told)) {
            told = item;
            chosen.accept(item);
          }
        });
  }

  @SuppressWarnings("unchecked") // only T and, in an editable box of strings, text goes in
  private @Nullable T item() {
    return (T) getSelectedItem();
  }

  /** Shows what the state offers and has chosen. */
  void show(List<T> choices, @Nullable T choice) {
    boolean sameChoice = Objects.equals(choice, told);
    if (choices.equals(offered) && sameChoice) {
      return;
    }
    showing = true;
    if (!choices.equals(offered)) {
      offered = new ArrayList<>(choices);
      DefaultComboBoxModel<T> model = new DefaultComboBoxModel<>();
      for (T each : offered) {
        model.addElement(each);
      }
      setModel(model);
    }
    told = choice;
    setSelectedItem(choice);
    setEnabled(isEditable() || !offered.isEmpty());
    showing = false;
  }
}
