package org.scopeside.panel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.scopeside.panel.ShownPanel.onEdt;

import java.awt.Color;
import java.awt.Component;
import java.awt.EventQueue;
import java.awt.Point;
import java.awt.event.KeyEvent;
import java.awt.event.KeyListener;
import java.awt.event.MouseEvent;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.swing.JComboBox;
import javax.swing.JTable;
import javax.swing.RepaintManager;
import javax.swing.SwingUtilities;
import org.scopeside.contract.Well;
import org.scopeside.panel.state.ConnectionState;
import org.scopeside.panel.state.FieldRow;
import org.scopeside.panel.state.PanelState;
import org.scopeside.panel.state.PlateState;
import org.scopeside.panel.state.SecurityPreset;
import org.scopeside.panel.state.SteeringState;
import org.scopeside.panel.state.WellState;

/** The panel on a display, driven as a person would. {@link Experiments} runs them. */
final class PanelExperiments {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 1000;

  private final File folder;

  PanelExperiments(File folder) {
    this.folder = folder;
  }

  private static ShownPanel shown(MicroManagerLook look, PanelState state) {
    return new ShownPanel(look, state, WIDTH, HEIGHT);
  }

  private static void assertReadable(ShownPanel panel) {
    assertEquals(Collections.emptyList(), onEdt(() -> Seen.clipped(panel.panel)));
    assertEquals(Collections.emptyList(), onEdt(() -> Seen.nameless(panel.panel)));
  }

  private void picture(ShownPanel panel, String name) {
    Seen.write(panel.picture(1), folder, name);
  }

  void shouldSayWhatToDoWhenNoBrokerIsSet() {
    PanelState unset = SampleStates.idle(ConnectionState.off("")).build();
    try (ShownPanel panel = shown(MicroManagerLook.DAY, unset)) {
      picture(panel, "idle-no-broker-light");
      assertReadable(panel);
      assertTrue(onEdt(() -> Seen.says(panel.panel, "Where is the broker?")));
      assertFalse(onEdt(() -> Seen.button(panel.panel, "Connect").isEnabled()));
    }
  }

  void shouldSayWhatWillHappenWhileNothingRuns() {
    PanelState idle = SampleStates.idle(ConnectionState.connected(SampleStates.BROKER)).build();
    for (MicroManagerLook look : MicroManagerLook.values()) {
      try (ShownPanel panel = shown(look, idle)) {
        picture(panel, "idle-" + look);
        assertReadable(panel);
        assertTrue(onEdt(() -> Seen.says(panel.panel, "Start an acquisition as usual")));
        onEdt(() -> Seen.button(panel.panel, "Disconnect").doClick());
        assertEquals(Arrays.asList("disconnect"), panel.actions.done);
      }
    }
  }

  void shouldShowAPlateOf96WellsByDayAndByNight() {
    for (MicroManagerLook look : MicroManagerLook.values()) {
      PanelState running = SampleStates.running(8, 12, 0.72).build();
      try (ShownPanel panel = shown(look, running)) {
        picture(panel, "plate-96-" + look);
        assertReadable(panel);
        assertContrast(panel);
        assertTrue(onEdt(() -> Seen.says(panel.panel, "24.8")));
        assertTrue(onEdt(() -> Seen.says(panel.panel, "208 MB/s")));
      }
    }
  }

  /** The panel's ground follows the theme, and its text can be read on it. */
  private static void assertContrast(ShownPanel panel) {
    BufferedImage picture = panel.picture(1);
    Color ground = new Color(picture.getRGB(3, 3));
    assertEquals(onEdt(() -> Palette.current().background()), ground);
    for (Ink ink : Ink.values()) {
      double contrast = onEdt(() -> Palette.contrast(Palette.current().ink(ink), ground));
      assertTrue(contrast >= 4.5, ink + " has a contrast of " + contrast);
    }
  }

