package org.micromanager;

import org.micromanager.propertymap.MutablePropertyMapView;

/** Signatures of Micro-Manager's type of this name. */
public interface UserProfile {
  String getProfileName();

  MutablePropertyMapView getSettings(Class<?> owner);
}
