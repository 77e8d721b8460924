package org.micromanager;

import javax.swing.JFrame;

/** Signatures of Micro-Manager's type of this name. */
public interface Application {
  JFrame getMainWindow();

  ApplicationSkin skin();
}
