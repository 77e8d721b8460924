package org.scopeside.deploy.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a plane costs with a model.
 *
 * @param precision of its network; a dash without one
 * @param cpu CPU seconds a plane, median of the rounds
 * @param least the same, of the best round
 * @param wall seconds a plane, median
 * @param network CPU seconds a plane inside the network, median; NaN where it is not known
 * @param ratio of CPU time to that of the fp32 network in the same round, median; NaN without one
 */
record ModelCost(
    String model,
    String precision,
    double cpu,
    double least,
    double wall,
    double network,
    double ratio) {

  /**
   * From numbers of each round.
   *
   * @param network none where it is not known
   * @param fp32 CPU seconds of the fp32 network; none where there is none
   */
  static ModelCost of(
      String model,
      String precision,
      List<Double> cpu,
      List<Double> wall,
      List<Double> network,
      List<Double> fp32) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < fp32.size(); i++) {
      ratios.add(cpu.get(i) / fp32.get(i));
    }
    double inside = median(network);
    return new ModelCost(
        model,
        precision,
        median(cpu),
        cpu.stream().mapToDouble(Double::doubleValue).min().orElse(Double.NaN),
        median(wall),
        inside > 0 ? inside : Double.NaN,
        median(ratios));
  }

  private static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int n = sorted.length;
    return n == 0 ? Double.NaN : (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
  }

  /** Planes that one processor segments in a second. */
  double planesPerSecond() {
    return 1 / cpu;
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", model);
    if (!precision.equals("-")) {
      json.put("precision", precision);
    }
    json.put("cpuSecondsPerPlane", cpu);
    json.put("leastCpuSecondsPerPlane", least);
    json.put("planesPerCpuSecond", planesPerSecond());
    json.put("wallSecondsPerPlane", wall);
    if (!Double.isNaN(network)) {
      json.put("networkCpuSecondsPerPlane", network);
    }
    if (!Double.isNaN(ratio)) {
      json.put("ratioToFp32", ratio);
    }
    return json;
  }

  static List<String> table(List<ModelCost> costs) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%-26s %-5s %9s %9s %9s %9s %8s",
            "MODEL",
            "PREC",
            "CPU s",
            "LEAST",
            "NETWORK",
            "PLANES/s",
            "TO FP32"));
    for (ModelCost cost : costs) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%-26s %-5s %9.3f %9.3f %9s %9.2f %8s",
              cost.model,
              cost.precision,
              cost.cpu,
              cost.least,
              number(cost.network, "%.3f"),
              cost.planesPerSecond(),
              number(cost.ratio, "%.2f")));
    }
    lines.add("CPU seconds a plane: median and least of the rounds, and inside the network;");
    lines.add("planes a CPU second; median ratio to the fp32 network of the same round.");
    return lines;
  }

  private static String number(double value, String format) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
  }
}
