package org.scopeside.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class SimulationSettingsTest {

  private static final SimulationSettings DEFAULTS = SimulationSettings.defaults(1);

  @Test
  void shouldDefaultToOneDapiPlaneOf1024() {
    assertEquals(
        new SimulationSettings(1, 1024, 1024, List.of("DAPI"), 1, 1, 1, 0.65, 1.5, 16, 0.06),
        DEFAULTS);
    assertEquals(65535, DEFAULTS.maxValue());
  }

  @Test
  void shouldChangeOnlyWhatIsAsked() {
    SimulationSettings changed =
        DEFAULTS
            .withSize(65, 4096)
            .withChannels(List.of("DAPI", "GFP"))
            .withFields(4)
            .withStack(5, 2)
            .withTimePoints(3)
            .withPixelSizeUm(0.325)
            .withSignificantBits(12)
            .withDefectFraction(1);
    assertEquals(
        new SimulationSettings(1, 65, 4096, List.of("DAPI", "GFP"), 4, 5, 3, 0.325, 2, 12, 1),
        changed);
    assertEquals(4095, changed.maxValue());
  }

  @Test
  void shouldRefuseWrongSettingsWithFacts() {
    refused("sizeX 63 not in 64..4096", () -> DEFAULTS.withSize(63, 64));
    refused("sizeY 4097 not in 64..4096", () -> DEFAULTS.withSize(64, 4097));
    refused("number of channels 0 not in 1..4", () -> DEFAULTS.withChannels(List.of()));
    refused(
        "channel names [DAPI, DAPI]: blank or repeated",
        () -> DEFAULTS.withChannels(List.of("DAPI", "DAPI")));
    refused("fields 0 not in 1..1000", () -> DEFAULTS.withFields(0));
    refused("sizeZ 501 not in 1..500", () -> DEFAULTS.withStack(501, 1));
    refused("sizeT 0 not in 1..10000", () -> DEFAULTS.withTimePoints(0));
    refused("pixelSizeUm NaN not in 0.1..1", () -> DEFAULTS.withPixelSizeUm(Double.NaN));
    refused("significantBits 8 not in 12..16", () -> DEFAULTS.withSignificantBits(8));
    refused("defectFraction 1.5 not in 0..1", () -> DEFAULTS.withDefectFraction(1.5));
  }

  private static void refused(String facts, Executable setting) {
    assertEquals(facts, assertThrows(IllegalArgumentException.class, setting).getMessage());
  }
}
