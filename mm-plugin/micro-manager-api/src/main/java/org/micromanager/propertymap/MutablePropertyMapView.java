package org.micromanager.propertymap;

/** Signatures of Micro-Manager's type of this name. */
public interface MutablePropertyMapView {
  String getString(String key, String defaultValue);

  MutablePropertyMapView putString(String key, String value);

  boolean containsKey(String key);

  MutablePropertyMapView remove(String key);
}
