package org.scopeside.source.ometiff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scopeside.source.PlaneBuffers;
import org.scopeside.source.PlaneDataset;
import org.scopeside.source.PlanePixels;
import org.scopeside.source.Recognition;
import org.scopeside.source.SourceOptions;
import org.scopeside.source.StoredAcquisition;
import org.scopeside.source.StoredPlane;
import org.scopeside.source.UnreadableImageException;
import org.scopeside.source.UnusableSourceException;

class OmeTiffSourceTest {
  @TempDir Path folder;

  @Test
  void shouldFollowDimensionOrderOverPages() throws IOException {
    String xml = Xml.ome(Xml.image(0, "x", 2, 3, 2, "<TiffData/>").replace("XYZCT", "XYCTZ"));
    Path file = new SmallTiff().pages(100, 12).description(xml).write(path("order.ome.tif"));
    assertPlanes(
        file,
        List.of(
            "-/f0/t0/z0/c0=100",
            "-/f0/t0/z0/c1=101",
            "-/f0/t0/z0/c2=102",
            "-/f0/t0/z1/c0=106",
            "-/f0/t0/z1/c1=107",
            "-/f0/t0/z1/c2=108",
            "-/f0/t1/z0/c0=103",
            "-/f0/t1/z0/c1=104",
            "-/f0/t1/z0/c2=105",
            "-/f0/t1/z1/c0=109",
            "-/f0/t1/z1/c1=110",
            "-/f0/t1/z1/c2=111"));
  }

  @Test
  void shouldGiveImagesWithoutTiffDataThePagesInTurn() throws IOException {
    String xml = Xml.ome(Xml.image(0, "a", 2, 1, 1, "") + Xml.image(1, "b", 2, 1, 1, ""));
    Path file = new SmallTiff().pages(1, 4).description(xml).write(path("turn.ome.tif"));
    assertPlanes(
        file, List.of("-/f0/t0/z0/c0=1", "-/f0/t0/z1/c0=2", "-/f1/t0/z0/c0=3", "-/f1/t0/z1/c0=4"));
  }

  @Test
  void shouldOpenSetFromAnyOfItsFiles() throws IOException {
    String xml =
        Xml.ome(
            Xml.image(
                0,
                "x",
                2,
                1,
                1,
                Xml.tiffData("IFD=\"0\" FirstZ=\"0\"", "one.ome.tif")
                    + Xml.tiffData("IFD=\"1\" FirstZ=\"1\"", "sub/two.ome.tif")));
    Files.createDirectory(path("sub"));
    Files.writeString(path("set.companion.ome"), xml);
    String elsewhere = "<BinaryOnly MetadataFile=\"%sset.companion.ome\" UUID=\"u\"/>";
    new SmallTiff()
        .page(1)
        .description(Xml.ome(elsewhere.formatted("")))
        .write(path("one.ome.tif"));
    new SmallTiff().page(8).page(2).write(path("sub/two.ome.tif"));
    List<String> planes = List.of("-/f0/t0/z0/c0=1", "-/f0/t0/z1/c0=2");
    assertPlanes(path("set.companion.ome"), planes);
    assertPlanes(path("one.ome.tif"), planes);
    assertPlanes(folder, planes);
    open(folder, dataset -> assertEquals("set", dataset.acquisitions().get(0).name()));
  }

  @Test
  void shouldReadTheRestWhereMembersLack() throws IOException {
    String xml =
        Xml.ome(
            Xml.image(
                0,
                "x",
                3,
                1,
                1,
                Xml.tiffData("IFD=\"0\" FirstZ=\"0\"", "here.ome.tif")
                    + Xml.tiffData("IFD=\"0\" FirstZ=\"1\"", "gone.ome.tif")
                    + Xml.tiffData("IFD=\"5\" FirstZ=\"2\"", "short.ome.tif")));
    Files.writeString(path("set.companion.ome"), xml);
    new SmallTiff().page(1).write(path("here.ome.tif"));
    new SmallTiff().page(1).write(path("short.ome.tif"));
    open(
        path("set.companion.ome"),
        dataset -> {
          assertEquals(List.of("-/f0/t0/z0/c0=1"), planes(dataset));
          assertEquals(
              List.of(
                  new PlaneDataset.Unread(
                      path("gone.ome.tif"),
                      "is not there, but the OME-XML in set.companion.ome tells of it"),
                  new PlaneDataset.Unread(
                      path("short.ome.tif"), "has 1 pages; its OME-XML tells of page 6")),
              dataset.unread());
          assertEquals(List.of("set: 2 planes are not there"), dataset.remarks());
        });
  }

