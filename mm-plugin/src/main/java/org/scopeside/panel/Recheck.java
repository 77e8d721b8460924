package org.scopeside.panel;

import javax.swing.event.DocumentEvent;
import javax.swing.event.DocumentListener;

/** Checks a form again when a field changes on which others depend. */
final class Recheck implements DocumentListener {
  private final Form form;

  Recheck(Form form) {
    this.form = form;
  }

  @Override
  public void insertUpdate(DocumentEvent event) {
    int unused = form.problems();
  }

  @Override
  public void removeUpdate(DocumentEvent event) {
    int unused = form.problems();
  }

  @Override
  public void changedUpdate(DocumentEvent event) {
    // attributes are not what is checked
  }
}
