package org.scopeside.panel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Runs the experiments with the panel in a JVM of their own, on a display in memory. */
class PanelOnDisplayTest {
  private static final Path PICTURES = Path.of("target", "panel").toAbsolutePath();

  @TestFactory
  List<DynamicTest> shouldWorkOnADisplay() throws IOException, InterruptedException {
    return run(PanelExperiments.class);
  }

  @TestFactory
  List<DynamicTest> shouldWorkOnADisplayOfTwiceTheScale() throws IOException, InterruptedException {
    return run(TwiceTheScaleExperiments.class, "-Dsun.java2d.uiScale=2");
  }

  private static List<DynamicTest> run(Class<?> experiments, String... options)
      throws IOException, InterruptedException {
    assumeTrue(VirtualDisplay.isInstalled(), "Xvfb is not on the path (Debian: package xvfb)");
    Files.createDirectories(PICTURES);
    List<String> jvm = new ArrayList<>(Arrays.asList("-Xmx512m", "-Duser.timezone=UTC"));
    jvm.addAll(Arrays.asList(options));
    String output;
    try (VirtualDisplay display = VirtualDisplay.open(2400, 2600)) {
      output = display.run(Experiments.class, jvm, experiments.getName(), PICTURES.toString());
    }
    List<DynamicTest> tests = new ArrayList<>();
    Experiments.of(experiments)
        .forEach(
            method ->
                tests.add(
                    DynamicTest.dynamicTest(
                        method.getName(),
                        () -> assertEquals("", Experiments.failure(output, method.getName())))));
    return tests;
  }
}
