package org.scopeside.source.pattern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NamePresetsTest {
  private static final String GUID = "1E8E2C9C1-1D16-4E1F-8C33-C6B8B5A3B7A1".substring(1);

  @Test
  void shouldReadEveryPresetsOwnExampleAndNoOthers() {
    for (NamePreset preset : NamePresets.all()) {
      assertNotNull(preset.match(preset.example()), preset.name());
      for (NamePreset other : NamePresets.all()) {
        if (other != preset) {
          assertNull(other.match(preset.example()), other + " reads " + preset.example());
        }
      }
    }
  }

  @Test
  void shouldTellTheWavelengthFromTheGuidBehindIt() {
    assertEquals(
        "plate=IXMtest well=A01 field=3 channel=2",
        tokens("imagexpress", "IXMtest_A01_s3_w2" + GUID + ".tif"));
    assertEquals(
        "plate=IXMtest well=A01 field=3 channel=12",
        tokens("imagexpress", "week1/IXMtest_A01_s3_w12" + GUID + ".TIF"));
    assertNull(tokens("imagexpress", "IXMtest_A01_s3_w1_thumb" + GUID + ".tif"));
  }

  @Test
  void shouldReadFoldersOfTimePointsAndSections() {
    assertEquals(
        "plate=P7 well=E08 field=2 t=4 z=11 channel=3",
        tokens("imagexpress", "P7/TimePoint_4/ZStep_11/P7_E08_s2_w3" + GUID + ".tif"));
    assertEquals(
        "plate=P7 well=E08 t=4 channel=3",
        tokens("imagexpress", "TimePoint_4/P7_E08_w3" + GUID + ".tif"));
    assertEquals("well=b02 field=1 z=0 channel=1", tokens("imagexpress", "b02_s1_w1_z0.tif"));
    assertNull(tokens("imagexpress", "TimePoint_1/ZStep_0/P7_E08_s2_w3.tif"));
  }

  @Test
  void shouldReadOtherVendorsNames() {
    assertEquals(
        "row=02 column=11 field=09 t=3 z=04 channel=2",
        tokens("operetta", "Run__2020-01-01/Images/r02c11f09p04-ch2sk3fk1fl1.tiff"));
    assertEquals(
        "plate=AssayPlate_Greiner_#655090 well=B03 field=012 t=0001 z=02 channel=04",
        tokens("yokogawa", "AssayPlate_Greiner_#655090_B03_T0001F012L01A03Z02C04.tif"));
    assertEquals(
        "row=H column=12 field=3 z=2 channel=UV - DAPI",
        tokens("incell", "H - 12(fld 3 wv UV - DAPI z 2).tif"));
    assertEquals(
        "row=B column=2 field=1 channel=Cy3 - Cy3",
        tokens("incell", "B - 2(fld 1 wv Cy3 - Cy3 wix 1).tif"));
    assertEquals(
        "well=C5 field=00002 t=00003 z=00001 channel=Alexa 647",
        tokens("scanr", "x/data/C5--W00053--P00002--Z00001--T00003--Alexa 647.tif"));
  }

  @Test
  void shouldNameAcquisitionsByTheFoldersAboveTheVendorsOwn() {
    assertEquals("a/P7", acquisition("imagexpress", "a/P7/TimePoint_1/ZStep_1/P7_A01_s1_w1.tif"));
    assertEquals("a/P8", acquisition("imagexpress", "a/P8_A01_s1_w1.tif"));
    assertEquals("", acquisition("imagexpress", "b02_s1_w1_z0.tif"));
    assertEquals("Run 1", acquisition("operetta", "Run 1/Images/r01c01f01p01-ch1sk1fk1fl1.tiff"));
    assertEquals("", acquisition("operetta", "Images/r01c01f01p01-ch1sk1fk1fl1.tiff"));
  }

  @Test
  void shouldRecogniseAFolderOnlyWhereNearlyAllAreNamedSo() {
    NamePreset preset =
        NamePatternSource.presetOf(
            List.of("a_A01_s1_w1.tif", "a_A01_s1_w2.tif", "a_A01_s1_w1_thumb.tif"));
    assertNotNull(preset);
    assertEquals("imagexpress", preset.name());
    assertNull(NamePatternSource.presetOf(List.of("a_A01_s1_w1.tif", "other.tif")));
    assertNull(NamePatternSource.presetOf(List.of("dsb_a01.png", "dsb_a02.png")));
    assertNull(NamePatternSource.presetOf(List.of()));
  }

  @Test
  void shouldSayWhatNumbersBeginWith() {
    NamePreset imagexpress = preset("imagexpress");
    assertEquals(1, imagexpress.first("b02_s1_w1_z0.tif", Placeholder.FIELD));
    assertEquals(NameScheme.UNKNOWN_FIRST, imagexpress.first("b02_s1_w1_z0.tif", Placeholder.Z));
    assertEquals(1, imagexpress.first("ZStep_1/b02_s1_w1.tif", Placeholder.Z));
    assertEquals(
        0, preset("scanr").first("C5--W00053--P00002--Z00001--T00003--a.tif", Placeholder.Z));
    for (NamePreset each : NamePresets.all()) {
      assertTrue(each.numbering().contains("from"), each.name());
    }
  }

  private static NamePreset preset(String name) {
    NamePreset preset = NamePresets.named(name);
    assertNotNull(preset);
    return preset;
  }

  private static @Nullable String tokens(String preset, String name) {
    Map<Placeholder, String> tokens = preset(preset).match(name);
    return tokens == null
        ? null
        : String.join(
            " ",
            new TreeMap<>(tokens)
                .entrySet().stream().map(e -> e.getKey().word() + "=" + e.getValue()).toList());
  }

  private static String acquisition(String preset, String name) {
    Map<Placeholder, String> tokens = preset(preset).match(name);
    assertNotNull(tokens, name);
    return preset(preset).acquisition(name, tokens);
  }
}
