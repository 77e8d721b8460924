package org.scopeside.overlay;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** Micro-Manager's large interfaces, of which a test needs three methods. */
final class FakeType {
  private FakeType() {}

  /**
   * Answers with the public methods of {@code answers} of the same name and parameters; any other
   * call fails.
   */
  static <T> T of(Class<T> type, Object answers) {
    Object fake =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              if (method.getDeclaringClass() == Object.class) {
                return ofObject(self, method, arguments);
              }
              return answer(answers, method, arguments);
            });
    return type.cast(fake);
  }

  private static Object ofObject(Object self, Method method, Object[] arguments) {
    return switch (method.getName()) {
      case "equals" -> self == arguments[0];
      case "hashCode" -> System.identityHashCode(self);
      default -> "fake";
    };
  }

  private static Object answer(Object answers, Method method, Object[] arguments) throws Throwable {
    try {
      Method answer = answers.getClass().getMethod(method.getName(), method.getParameterTypes());
      answer.setAccessible(true);
      return answer.invoke(answers, arguments);
    } catch (NoSuchMethodException e) {
      throw new UnsupportedOperationException(method.toString(), e);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