  @Test
  void shouldNameCompanionThatLacks() throws IOException {
    new SmallTiff()
        .page(1)
        .description(Xml.ome("<BinaryOnly MetadataFile=\"lost.companion.ome\" UUID=\"u\"/>"))
        .write(path("a.ome.tif"));
    assertUnusable("its OME-XML is in lost.companion.ome, which is not there", path("a.ome.tif"));
  }

  @Test
  void shouldFindRenamedFilesByUuidAndByTheirEnds() throws IOException {
    String first =
        "<TiffData IFD=\"0\" FirstZ=\"0\"><UUID FileName=\"old_1.ome.tif\">urn:uuid:1</UUID>"
            + "</TiffData><TiffData IFD=\"0\" FirstZ=\"1\"><UUID FileName=\"old_2.ome.tif\">"
            + "urn:uuid:2</UUID></TiffData><TiffData IFD=\"0\" FirstZ=\"2\"><UUID"
            + " FileName=\"old_MMStack_Pos2.ome.tif\">urn:uuid:3</UUID></TiffData>";
    String xml = Xml.image(0, "x", 3, 1, 1, first);
    new SmallTiff()
        .page(1)
        .description(Xml.ome("UUID=\"urn:uuid:1\"", xml))
        .write(path("new_1.ome.tif"));
    new SmallTiff()
        .page(2)
        .description(Xml.ome("UUID=\"urn:uuid:2\"", xml))
        .write(path("new_2.ome.tif"));
    new SmallTiff().page(3).write(path("new_MMStack_Pos2.ome.tif"));
    List<String> planes = List.of("-/f0/t0/z0/c0=1", "-/f0/t0/z1/c0=2", "-/f0/t0/z2/c0=3");
    assertPlanes(path("new_1.ome.tif"), planes);
    assertPlanes(path("new_2.ome.tif"), planes);
    assertPlanes(folder, planes);
  }

  @Test
  void shouldNeverFollowNamesOutOfTheFolder() throws IOException {
    Files.createDirectory(path("in"));
    new SmallTiff().page(1).write(path("out.ome.tif"));
    String data =
        Xml.tiffData("IFD=\"0\"", "../out.ome.tif")
            + Xml.tiffData("IFD=\"0\" FirstZ=\"1\"", folder.resolve("out.ome.tif").toString())
            + Xml.tiffData("IFD=\"0\" FirstZ=\"1\"", "bad\\&#1;name");
    Files.writeString(
        path("in/set.companion.ome"),
        Xml.ome(Xml.image(0, "x", 2, 1, 1, data.replace("&#1;", "*"))));
    assertUnusable(
        "none of the planes that it tells of can be found", path("in/set.companion.ome"));
  }

  @Test
  void shouldPutOnePlateTogetherFromFilesOfItsFields() throws IOException {
    // Four fields a well, numbered over the plate; the second field of B02 was never saved.
    for (int field : new int[] {0, 1, 2, 3, 4, 6, 7}) {
      int row = field / 4;
      String plate =
          "<Plate ID=\"Plate:0\" Name=\"Ostern \u00e4\" Rows=\"8\" Columns=\"12\">"
              + Xml.well(row, row, Xml.sample(field, 0))
              + "</Plate>";
      String xml = Xml.ome(plate + Xml.image(0, "x", 1, 1, 1, "<TiffData/>"));
      new SmallTiff().page(field).description(xml).write(path("\u00e4 f" + field + ".ome.tif"));
    }
    open(
        folder,
        dataset -> {
          assertEquals(
              List.of(
                  "A01/f0/t0/z0/c0=0",
                  "A01/f1/t0/z0/c0=1",
                  "A01/f2/t0/z0/c0=2",
                  "A01/f3/t0/z0/c0=3",
                  "B02/f0/t0/z0/c0=4",
                  "B02/f2/t0/z0/c0=6",
                  "B02/f3/t0/z0/c0=7"),
              planes(dataset));
          StoredAcquisition plate = dataset.acquisitions().get(0);
          assertEquals("Ostern \u00e4", plate.plateName());
          assertEquals(8, plate.plateRows());
          assertEquals(12, plate.plateColumns());
        });
  }

