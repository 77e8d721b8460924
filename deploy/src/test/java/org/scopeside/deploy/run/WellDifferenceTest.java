package org.scopeside.deploy.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The table of two analyses of one plate. */
class WellDifferenceTest {
  @Test
  void shouldSayMoreAndLessByWellAndInAll() throws Exception {
    List<WellDifference> wells =
        WellDifference.all(
            new ObjectMapper()
                .readTree(
                    "{\"wells\":[{\"well\":\"A01\",\"former\":100,\"now\":110},"
                        + "{\"well\":\"A02\",\"former\":0,\"now\":3},{\"well\":\"A03\",\"former\":7}]}"));
    assertEquals(new WellDifference("A01", 100L, 110L, 10L), wells.get(0));
    assertEquals(
        List.of(
            "well      before       now      more         ",
            "A01          100       110       +10  +10.0 %",
            "A02            0         3        +3         ",
            "A03            7         -",
            "all          100       113       +13  +13.0 %"),
        WellDifference.table(wells));
  }
}
