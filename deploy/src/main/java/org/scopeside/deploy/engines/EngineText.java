package org.scopeside.deploy.engines;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.scopeside.segmenter.engine.EngineReport;
import org.scopeside.segmenter.engine.Precision;

/** Engines as a table; why one cannot be had stands below it. */
final class EngineText {
  private static final List<String> TITLES =
      List.of("ENGINE", "STATE", "VERSION", "DEVICE", "PRECISIONS", "MEMORY");
  private static final double GIB = 1L << 30;

  private EngineText() {}

  static List<String> lines(List<EngineReport> engines) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(TITLES);
    engines.forEach(engine -> rows.addAll(rows(engine)));
    List<String> lines = new ArrayList<>(rows.stream().map(row -> line(rows, row)).toList());
    for (EngineReport engine : engines) {
      if (!engine.available()) {
        lines.add("");
        lines.add(engine.name() + " cannot run here: " + engine.unavailable());
      }
    }
    return lines;
  }

  /** A row a device; one without where there is none. */
  private static List<List<String>> rows(EngineReport engine) {
    if (engine.devices().isEmpty()) {
      return List.of(row(engine, "-", "-"));
    }
    return engine.devices().stream()
        .map(device -> row(engine, device.name(), memory(device)))
        .toList();
  }

  private static List<String> row(EngineReport engine, String device, String memory) {
    return List.of(
        engine.name(),
        engine.available() ? "available" : "not available",
        engine.version().isEmpty() ? "-" : engine.version(),
        device,
        engine.precisions().stream().map(Precision::word).collect(Collectors.joining(", ")),
        memory);
  }

  private static String memory(EngineReport.Device device) {
    if (device.memoryBytes() == 0) {
      return "-";
    }
    String all = String.format(Locale.ROOT, "%.1f GiB", device.memoryBytes() / GIB);
    return device.freeBytes() == 0
        ? all
        : String.format(Locale.ROOT, "%.1f of %s free", device.freeBytes() / GIB, all);
  }

  private static String line(List<List<String>> rows, List<String> cells) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < cells.size(); column++) {
      int at = column;
      int width = rows.stream().mapToInt(row -> row.get(at).length()).max().orElse(0);
      String cell = cells.get(column);
      line.append(cell).append(" ".repeat(width - cell.length() + 2));
    }
    return line.toString().stripTrailing();
  }
}
