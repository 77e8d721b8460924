package org.scopeside.source.pattern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scopeside.source.PlaneBuffers;
import org.scopeside.source.PlaneFacts;
import org.scopeside.source.RealImages;
import org.scopeside.source.Recognition;
import org.scopeside.source.SourceOptions;
import org.scopeside.source.StoredAcquisition;
import org.scopeside.source.StoredPlane;
import org.scopeside.source.UnusableSourceException;
import org.scopeside.source.image.HandmadeTiff;

class NamePatternSourceTest {
  @TempDir Path folder;

  private final NamePatternSource source = new NamePatternSource();

  @Test
  void shouldOpenAnImageXpressExportWithoutBeingToldItsNames() throws IOException {
    Path plate = RealImages.folder("plate_mx");
    assertEquals(Recognition.CERTAIN, source.recognise(plate, SourceOptions.NONE));
    StoredAcquisition acquisition = source.open(plate, SourceOptions.NONE).acquisitions().get(0);
    assertEquals(24, acquisition.planes().size());
    assertEquals(2, acquisition.sizeZ());
    assertEquals(List.of("1", "2", "3"), acquisition.channelNames());
    assertEquals(1.3672, acquisition.physicalSizeXUm());
    assertEquals(0, acquisition.missingPlanes());
  }

  @Test
  void shouldFindTheSamePlacesWithAPresetAndWithAPattern() throws IOException {
    Path plate = RealImages.folder("plate_mx");
    SourceOptions pattern = new SourceOptions("{well}_s{field}_w{channel}_z{z}", null);
    List<String> byPattern = shown(source.open(plate, pattern).acquisitions().get(0));
    assertEquals(byPattern, shown(source.open(plate, SourceOptions.NONE).acquisitions().get(0)));
  }

  @Test
  void shouldReadEachPlateFolderAsAnAcquisition() throws IOException {
    tiff("P1/TimePoint_1/P1_A01_s1_w1.tif", 1);
    tiff("P1/TimePoint_1/P1_A01_s1_w1_thumb.tif", 1);
    tiff("P1/TimePoint_2/P1_A01_s1_w1.tif", 1);
    Files.writeString(
        folder.resolve("P1/P1.HTD"), "\"XWells\", 24\n\"YWells\", 16\n\"WaveName1\", \"DAPI\"\n");
    tiff("P2/TimePoint_1/P2_H12_s3_w1.tif", 1);
    List<StoredAcquisition> plates = source.open(folder, SourceOptions.NONE).acquisitions();
    assertEquals(List.of("P1", "P2"), plates.stream().map(StoredAcquisition::name).toList());
    assertEquals(2, plates.get(0).sizeT());
    assertEquals(List.of("DAPI"), plates.get(0).channelNames());
    assertEquals(16, plates.get(0).plateFormat()[0]);
    assertEquals(0, plates.get(1).planes().get(0).place().field());
  }

  @Test
  void shouldTakeWhatHarmonysIndexSays() throws IOException {
    tiff("Images/r02c03f01p01-ch1sk1fk1fl1.tiff", 1);
    tiff("Images/r02c03f01p01-ch2sk1fk1fl1.tiff", 1);
    Files.writeString(
        folder.resolve("Images/Index.idx.xml"),
        """
        <?xml version="1.0"?>
        <EvaluationInputData xmlns="http://www.perkinelmer.com/PEHH/HarmonyV5">
        <Plates><Plate><PlateRows>16</PlateRows><PlateColumns>24</PlateColumns></Plate></Plates>
        <Images><Image Version="1"><id>0203K1F1P1R1</id><URL>r02c03f01p01-ch1sk1fk1fl1.tiff</URL>
        <ChannelID>1</ChannelID><ChannelName>HOECHST 33342</ChannelName>
        <ImageResolutionX Unit="m">2.97E-07</ImageResolutionX>
        <PositionX Unit="m">-1.5E-04</PositionX><AbsPositionZ Unit="m">0.1</AbsPositionZ>
        <MeasurementTimeOffset Unit="s">2.5</MeasurementTimeOffset>
        <AbsTime>2020-01-02T03:04:05.5+01:00</AbsTime><ExposureTime Unit="s">0.2</ExposureTime>
        </Image></Images></EvaluationInputData>
        """);
    StoredAcquisition acquisition = source.open(folder, SourceOptions.NONE).acquisitions().get(0);
    assertEquals(List.of("HOECHST 33342", "2"), acquisition.channelNames());
    assertEquals(0.297, Objects.requireNonNull(acquisition.physicalSizeXUm()), 1e-9);
    assertEquals(16, acquisition.plateFormat()[0]);
    PlaneFacts facts = acquisition.planes().get(0).read(PlaneBuffers.fresh()).facts();
    assertEquals(200, facts.exposureMs());
    assertEquals(2500, facts.deltaTMs());
    assertEquals(-150, Objects.requireNonNull(facts.positionXUm()), 1e-9);
    assertEquals(Instant.parse("2020-01-02T02:04:05.500Z"), facts.recordedAt());
    assertNull(acquisition.planes().get(1).read(PlaneBuffers.fresh()).facts().exposureMs());
  }

