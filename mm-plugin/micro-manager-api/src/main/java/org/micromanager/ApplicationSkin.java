package org.micromanager;

import java.awt.Color;

/** Signatures of Micro-Manager's type of this name. */
public interface ApplicationSkin {
  Color getBackgroundColor();

  Color getLightBackgroundColor();

  Color getEnabledTextColor();

  Color getDisabledTextColor();
}
