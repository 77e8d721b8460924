package org.scopeside.steering;

import java.lang.reflect.Field;
import org.micromanager.acqj.internal.Engine;

/** AcqEngJ's engine, of which a Java process has one for good; tests want one for each hardware. */
final class AcquisitionEngine {
  private AcquisitionEngine() {}

  /** The next acquisition makes an engine of its own. */
  @SuppressWarnings("NullAway") // the engine itself starts from null
  static void forget() throws ReflectiveOperationException {
    for (String name : new String[] {"singleton_", "core_"}) {
      Field field = Engine.class.getDeclaredField(name);
      field.setAccessible(true);
      field.set(null, null);
    }
  }
}
