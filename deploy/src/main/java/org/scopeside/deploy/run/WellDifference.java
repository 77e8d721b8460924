package org.scopeside.deploy.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a well's count differs between two analyses of the same planes.
 *
 * @param former objects before; null where the well was not analysed before
 * @param now objects now; null where it is not analysed now
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WellDifference(
    String well, @Nullable Long former, @Nullable Long now, @Nullable Long difference) {

  /** Reads the answer of the results service. */
  static List<WellDifference> all(JsonNode answer) {
    List<WellDifference> all = new ArrayList<>();
    for (JsonNode well : answer.path("wells")) {
      Long former = number(well, "former");
      Long now = number(well, "now");
      Long difference = former == null || now == null ? null : (Long) (now - former);
      all.add(new WellDifference(well.path("well").asText(), former, now, difference));
    }
    return all;
  }

  private static @Nullable Long number(JsonNode of, String name) {
    JsonNode number = of.path(name);
    return number.isNumber() ? number.asLong() : null;
  }

  /** Lines of a table, with a sum over the wells that have both counts; for people. */
  static List<String> table(List<WellDifference> wells) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(Locale.ROOT, "%-6s %9s %9s %9s %8s", "well", "before", "now", "more", ""));
    long before = 0;
    long now = 0;
    for (WellDifference well : wells) {
      lines.add(line(well.well, well.former, well.now));
      if (well.former != null && well.now != null) {
        before += well.former;
        now += well.now;
      }
    }
    lines.add(line("all", before, now));
    return lines;
  }

  private static String line(String name, @Nullable Long former, @Nullable Long now) {
    if (former == null || now == null) {
      return String.format(Locale.ROOT, "%-6s %9s %9s", name, shown(former), shown(now));
    }
    String percent =
        former == 0 ? "" : String.format(Locale.ROOT, "%+.1f %%", 100.0 * (now - former) / former);
    return String.format(
        Locale.ROOT, "%-6s %9d %9d %+9d %8s", name, former, now, now - former, percent);
  }

  private static String shown(@Nullable Long count) {
    return count == null ? "-" : count.toString();
  }
}