  @Test
  void shouldKeepHolesOfPlateWithFullDocument() throws IOException {
    String samples = Xml.sample(3, 0) + "<WellSample ID=\"w\" Index=\"1\"/>" + Xml.sample(9, 1);
    String xml =
        Xml.ome(
            "<Plate ID=\"Plate:0\">"
                + Xml.well(0, 0, samples)
                + "</Plate>"
                + Xml.image(0, "x", 1, 1, 1, "<TiffData IFD=\"0\"/>")
                + Xml.image(1, "y", 1, 1, 1, "<TiffData IFD=\"1\"/>")
                + Xml.image(2, "overview", 1, 1, 1, "<TiffData IFD=\"2\"/>"));
    Path file = new SmallTiff().pages(5, 3).description(xml).write(path("p.ome.tif"));
    open(
        file,
        dataset -> {
          assertEquals(
              List.of("A01/f1/t0/z0/c0=5", "A01/f2/t0/z0/c0=6", "-/f0/t0/z0/c0=7"),
              planes(dataset));
          assertNull(dataset.acquisitions().get(0).plateName());
          assertEquals("p (2)", dataset.acquisitions().get(1).name());
        });
  }

  @Test
  void shouldKeepTwoPlatesOfOneNameInTwoFoldersApart() throws IOException {
    for (String name : List.of("monday", "tuesday")) {
      Files.createDirectory(path(name));
      String plate =
          "<Plate ID=\"Plate:0\" Name=\"P\">" + Xml.well(0, 0, Xml.sample(0, 0)) + "</Plate>";
      new SmallTiff()
          .page(name.length())
          .description(Xml.ome(plate + Xml.image(0, "x", 1, 1, 1, "<TiffData/>")))
          .write(path(name + "/a.ome.tif"));
    }
    open(
        folder,
        dataset ->
            assertEquals(
                List.of("P", "P (2)"),
                dataset.acquisitions().stream().map(StoredAcquisition::name).toList()));
  }

  @Test
  void shouldTellWellsByNamesOnlyWhereAllAreWells() throws IOException {
    assertPlanes(
        images("wells.ome.tif", "B2-Site_3", "B2-Site_1", "A12-Site_1"),
        List.of("A12/f0/t0/z0/c0=2", "B02/f0/t0/z0/c0=1", "B02/f1/t0/z0/c0=0"));
    assertPlanes(
        images("sites.ome.tif", "B2-Site_3", "B2-Site_1", "elsewhere"),
        List.of("-/f0/t0/z0/c0=0", "-/f1/t0/z0/c0=1", "-/f2/t0/z0/c0=2"));
    open(
        path("sites.ome.tif"),
        dataset ->
            assertEquals(
                List.of("B2-Site_3", "B2-Site_1", "elsewhere"),
                dataset.acquisitions().get(0).fieldNames()));
  }

  private Path images(String file, String... names) throws IOException {
    StringBuilder images = new StringBuilder();
    for (int i = 0; i < names.length; i++) {
      images.append(Xml.image(i, names[i], 1, 1, 1, "<TiffData IFD=\"" + i + "\"/>"));
    }
    return new SmallTiff()
        .pages(0, names.length)
        .description(Xml.ome(images.toString()))
        .write(path(file));
  }

  @Test
  void shouldKeepImagesOfOtherShapesApart() throws IOException {
    String xml =
        Xml.ome(
            Xml.image(0, "map", 1, 1, 1, "<TiffData IFD=\"0\"/>")
                + Xml.image(1, "cells", 2, 1, 1, "<TiffData IFD=\"1\" PlaneCount=\"2\"/>"));
    Path file = new SmallTiff().pages(0, 3).description(xml).write(path("mixed.ome.tif"));
    open(
        file,
        dataset -> {
          assertEquals("map", dataset.acquisitions().get(0).name());
          assertEquals("cells", dataset.acquisitions().get(1).name());
          assertEquals(2, dataset.acquisitions().get(1).sizeZ());
        });
  }

  @Test
  void shouldGoByTimeWhereAllPlanesTellIt() throws IOException {
    String times = "<Plane TheZ=\"%d\" TheC=\"0\" TheT=\"0\" DeltaT=\"%d\"/>";
    String planes = times.formatted(0, 9) + times.formatted(1, 4);
    String xml = Xml.ome(Xml.image(0, "x", 2, 1, 1, "<TiffData/>" + planes));
    Path file = new SmallTiff().pages(0, 2).description(xml).write(path("time.ome.tif"));
    assertPlanes(file, List.of("-/f0/t0/z1/c0=1", "-/f0/t0/z0/c0=0"));
    String some = Xml.ome(Xml.image(0, "x", 2, 1, 1, "<TiffData/>" + times.formatted(0, 9)));
    file = new SmallTiff().pages(0, 2).description(some).write(path("some.ome.tif"));
    assertPlanes(file, List.of("-/f0/t0/z0/c0=0", "-/f0/t0/z1/c0=1"));
  }