  void shouldShowPlatesOf6And384And1536Wells() {
    int[][] formats = {{2, 3}, {16, 24}, {32, 48}};
    for (int[] format : formats) {
      PanelState running = SampleStates.running(format[0], format[1], 0.65).build();
      try (ShownPanel panel = shown(MicroManagerLook.NIGHT, running)) {
        picture(panel, "plate-" + format[0] * format[1] + "-night");
        assertReadable(panel);
        PlateLayout places = onEdt(() -> panel.panel.plate().map().places());
        int width = onEdt(() -> panel.panel.plate().map().getWidth());
        assertTrue(places.left() + format[1] * places.cell() <= width, "the plate fits");
      }
    }
  }

  void shouldColourWellsByTheirCounts() {
    List<WellState> wells = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      Well well = new Well(0, i);
      wells.add(WellState.of(well).planes(2, 0, 2).measure("count", i * 40).build());
    }
    PanelState state =
        SampleStates.running(8, 12, 0.1).plate(PlateState.plate(8, 12, wells, null)).build();
    try (ShownPanel panel = shown(MicroManagerLook.DAY, state)) {
      BufferedImage picture = panel.picture(1);
      double former = -1;
      for (int i = 0; i < 12; i++) {
        Color colour = colourOf(panel, picture, 0, i);
        double light = Palette.luminance(colour);
        assertTrue(light > former, "well " + i + " is not brighter than the one before");
        former = light;
      }
    }
  }

  /** Beside the number and the marks of a well. */
  private static Color colourOf(ShownPanel panel, BufferedImage picture, int row, int column) {
    PlateMap map = panel.panel.plate().map();
    Rectangle2D square = onEdt(() -> map.places().well(row, column));
    Point at =
        onEdt(
            () ->
                SwingUtilities.convertPoint(
                    map,
                    (int) square.getCenterX(),
                    (int) (square.getY() + square.getHeight() * 0.2),
                    panel.panel));
    return new Color(picture.getRGB(at.x, at.y));
  }

  void shouldMarkFailingWellsByShapeAsWellAsByColour() {
    PlateState sound = twoWells(0);
    PanelState state = SampleStates.running(8, 12, 0.1).plate(sound).build();
    try (ShownPanel panel = shown(MicroManagerLook.DAY, state)) {
      BufferedImage before = panel.picture(1);
      panel.show(SampleStates.running(8, 12, 0.1).plate(twoWells(1)).build());
      BufferedImage after = panel.picture(1);
      assertEquals(colourOf(panel, before, 0, 0), colourOf(panel, after, 0, 0), "same value");
      assertNotEquals(inkIn(panel, before, 0), inkIn(panel, after, 0), "a mark was drawn");
      assertEquals(inkIn(panel, before, 1), inkIn(panel, after, 1), "the other well is the same");
    }
  }

  private static PlateState twoWells(int failed) {
    WellState.Builder first = WellState.of(new Well(0, 0)).planes(2, failed, 2);
    WellState.Builder second = WellState.of(new Well(0, 1)).planes(2, 0, 2);
    return PlateState.plate(
        8,
        12,
        Arrays.asList(first.measure("count", 300).build(), second.measure("count", 100).build()),
        null);
  }

  /** Something like a checksum of a well's pixels. */
  private static long inkIn(ShownPanel panel, BufferedImage picture, int column) {
    PlateMap map = panel.panel.plate().map();
    Rectangle2D square = onEdt(() -> map.places().well(0, column));
    Point at =
        onEdt(
            () ->
                SwingUtilities.convertPoint(
                    map, (int) square.getX(), (int) square.getY(), panel.panel));
    long sum = 0;
    for (int y = 0; y < square.getHeight(); y++) {
      for (int x = 0; x < square.getWidth(); x++) {
        sum = sum * 31 + picture.getRGB(at.x + x, at.y + y);
      }
    }
    return sum;
  }

  void shouldFilterTheTableByTheWellThatIsClicked() {
    PanelState running = SampleStates.running(8, 12, 0.72).build();
    try (ShownPanel panel = shown(MicroManagerLook.DAY, running)) {
      PlateMap map = panel.panel.plate().map();
      JTable table = panel.panel.plate().table().table();
      int all = onEdt(table::getRowCount);
      click(map, onEdt(() -> map.places().well(5, 5)));
      assertEquals(4, onEdt(table::getRowCount), "fields of F06");
      assertTrue(onEdt(() -> Seen.says(panel.panel, "Recent fields of F06")));
      picture(panel, "plate-96-well-chosen");
      assertReadable(panel);
      onEdt(() -> Seen.button(panel.panel, "All wells").doClick());
      assertEquals(all, onEdt(table::getRowCount));
    }
  }

  private static void click(Component on, Rectangle2D where) {
    onEdt(
        () ->
            on.dispatchEvent(
                new MouseEvent(
                    on,
                    MouseEvent.MOUSE_PRESSED,
                    0,
                    0,
                    (int) where.getCenterX(),
                    (int) where.getCenterY(),
                    1,
                    false)));
  }

  void shouldWalkThePlateByKeys() {
    PanelState running = SampleStates.running(8, 12, 0.72).build();
    try (ShownPanel panel = shown(MicroManagerLook.DAY, running)) {
      PlateMap map = panel.panel.plate().map();
      for (int key : new int[] {KeyEvent.VK_DOWN, KeyEvent.VK_RIGHT, KeyEvent.VK_RIGHT}) {
        press(map, key);
      }
      String spoken = onEdt(() -> map.getAccessibleContext().getAccessibleDescription());
      assertTrue(spoken.startsWith("B03, Nuclei "), spoken);
      press(map, KeyEvent.VK_ENTER);
      assertTrue(onEdt(() -> Seen.says(panel.panel, "Recent fields of B03")));
      press(map, KeyEvent.VK_ESCAPE);
      assertFalse(onEdt(() -> Seen.says(panel.panel, "Recent fields of B03")));
    }
  }

  private static void press(Component on, int key) {
    onEdt(
        () -> {
          KeyEvent event =
              new KeyEvent(on, KeyEvent.KEY_PRESSED, 0, 0, key, KeyEvent.CHAR_UNDEFINED);
          for (KeyListener listener : on.getKeyListeners()) {
            listener.keyPressed(event);
          }
        });
  }

  void shouldTellAllMeasuresOfAWellInItsTooltip() {
    PanelState running = SampleStates.running(8, 12, 0.72).build();
    try (ShownPanel panel = shown(MicroManagerLook.DAY, running)) {
      PlateMap map = panel.panel.plate().map();
      Rectangle2D square = onEdt(() -> map.places().well(0, 2));
      MouseEvent over =
          new MouseEvent(
              map,
              MouseEvent.MOUSE_MOVED,
              0,
              0,
              (int) square.getCenterX(),
              (int) square.getCenterY(),
              0,
              false);
      String tooltip = onEdt(() -> map.getToolTipText(over));
      for (String part : new String[] {"A03", "Nuclei", "Mean area", "\u00b5m\u00b2", "Focus"}) {
        assertTrue(tooltip.contains(part), tooltip);
      }
    }
  }

  void shouldRepaintOnlyTheWellThatChanged() {
    PlateState before = SampleStates.plate(32, 48, 700, 7);
    PanelState running = SampleStates.running(32, 48, 0.5).plate(before).build();
    try (ShownPanel panel = shown(MicroManagerLook.NIGHT, running)) {
      PlateMap map = panel.panel.plate().map();
      List<WellState> wells = new ArrayList<>(before.wells());
      Well changed = new Well(3, 10);
      wells.replaceAll(
          well ->
              changed.equals(well.well())
                  ? WellState.of(changed).planes(8, 0, 8).measure("count", 222).build()
                  : well);
      PlateState after = PlateState.plate(32, 48, wells, before.acquiring());
      onEdt(
          () -> {
            RepaintManager painted = RepaintManager.currentManager(map);
            painted.markCompletelyClean(map);
            map.show(after, SampleStates.MEASURES, "count");
            assertEquals(map.places().area(3, 10), painted.getDirtyRegion(map));
            painted.markCompletelyClean(map);
            map.show(after, SampleStates.MEASURES, "count");
            assertTrue(painted.getDirtyRegion(map).isEmpty(), "nothing changed");
          });
    }
  }

  void shouldFollowTheNewestFieldUntilAPersonScrolls() {
    PanelState running = SampleStates.running(8, 12, 0.72).build();
    try (ShownPanel panel = shown(MicroManagerLook.DAY, running)) {
      FieldTable table = panel.panel.plate().table();
      List<FieldRow> rows = new ArrayList<>(running.fields());
      rows.add(0, SampleStates.field("G12", 0, 0, new Random(1)));
      panel.show(SampleStates.running(8, 12, 0.72).fields(rows).build());
      assertTrue(onEdt(table::follows));
      assertEquals("G12", onEdt(() -> table.table().getValueAt(0, FieldTableModel.WELL)));

      onEdt(() -> table.scroll().getViewport().setViewPosition(new Point(0, 500)));
      Object onTop = onEdt(() -> topRow(table));
      rows.add(0, SampleStates.field("G12", 1, 0, new Random(2)));
      rows.add(0, SampleStates.field("G12", 2, 0, new Random(3)));
      panel.show(SampleStates.running(8, 12, 0.72).fields(rows).build());
      assertEquals(onTop, onEdt(() -> topRow(table)), "rows stay where they are");
      onEdt(() -> Seen.button(panel.panel, "Newest").doClick());
      assertTrue(onEdt(table::follows));
    }
  }

  private static Object topRow(FieldTable fields) {
    JTable table = fields.table();
    int row = table.rowAtPoint(fields.scroll().getViewport().getViewPosition());
    return table.getValueAt(row, FieldTableModel.WELL)
        + "/"
        + table.getValueAt(row, FieldTableModel.FIELD);
  }

  void shouldReportTheFieldThatIsChosenAndKeepItWhileOthersCome() {
    PanelState running = SampleStates.running(8, 12, 0.72).build();
    try (ShownPanel panel = shown(MicroManagerLook.DAY, running)) {
      FieldTable table = panel.panel.plate().table();
      onEdt(() -> table.table().setRowSelectionInterval(2, 2));
      String chosen = "field " + running.fields().get(2).id();
      assertEquals(Arrays.asList(chosen), panel.actions.done);
      List<FieldRow> rows = new ArrayList<>(running.fields());
      rows.add(0, SampleStates.field("G12", 0, 0, new Random(1)));
      panel.show(SampleStates.running(8, 12, 0.72).fields(rows).build());
      assertEquals(3, onEdt(() -> table.table().getSelectedRow()));
      assertEquals(Arrays.asList(chosen), panel.actions.done, "reported once");
    }
  }

  void shouldListAlertsWithABadgeUntilTheyAreAcknowledged() {
    PanelState running = SampleStates.running(8, 12, 0.5).alerts(SampleStates.alerts()).build();
    try (ShownPanel panel = shown(MicroManagerLook.DAY, running)) {
      picture(panel, "alert-on-plate-light");
      assertReadable(panel);
      assertTrue(onEdt(() -> Seen.says(panel.panel, "D07: Five planes in a row")));
      onEdt(() -> Seen.button(panel.panel, "Show alerts").doClick());
      panel.show(SampleStates.running(8, 12, 0.5).alerts(SampleStates.alerts()).build());
      picture(panel, "alerts-light");
      assertReadable(panel);
      assertTrue(onEdt(() -> Seen.says(panel.panel, "3 alerts to look at")));
      onEdt(() -> Seen.button(panel.panel, "Acknowledge").doClick());
      assertEquals(Arrays.asList("acknowledge a4"), panel.actions.done);
      panel.show(SampleStates.running(8, 12, 0.5).build());
      assertTrue(onEdt(() -> Seen.says(panel.panel, "No alert waits")));
    }
  }

  void shouldTellOfABrokerThatIsAwayOfTheSpoolAndOfLosses() {
    for (MicroManagerLook look : MicroManagerLook.values()) {
      try (ShownPanel panel = shown(look, SampleStates.away().build())) {
        picture(panel, "broker-away-" + look);
        assertReadable(panel);
        assertTrue(onEdt(() -> Seen.says(panel.panel, "Broker away for 3 min")));
        assertTrue(onEdt(() -> Seen.says(panel.panel, "No broker since 13:59:58")));
        assertTrue(onEdt(() -> Seen.says(panel.panel, "18.6 GB of 20 GB")));
        assertTrue(onEdt(() -> Seen.says(panel.panel, "12 planes lost")));
        assertTrue(onEdt(() -> Seen.says(panel.panel, "not writable")));
      }
    }
  }

  void shouldSayWhyTheBrokerRefused() {
    PanelState refused =
        SampleStates.idle(
                ConnectionState.refused(SampleStates.BROKER, "user scope-3 may not write frames"))
            .build();
    try (ShownPanel panel = shown(MicroManagerLook.NIGHT, refused)) {
      picture(panel, "refused-night");
      assertReadable(panel);
      assertTrue(onEdt(() -> Seen.says(panel.panel, "user scope-3 may not write frames")));
    }
  }

  void shouldShowPositionsOfATissueWithoutAPlate() {
    for (MicroManagerLook look : MicroManagerLook.values()) {
      try (ShownPanel panel = shown(look, SampleStates.tissue())) {
        picture(panel, "tissue-" + look);
        assertReadable(panel);
        PlateMap map = panel.panel.plate().map();
        click(map, onEdt(() -> map.places().well(0, 0)));
        assertTrue(onEdt(() -> Seen.says(panel.panel, "Recent fields of Pos-000_000")));
      }
    }
  }

  void shouldAskWithACountdownAndSteerOnlyWhatAPersonSays() {
    SteeringState steering = SampleStates.steering(SampleStates.question()).build();
    PanelState running = SampleStates.running(8, 12, 0.5).steering(steering).build();
    for (MicroManagerLook look : MicroManagerLook.values()) {
      try (ShownPanel panel = new ShownPanel(look, running, WIDTH, 1240)) {
        onEdt(() -> panel.panel.tabs().select(ScopesidePanel.STEERING));
        panel.settle();
        picture(panel, "steering-" + look);
        assertReadable(panel);
        assertEquals(Collections.emptyList(), panel.actions.done, "showing does nothing");
        assertTrue(onEdt(() -> Seen.says(panel.panel, "Pause in 27 s")));
        assertTrue(onEdt(() -> Seen.says(panel.panel, "8 fields: B07 field 3")));
        onEdt(() -> Seen.button(panel.panel, "Go on").doClick());
        onEdt(() -> Seen.button(panel.panel, "Blurred (6)").doClick());
        assertTrue(onEdt(() -> Seen.says(panel.panel, "3 fields: D07 field 1")));
        onEdt(() -> Seen.button(panel.panel, "Make position list").doClick());
        onEdt(() -> Seen.button(panel.panel, "No image comes for").doClick());
        onEdt(() -> Seen.button(panel.panel, "Start adaptive acquisition").doClick());
        assertEquals(
            Arrays.asList(
                "answer q1 go on",
                "re-image [Saturated, Empty, Could not be analysed]",
                "rules on, 5, ask me; on, 8, pause; on, 120, ask me",
                "adaptive CELLS 500.0"),
            panel.actions.done);
      }
    }
  }

  void shouldShowTheStepsOfAConnectionTestThatFails() {
    for (MicroManagerLook look : MicroManagerLook.values()) {
      try (ShownPanel panel = shown(look, SampleStates.running(8, 12, 0.5).build())) {
        SettingsDialog dialog = openSettings(panel);
        onEdt(() -> dialog.connection().passwordField().setText("secret"));
        onEdt(() -> dialog.connection().test());
        flush(dialog);
        dialogPicture(dialog, "settings-test-failed-" + look);
        assertEquals(4, onEdt(() -> dialog.connection().steps().steps()));
        assertTrue(onEdt(() -> Seen.says(dialog, "does not know user scope-3")));
        assertFalse(
            onEdt(() -> Seen.texts(dialog.connection().properties().getParent()))
                .contains("secret"));
        assertEquals(Collections.emptyList(), onEdt(() -> Seen.clipped(dialog.getContentPane())));
      }
    }
  }

  private static SettingsDialog openSettings(ShownPanel panel) {
    onEdt(panel.panel::openSettings);
    SettingsDialog dialog = onEdt(panel.panel::settings);
    flush(dialog);
    return dialog;
  }

  /** Lets answers come in that were posted, and texts wrap. */
  private static void flush(SettingsDialog dialog) {
    for (int i = 0; i < 5; i++) {
      onEdt(dialog::validate);
    }
  }

  private void dialogPicture(SettingsDialog dialog, String name) {
    Seen.write(onEdt(() -> Seen.picture(dialog.getRootPane(), 1)), folder, name);
  }

  void shouldRefuseToSaveUntilWrongEntriesAreMended() {
    try (ShownPanel panel = shown(MicroManagerLook.DAY, SampleStates.running(8, 12, 0.5).build())) {
      SettingsDialog dialog = openSettings(panel);
      onEdt(() -> dialog.connection().bootstrap().setText("http://kafka.example.org"));
      onEdt(() -> dialog.images().memory().field().setText("lots"));
      onEdt(dialog::save);
      flush(dialog);
      dialogPicture(dialog, "settings-wrong-entries-light");
      assertEquals(Collections.emptyList(), panel.actions.saved);
      assertEquals("Not saved: 2 entries to mend.", onEdt(dialog::verdict));
      assertTrue(onEdt(() -> Seen.says(dialog, "is a web address; a broker's is host:port")));

      onEdt(() -> dialog.connection().bootstrap().setText("kafka.example.org:9092"));
      onEdt(() -> dialog.images().memory().field().setText("1024"));
      onEdt(dialog::save);
      assertEquals("kafka.example.org:9092", panel.actions.saved.get(0).bootstrapServers());
      assertEquals(1024, panel.actions.saved.get(0).memoryMb());
      assertEquals("/data/spool", panel.actions.saved.get(0).spoolFolder());
      assertTrue(panel.actions.done.contains("save with a password of 0"), "the kept one stays");
    }
  }

  void shouldFillKafkaPropertiesFromAPreset() {
    try (ShownPanel panel = shown(MicroManagerLook.DAY, SampleStates.running(8, 12, 0.5).build())) {
      SettingsDialog dialog = openSettings(panel);
      JComboBox<SecurityPreset> security = dialog.connection().security();
      onEdt(() -> dialog.connection().properties().append("linger.ms=20\n"));
      onEdt(() -> security.setSelectedItem(SecurityPreset.NONE));
      assertEquals(
          "security.protocol=PLAINTEXT\nlinger.ms=20\n",
          onEdt(() -> dialog.connection().properties().getText()));
    }
  }

  void shouldTryTheWellPatternOnThePositionList() {
    for (MicroManagerLook look : MicroManagerLook.values()) {
      try (ShownPanel panel = shown(look, SampleStates.running(8, 12, 0.5).build())) {
        SettingsDialog dialog = openSettings(panel);
        for (String page : new String[] {"Images", "Channels", "Alerts", "Wells"}) {
          onEdt(() -> dialog.tabs().select(page));
          flush(dialog);
          dialogPicture(dialog, "settings-" + page.toLowerCase(Locale.ROOT) + "-" + look);
          assertEquals(Collections.emptyList(), onEdt(() -> Seen.clipped(dialog.getContentPane())));
        }
        assertTrue(onEdt(() -> Seen.says(dialog, "2 of 42 positions have no well")));
      }
    }
  }

  void shouldChooseMeasureModelAndOverlay() {
    PanelState running = SampleStates.running(8, 12, 0.5).build();
    try (ShownPanel panel = shown(MicroManagerLook.DAY, running)) {
      onEdt(() -> combo(panel, "What the wells are coloured by").setSelectedIndex(1));
      onEdt(() -> combo(panel, "Model that analyses").setSelectedItem("my-own-model"));
      onEdt(() -> Seen.button(panel.panel, "Outlines on image").doClick());
      assertEquals(
          Arrays.asList("measure meanArea", "model my-own-model", "overlay false by area"),
          panel.actions.done);
    }
  }

  private static JComboBox<?> combo(ShownPanel panel, String tooltip) {
    return Seen.find(
        panel.panel,
        JComboBox.class,
        box -> box.getToolTipText() != null && box.getToolTipText().startsWith(tooltip));
  }

  void shouldChangeWithTheThemeWhileItIsOpen() {
    PanelState running = SampleStates.running(8, 12, 0.72).build();
    try (ShownPanel panel = shown(MicroManagerLook.DAY, running)) {
      onEdt(
          () -> {
            MicroManagerLook.NIGHT.apply();
            SwingUtilities.updateComponentTreeUI(panel.frame());
            return "";
          });
      panel.settle();
      picture(panel, "plate-96-day-to-night");
      assertReadable(panel);
      assertContrast(panel);
    }
  }

  void shouldStayAliveWhileTheModelIsStuck() throws InterruptedException {
    CountDownLatch free = new CountDownLatch(1);
    AtomicBoolean stuck = new AtomicBoolean();
    PanelState running = SampleStates.running(32, 48, 0.5).build();
    PanelModel model =
        () -> {
          if (stuck.get()) {
            awaitQuietly(free);
          }
          return running;
        };
    try (ShownPanel panel = shown(MicroManagerLook.DAY, running)) {
      ScopesidePanel second = onEdt(() -> new ScopesidePanel(model, panel.actions));
      onEdt(() -> panel.frame().setContentPane(second));
      onEdt(() -> panel.frame().revalidate());
      while (onEdt(second::shown) != running) {
        Thread.onSpinWait();
      }
      stuck.set(true);
      // Other programs on the machine may fail an attempt; a thread that waits fails all.
      long slowest = slowestAnswerMs(2000);
      for (int attempt = 1; attempt < 3 && slowest > 100; attempt++) {
        slowest = slowestAnswerMs(2000);
      }
      stuck.set(false);
      free.countDown();
      assertTrue(slowest <= 100, "the event thread waits with the model: " + slowest + " ms");
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      boolean unused = latch.await(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The longest that the event thread lets a small task wait, within a time. */
  private static long slowestAnswerMs(long lengthMs) throws InterruptedException {
    long slowest = 0;
    long end = System.nanoTime() + lengthMs * 1_000_000;
    while (System.nanoTime() < end) {
      CountDownLatch done = new CountDownLatch(1);
      long asked = System.nanoTime();
      EventQueue.invokeLater(done::countDown);
      if (!done.await(1, TimeUnit.SECONDS)) {
        return Long.MAX_VALUE;
      }
      slowest = Math.max(slowest, (System.nanoTime() - asked) / 1_000_000);
      TimeUnit.MILLISECONDS.sleep(10); // between two measurements
    }
    return slowest;
  }

  void shouldStopAskingOnceItsWindowIsClosed() {
    PanelState running = SampleStates.running(8, 12, 0.5).build();
    ShownPanel panel = shown(MicroManagerLook.DAY, running);
    panel.close();
    PanelState unseen = SampleStates.running(8, 12, 0.6).build();
    panel.say(unseen);
    boolean polls =
        Thread.getAllStackTraces().keySet().stream()
            .anyMatch(thread -> thread.getName().equals("scopeside-panel") && busy(thread));
    assertFalse(polls, "the poller's thread is gone");
    assertNull(onEdt(() -> panel.panel.shown() == unseen ? unseen : null));
  }

  private static boolean busy(Thread thread) {
    try {
      thread.join(5000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return thread.isAlive();
  }
}
