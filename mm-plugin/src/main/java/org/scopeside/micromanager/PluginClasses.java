package org.scopeside.micromanager;

import java.util.function.Supplier;

/**
 * Makes the plugin's classes the ones that are found by name. Kafka and Java's login modules look
 * names up in the thread's context class loader, which in Micro-Manager knows no plugin; threads
 * that a client starts inherit it. So clients are made in here.
 */
final class PluginClasses {
  private PluginClasses() {}

  static <T> T within(Supplier<T> step) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(PluginClasses.class.getClassLoader());
    try {
      return step.get();
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