  @Test
  void shouldTakeTheFirstOfTwoPlacesForOnePlane() throws IOException {
    String data = "<TiffData IFD=\"1\"/><TiffData IFD=\"0\"/><TiffData FirstT=\"3\" IFD=\"0\"/>";
    Path file =
        new SmallTiff()
            .pages(0, 2)
            .description(Xml.ome(Xml.image(0, "x", 1, 1, 1, data)))
            .write(path("twice.ome.tif"));
    open(
        file,
        dataset -> {
          assertEquals(List.of("-/f0/t0/z0/c0=1"), planes(dataset));
          assertEquals(
              List.of(
                  "twice.ome.tif: 1 planes are listed twice; the first place is taken",
                  "twice.ome.tif: 1 TiffData begin outside of their image and are left out"),
              dataset.remarks());
        });
  }

  @Test
  void shouldReadImageJHyperstacksWithAndWithoutDirectories() throws IOException {
    String lines = "ImageJ=1.54f\nimages=8\nchannels=2\nslices=2\nframes=2\nfinterval=1.5\n";
    List<String> planes =
        List.of(
            "-/f0/t0/z0/c0=0",
            "-/f0/t0/z0/c1=1",
            "-/f0/t0/z1/c0=2",
            "-/f0/t0/z1/c1=3",
            "-/f0/t1/z0/c0=4",
            "-/f0/t1/z0/c1=5",
            "-/f0/t1/z1/c0=6",
            "-/f0/t1/z1/c1=7");
    assertPlanes(new SmallTiff().pages(0, 8).description(lines).write(path("a.tif")), planes);
    SmallTiff one = new SmallTiff().page(0).description(lines);
    Path whole = one.withoutDirectory(1, 7).write(path("b.tif"));
    assertEquals(Recognition.CERTAIN, new OmeTiffSource().recognise(whole, SourceOptions.NONE));
    assertPlanes(whole, planes);
    Path cut = one.withoutDirectory(1, 4).write(path("c.tif"));
    open(
        cut,
        dataset -> {
          assertEquals(planes.subList(0, 5), planes(dataset));
          assertEquals(
              "has 5 of the 8 images that ImageJ's lines tell of; it may be cut",
              dataset.unread().get(0).reason());
          assertEquals(0.0, read(dataset.acquisitions().get(0).planes().get(1)).facts().deltaTMs());
        });
  }

  @Test
  void shouldReadMicroManagerStackThatWasNotClosed() throws IOException {
    SmallTiff stack = new SmallTiff();
    int value = 0;
    for (String position : List.of("B3-Site_0", "B3-Site_1")) {
      for (int channel = 0; channel < 2; channel++) {
        stack
            .page(value)
            .text(
                51123,
                ("{\"Camera\":{\"deep\":[1,2]},\"ChannelIndex\":%d,\"SliceIndex\":0,\"FrameIndex\":0,"
                        + "\"PositionIndex\":%d,\"PositionName\":\"%s\",\"Channel\":\"dye%d\","
                        + "\"ElapsedTime-ms\":%d,\"Exposure-ms\":12.5,\"XPositionUm\":-7.25,"
                        + "\"PixelSizeUm\":0.65,\"Time\":\"2024-05-06 07:08:09 +0200\"}")
                    .formatted(channel, value / 2, position, channel, 100 - value));
        value++;
      }
    }
    Path file = stack.write(path("run_MMStack.ome.tif"));
    open(
        file,
        dataset -> {
          // The later fields were taken first, by their own clock.
          assertEquals(
              List.of(
                  "B03/f1/t0/z0/c1=3",
                  "B03/f1/t0/z0/c0=2",
                  "B03/f0/t0/z0/c1=1",
                  "B03/f0/t0/z0/c0=0"),
              planes(dataset));
          StoredAcquisition run = dataset.acquisitions().get(0);
          assertEquals("run", run.name());
          assertEquals(List.of("dye0", "dye1"), run.channelNames());
          var facts = read(run.planes().get(0)).facts();
          assertEquals(12.5, facts.exposureMs());
          assertEquals(-7.25, facts.positionXUm());
          assertEquals(0.65, facts.physicalSizeXUm());
          assertEquals(97.0, facts.deltaTMs());
          assertEquals("2024-05-06T05:08:09Z", String.valueOf(facts.recordedAt()));
        });
  }

