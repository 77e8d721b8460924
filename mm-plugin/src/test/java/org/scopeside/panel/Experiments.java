package org.scopeside.panel;

import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Runs all experiments of a class, each in an instance of its own, and prints a line for each: the
 * program that the tests start on a display.
 *
 * <p>Arguments: the class, whose constructor takes the folder for pictures; the folder.
 */
final class Experiments {
  static final String PASSED = "PASSED ";
  static final String FAILED = "FAILED ";
  static final String END = "END OF EXPERIMENT";

  private Experiments() {}

  static List<Method> of(Class<?> experiments) {
    List<Method> methods = new ArrayList<>();
    for (Method method : experiments.getDeclaredMethods()) {
      if (method.getName().startsWith("should")) {
        methods.add(method);
      }
    }
    methods.sort(Comparator.comparing(Method::getName));
    return methods;
  }

  public static void main(String[] arguments) throws Exception {
    Class<?> experiments = Class.forName(arguments[0]);
    File folder = new File(arguments[1]);
    for (Method method : of(experiments)) {
      System.out.println(outcome(experiments, method, folder));
      System.out.println(END);
    }
    // Frames of failed experiments would keep the toolkit alive.
    System.exit(0);
  }

  private static String outcome(Class<?> experiments, Method method, File folder) {
    List<Throwable> uncaught = new ArrayList<>();
    Thread.setDefaultUncaughtExceptionHandler((thread, e) -> uncaught.add(e));
    try {
      Object instance = experiments.getDeclaredConstructor(File.class).newInstance(folder);
      method.invoke(instance);
      if (uncaught.isEmpty()) {
        return PASSED + method.getName();
      }
      return FAILED + method.getName() + "\n" + words(uncaught.get(0));
    } catch (InvocationTargetException e) {
      return FAILED + method.getName() + "\n" + words(e);
    } catch (ReflectiveOperationException e) {
      return FAILED + method.getName() + "\n" + words(e);
    }
  }

  private static String words(Throwable failure) {
    StringWriter words = new StringWriter();
    failure.printStackTrace(new PrintWriter(words));
    return words.toString();
  }

  /** What the output says about one experiment: empty where it passed. */
  static String failure(String output, String experiment) {
    int from = output.indexOf(FAILED + experiment + "\n");
    if (from >= 0) {
      return output.substring(from, output.indexOf(END, from));
    }
    boolean passed = Arrays.asList(output.split("\n", -1)).contains(PASSED + experiment);
    return passed ? "" : "it never ended: " + output;
  }
}
