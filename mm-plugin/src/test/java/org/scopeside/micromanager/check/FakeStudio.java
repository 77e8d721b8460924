package org.scopeside.micromanager.check;

import com.google.common.eventbus.EventBus;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.micromanager.LogManager;
import org.micromanager.Studio;
import org.micromanager.UserProfile;
import org.micromanager.acquisition.AcquisitionManager;
import org.micromanager.events.EventManager;
import org.micromanager.propertymap.MutablePropertyMapView;

/**
 * As much of Micro-Manager as start-up needs: a log, a real event bus and a profile. All else
 * answers with nothing. Written for Java 8.
 */
final class FakeStudio {
  final List<String> messages = new CopyOnWriteArrayList<>();
  final List<String> errors = new CopyOnWriteArrayList<>();

  /** Until then there is nothing that acquires. */
  volatile boolean started;

  private final EventBus bus = new EventBus();
  private final Map<Object, Object> profile = new ConcurrentHashMap<>();

  Studio studio() {
    return fake(Studio.class, this::part);
  }

  private @Nullable Object part(Object self, Method method, Object @Nullable [] arguments) {
    Class<?> part = method.getReturnType();
    if (part == LogManager.class) {
      return fake(LogManager.class, this::log);
    }
    if (part == EventManager.class) {
      return fake(EventManager.class, this::events);
    }
    if (part == UserProfile.class) {
      return fake(UserProfile.class, this::profile);
    }
    return part.isInterface() && (started || part != AcquisitionManager.class)
        ? fake(part, FakeStudio::nothing)
        : null;
  }

  private @Nullable Object log(Object self, Method method, Object @Nullable [] arguments) {
    List<String> lines = method.getName().contains("Error") ? errors : messages;
    StringBuilder line = new StringBuilder();
    for (Object argument : arguments == null ? new Object[0] : arguments) {
      line.append(argument).append(' ');
    }
    lines.add(line.toString());
    return null;
  }

  private @Nullable Object events(Object self, Method method, Object @Nullable [] arguments) {
    if (arguments != null && method.getName().equals("registerForEvents")) {
      bus.register(arguments[0]);
    }
    return null;
  }

  private @Nullable Object profile(Object self, Method method, Object @Nullable [] arguments) {
    return method.getReturnType() == MutablePropertyMapView.class
        ? fake(MutablePropertyMapView.class, this::settings)
        : "Default User";
  }

  private @Nullable Object settings(Object self, Method method, Object @Nullable [] arguments) {
    Object[] given = arguments == null ? new Object[0] : arguments;
    String name = method.getName();
    if (name.startsWith("put")) {
      profile.put(given[0], given[1]);
      return self;
    }
    if (name.startsWith("get")) {
      return profile.getOrDefault(given[0], given[1]);
    }
    return name.startsWith("contains") ? (Object) profile.containsKey(given[0]) : self;
  }

  /** Posts an event whose questions are all answered by nothing or no. */
  void post(Class<?> event) {
    bus.post(fake(event, FakeStudio::nothing));
  }

  private static @Nullable Object nothing(
      Object self, Method method, Object @Nullable [] arguments) {
    Class<?> type = method.getReturnType();
    if (method.getName().equals("hashCode")) {
      return System.identityHashCode(self);
    }
    if (method.getName().equals("equals") && arguments != null) {
      return self == arguments[0];
    }
    if (type == boolean.class) {
      return false;
    }
    return type.isPrimitive() && type != void.class ? (Object) 0 : null;
  }

  private static <T> T fake(Class<T> type, InvocationHandler handler) {
    Object proxy = Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler);
    return type.cast(proxy);
  }
}