  @Test
  void shouldReadPlainPagesAsSectionsAndLeaveFoldersOfThemAlone() throws IOException {
    Path file = new SmallTiff().pages(4, 2).write(path("a.tif"));
    assertPlanes(file, List.of("-/f0/t0/z0/c0=4", "-/f0/t0/z1/c0=5"));
    assertEquals(Recognition.POSSIBLE, new OmeTiffSource().recognise(file, SourceOptions.NONE));
    assertEquals(Recognition.NO, new OmeTiffSource().recognise(folder, SourceOptions.NONE));
    assertUnusable("1 TIFF files say nothing of their place in an experiment", folder);
  }

  @Test
  void shouldLoseOneBadFileOnly() throws IOException {
    new SmallTiff()
        .page(7)
        .description(Xml.ome(Xml.image(0, "x", 1, 1, 1, "<TiffData/>")))
        .write(path("good.ome.tif"));
    new SmallTiff().page(7).description(Xml.ome("<Image")).write(path("bad.ome.tif"));
    Files.writeString(path("text.ome.tif"), "no TIFF at all");
    Files.writeString(path("empty.companion.ome"), "");
    open(
        folder,
        dataset -> {
          assertEquals(List.of("-/f0/t0/z0/c0=7"), planes(dataset));
          assertEquals(3, dataset.unread().size());
        });
    assertUnusable("bad.ome.tif: OME-XML cannot be read", path("bad.ome.tif"));
    assertUnusable("is neither a PNG nor a TIFF", path("text.ome.tif"));
    assertUnusable("does not exist", path("none.ome.tif"));
  }

  @Test
  void shouldSayWhichFileWentWhileItWasRead() throws IOException {
    String xml =
        Xml.ome(
            Xml.image(
                0, "x", 2, 1, 1, "<TiffData IFD=\"0\"/>" + Xml.tiffData("FirstZ=\"1\"", "b.tif")));
    Path a = new SmallTiff().page(1).description(xml).write(path("a.ome.tif"));
    Path b = new SmallTiff().page(2).write(path("b.tif"));
    PlaneDataset dataset = new OmeTiffSource().open(a, SourceOptions.NONE);
    List<StoredPlane> planes = dataset.acquisitions().get(0).planes();
    dataset.close();
    Files.delete(b);
    UnreadableImageException failure =
        assertThrows(
            UnreadableImageException.class, () -> planes.get(1).read(PlaneBuffers.fresh()));
    assertEquals(b, failure.file());
  }

  @Test
  void shouldKeepFewFilesOpen() throws IOException {
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < 3 * OpenTiffs.MOST; i++) {
      files.add(new SmallTiff().page(i).write(path(i + ".tif")));
    }
    try (OpenTiffs tiffs = new OpenTiffs()) {
      for (Path file : files) {
        int pages = tiffs.with(file, tiff -> tiff.pages());
        assertEquals(1, pages);
      }
      assertEquals(OpenTiffs.MOST, tiffs.size());
      // What is being read stays open, however many others are opened meanwhile.
      tiffs.with(
          files.get(0),
          first -> {
            for (Path file : files) {
              tiffs.with(file, tiff -> tiff.pages());
            }
            return first.read(0, PlaneBuffers.fresh());
          });
      assertEquals(OpenTiffs.MOST, tiffs.size());
    }
  }

  private Path path(String name) {
    return folder.resolve(name);
  }

  private void assertPlanes(Path path, List<String> expected) throws IOException {
    open(
        path,
        dataset -> {
          assertEquals(List.of(), dataset.unread());
          assertEquals(expected, planes(dataset));
        });
  }

  private static void open(Path path, Consumer<PlaneDataset> look) throws IOException {
    try (PlaneDataset dataset = new OmeTiffSource().open(path, SourceOptions.NONE)) {
      look.accept(dataset);
    }
  }

  /** Places of all planes with the value that fills them: {@code A01/f0/t0/z0/c0=7}. */
  private static List<String> planes(PlaneDataset dataset) {
    List<String> planes = new ArrayList<>();
    for (StoredAcquisition acquisition : dataset.acquisitions()) {
      for (StoredPlane plane : acquisition.planes()) {
        String frame = plane.place().frame("a").id().substring(2);
        planes.add(frame + "=" + (read(plane).littleEndian()[0] & 0xFF));
      }
    }
    return planes;
  }

  private static PlanePixels read(StoredPlane plane) {
    try {
      return plane.read(PlaneBuffers.fresh());
    } catch (UnreadableImageException failure) {
      throw new AssertionError(failure);
    }
  }

  private static void assertUnusable(String part, Path path) {
    UnusableSourceException refusal =
        assertThrows(
            UnusableSourceException.class,
            () -> new OmeTiffSource().open(path, SourceOptions.NONE));
    assertTrue(String.valueOf(refusal.getMessage()).contains(part), refusal.getMessage());
  }
}
