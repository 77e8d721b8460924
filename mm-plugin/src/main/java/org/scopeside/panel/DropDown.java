package org.scopeside.panel;

import javax.swing.JComboBox;

/** A choice whose arrow follows the night as well. */
class DropDown<T> extends JComboBox<T> {
  @SafeVarargs
  DropDown(T... items) {
    for (T item : items) {
      addItem(item);
    }
  }

  @Override
  public final void updateUI() {
    putClientProperty(FlatStyle.KEY, FlatStyle.dropDown());
    super.updateUI();
  }
}