  @Test
  void shouldTakeWhatYokogawasRecordsSay() throws IOException {
    tiff("AP_B03_T0001F001L01A01Z01C01.tif", 1);
    Files.writeString(
        folder.resolve("MeasurementData.mlf"),
        """
        <bts:MeasurementData xmlns:bts="http://www.yokogawa.co.jp/BTS/BTSSchema/1.0">
        <bts:MeasurementRecord bts:Type="ERR" bts:X="7">AF Error</bts:MeasurementRecord>
        <bts:MeasurementRecord bts:Type="IMG" bts:X="-1.5" bts:Y="2" bts:Z="-8.5" bts:Ch="1"
        >AP_B03_T0001F001L01A01Z01C01.tif</bts:MeasurementRecord></bts:MeasurementData>
        """);
    Files.writeString(
        folder.resolve("MeasurementDetail.mrf"),
        """
        <bts:MeasurementDetail xmlns:bts="http://www.yokogawa.co.jp/BTS/BTSSchema/1.0"
        bts:RowCount="16" bts:ColumnCount="24"><bts:MeasurementChannel bts:Ch="1"
        bts:HorizontalPixelDimension="0.1625" bts:VerticalPixelDimension="0.1625"/></bts:MeasurementDetail>
        """);
    StoredAcquisition acquisition = source.open(folder, SourceOptions.NONE).acquisitions().get(0);
    assertEquals(0.1625, acquisition.physicalSizeXUm());
    PlaneFacts facts = acquisition.planes().get(0).read(PlaneBuffers.fresh()).facts();
    assertEquals(-8.5, facts.positionZUm());
    assertEquals(0.1625, facts.physicalSizeXUm());
  }

  @Test
  void shouldGoOnWithoutAnIndexThatIsCut() throws IOException {
    tiff("Images/r02c03f01p01-ch1sk1fk1fl1.tiff", 1);
    Files.writeString(folder.resolve("Images/Index.idx.xml"), "<EvaluationInputData><Images><Im");
    var dataset = source.open(folder, SourceOptions.NONE);
    assertEquals(1, dataset.acquisitions().get(0).planes().size());
    assertTrue(dataset.remarks().get(0).contains("no whole XML"), dataset.remarks().toString());
  }

  @Test
  void shouldReadNoOutsideEntities() throws IOException {
    tiff("Images/r02c03f01p01-ch1sk1fk1fl1.tiff", 1);
    Path secret = Files.writeString(folder.resolve("secret.txt"), "SECRET");
    Files.writeString(
        folder.resolve("Images/Index.xml"),
        "<!DOCTYPE a [<!ENTITY x SYSTEM \"%s\">]><a><Image><URL>r02c03f01p01-ch1sk1fk1fl1.tiff</URL>"
                .formatted(secret.toUri())
            + "<ChannelID>1</ChannelID><ChannelName>&x;</ChannelName></Image></a>");
    StoredAcquisition acquisition = source.open(folder, SourceOptions.NONE).acquisitions().get(0);
    assertEquals(List.of("1"), acquisition.channelNames());
  }

  @Test
  void shouldCountPagesOfEquallyLongFilesOnce() throws IOException {
    for (int i = 0; i < 50; i++) {
      tiff("f%02d.tif".formatted(i), 3);
    }
    tiff("f99.tif", 1);
    PatternFolder opened = PatternFolder.open(folder, NamePattern.parse("f{field}"));
    assertEquals(2, opened.openedFiles());
    assertEquals(151, opened.acquisitions().get(0).planes().size());
    assertEquals(3, opened.acquisitions().get(0).sizeZ());
  }

  @Test
  void shouldOpenNoFileWhereNamesTellSections() throws IOException {
    for (int i = 0; i < 20; i++) {
      tiff("r01c01f%02dp01-ch1sk1fk1fl1.tiff".formatted(i + 1), 1);
    }
    PatternFolder opened = PatternFolder.open(folder, NamePatternSource.schemeNamed("operetta"));
    assertEquals(0, opened.openedFiles());
  }

  @Test
  void shouldNameTwoFilesOfOnePlane() throws IOException {
    tiff("a_A01_s1_w1.tif", 1);
    tiff("b/a_A01_s1_w1.tif", 1);
    tiff("b/a_A01_s01_w1.tif", 1);
    UnusableSourceException refused =
        assertThrows(UnusableSourceException.class, () -> source.open(folder, SourceOptions.NONE));
    assertTrue(
        String.valueOf(refused.getMessage()).contains("b/a_A01_s01_w1.tif and b/a_A01_s1_w1.tif"),
        refused.getMessage());
  }

  @Test
  void shouldSayWhatPresetsThereAreWhereNoneFits() throws IOException {
    tiff("holiday.tif", 1);
    assertEquals(Recognition.NO, source.recognise(folder, SourceOptions.NONE));
    UnusableSourceException refused =
        assertThrows(UnusableSourceException.class, () -> source.open(folder, SourceOptions.NONE));
    assertTrue(
        String.valueOf(refused.getMessage()).contains("operetta, yokogawa"), refused.getMessage());
    assertTrue(String.valueOf(refused.getMessage()).contains("--pattern"), refused.getMessage());
  }

  private void tiff(String name, int pages) throws IOException {
    HandmadeTiff tiff = new HandmadeTiff(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < pages; i++) {
      tiff.page(2, 2, 8, new byte[] {1, 2, 3, 4});
    }
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    tiff.write(file);
  }

  private static List<String> shown(StoredAcquisition acquisition) {
    return acquisition.planes().stream()
        .map((StoredPlane plane) -> plane.file() + " " + plane.place().shown())
        .toList();
  }
}
