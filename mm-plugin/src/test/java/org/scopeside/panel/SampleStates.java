package org.scopeside.panel;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.Well;
import org.scopeside.panel.state.AcquisitionState;
import org.scopeside.panel.state.ActionRow;
import org.scopeside.panel.state.AlertRow;
import org.scopeside.panel.state.AnalysisState;
import org.scopeside.panel.state.ConnectionState;
import org.scopeside.panel.state.FieldRow;
import org.scopeside.panel.state.MeasureChoice;
import org.scopeside.panel.state.PanelState;
import org.scopeside.panel.state.PlateState;
import org.scopeside.panel.state.PublishingState;
import org.scopeside.panel.state.Question;
import org.scopeside.panel.state.ReimageCandidate;
import org.scopeside.panel.state.ReimageReason;
import org.scopeside.panel.state.SteeringAction;
import org.scopeside.panel.state.SteeringState;
import org.scopeside.panel.state.StopRule;
import org.scopeside.panel.state.StopRules;
import org.scopeside.panel.state.ViewChoices;
import org.scopeside.panel.state.WellState;

/** States of a facility's ordinary days; the same at every run. */
final class SampleStates {
  static final Instant NOW = Instant.parse("2026-11-20T14:03:12Z");
  static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  static final String BROKER = "kafka.imaging.example.org:9093";
  static final List<MeasureChoice> MEASURES =
      Arrays.asList(
          new MeasureChoice("count", "Nuclei", ""),
          new MeasureChoice("meanArea", "Mean area", "\u00b5m\u00b2"),
          new MeasureChoice("meanIntensity", "Mean intensity", ""),
          new MeasureChoice("focus", "Focus", ""));

  private static final int FIELDS = 4;
  private static final long MEGABYTE = 1_000_000;

  private SampleStates() {}

  static PanelState.Builder idle(ConnectionState connection) {
    return PanelState.builder(connection).choices(choices());
  }

  static ViewChoices choices() {
    return ViewChoices.builder()
        .measures(MEASURES, "count")
        .models(Arrays.asList("nuclei-star", "cells-flow", "nuclei-disc"), "nuclei-star")
        .overlay(true, Arrays.asList("mean intensity", "area", "flag"), "area")
        .build();
  }

  /** A plate of which that part is done. */
  static PanelState.Builder running(int rows, int columns, double done) {
    return running(ConnectionState.connected(BROKER), rows, columns, done);
  }

  private static PanelState.Builder running(
      ConnectionState connection, int rows, int columns, double done) {
    int wells = rows * columns;
    int visited = (int) (done * wells);
    long captured = (long) visited * FIELDS * 2 + 3;
    return PanelState.builder(connection)
        .choices(choices())
        .acquisition(
            new AcquisitionState(
                "2026-11-20 HeLa siRNA screen, plate 7",
                NOW.minusSeconds(1387),
                null,
                (long) wells * FIELDS * 2))
        .publishing(
            PublishingState.builder()
                .rate(24.8, 208 * MEGABYTE)
                .captured(captured)
                .sent(captured - 9)
                .queue(76 * MEGABYTE, 512 * MEGABYTE)
                .spool(0, 20_000 * MEGABYTE)
                .build())
        .analysis(new AnalysisState(captured - 15, 0, 6, 1.4))
        .plate(plate(rows, columns, visited, 7))
        .fields(fields(rows, columns, visited));
  }

  static PlateState plate(int rows, int columns, int visited, long seed) {
    Random random = new Random(seed);
    List<WellState> wells = new ArrayList<>();
    for (int i = 0; i < rows * columns; i++) {
      // Serpentine, as stages go.
      int row = i / columns;
      int column = row % 2 == 0 ? i % columns : columns - 1 - i % columns;
      wells.add(well(new Well(row, column), i, visited, columns, random));
    }
    String acquiring = visited < wells.size() ? wells.get(visited).key() : null;
    return PlateState.plate(rows, columns, wells, acquiring);
  }

  private static WellState well(Well well, int i, int visited, int columns, Random random) {
    WellState.Builder state = WellState.of(well);
    double dose = well.column() / (double) Math.max(1, columns - 1);
    double count = 420 * (1.15 - dose * 0.9) * (1 + 0.13 * random.nextGaussian());
    double chance = random.nextDouble();
    if (i > visited) {
      return state.planes(0, 0, FIELDS * 2).build();
    }
    boolean last = i == visited;
    state.planes(last ? 3 : FIELDS * 2, chance < 0.02 ? 1 : 0, FIELDS * 2);
    if (chance > 0.04) {
      state
          .measure("count", Math.rint(Math.max(4, count) * (last ? 0.35 : 1)))
          .measure("meanArea", 148 + 22 * random.nextGaussian())
          .measure("meanIntensity", 1210 + 90 * random.nextGaussian())
          .measure("focus", 0.0213 * (1 + random.nextDouble()));
    }
    if (chance > 0.94) {
      state.flag("OUT_OF_FOCUS", 2);
    } else if (chance > 0.91) {
      state.flag("SATURATED", 1);
    } else if (chance > 0.89) {
      state.flag("EMPTY", 1);
    }
    return state.build();
  }

  static List<FieldRow> fields(int rows, int columns, int visited) {
    List<FieldRow> fields = new ArrayList<>();
    Random random = new Random(5);
    for (int i = visited; i >= 0 && fields.size() < 200; i--) {
      int row = i / columns;
      int column = row % 2 == 0 ? i % columns : columns - 1 - i % columns;
      for (int field = FIELDS - 1; field >= 0 && row < rows; field--) {
        fields.add(field(new Well(row, column).label(), field, fields.size(), random));
      }
    }
    return fields;
  }

  static FieldRow field(String well, int field, int age, Random random) {
    FieldRow.Builder row = FieldRow.of(well + "/f" + field + "/t0", well, field, 0);
    double chance = random.nextDouble();
    if (chance < 0.05) {
      row.failure("plane is damaged: checksum differs");
    } else {
      row.count(60 + random.nextInt(80)).focus(0.0213 * (1 + random.nextDouble()));
    }
    if (chance > 0.9) {
      row.flags(Arrays.asList("OUT_OF_FOCUS", "SATURATED"));
    } else if (chance > 0.82) {
      row.flags(Collections.singletonList("OUT_OF_FOCUS"));
    }
    return row.at(NOW.minusSeconds(age * 2L + 1));
  }

  static List<AlertRow> alerts() {
    return Arrays.asList(
        new AlertRow(
            "a4",
            AlertRow.Severity.SEVERE,
            "Five planes in a row are out of focus",
            "D07",
            NOW.minusSeconds(14),
            5,
            false),
        new AlertRow(
            "a3",
            AlertRow.Severity.WARNING,
            "Analysis is 95 s behind the microscope; is a segmenter missing?",
            "",
            NOW.minusSeconds(130),
            1,
            false),
        new AlertRow(
            "a2",
            AlertRow.Severity.NOTE,
            "Only 3 nuclei where at least 20 are expected",
            "C11 field 2",
            NOW.minusSeconds(380),
            1,
            false),
        new AlertRow(
            "a1",
            AlertRow.Severity.WARNING,
            "1.8 % of the pixels are saturated in channel GFP",
            "B03 field 0",
            NOW.minusSeconds(900),
            3,
            true));
  }

  /** The broker went a while ago, planes lie in the spool and a few are lost. */
  static PanelState.Builder away() {
    return running(
            ConnectionState.away(
                BROKER, NOW.minusSeconds(194), "the connection was reset by the network"),
            16,
            24,
            0.55)
        .publishing(
            PublishingState.builder()
                .rate(24.8, 208 * MEGABYTE)
                .captured(1_689)
                .sent(1_102)
                .spooled(575)
                .dropped(12, "the spool's folder was not writable for 2 s")
                .queue(401 * MEGABYTE, 512 * MEGABYTE)
                .spool(18_600 * MEGABYTE, 20_000 * MEGABYTE)
                .build());
  }

  static SteeringState.Builder steering(@Nullable Question question) {
    return SteeringState.builder()
        .rules(
            new StopRules(
                new StopRule(true, 5, SteeringAction.ASK),
                new StopRule(true, 8, SteeringAction.PAUSE),
                new StopRule(false, 120, SteeringAction.ASK)))
        .question(question)
        .candidates(candidates())
        .actions(
            Arrays.asList(
                new ActionRow(
                    NOW.minusSeconds(40), "Paused", "focus was lost over 8 fields, D05 to D07"),
                new ActionRow(
                    NOW.minusSeconds(300), "Went on", "answered by a person after 12 s")));
  }

  static Question question() {
    return new Question(
        "q1",
        "Analysis failed for 5 images in a row (D07). Stop the acquisition?",
        NOW.plusSeconds(27),
        SteeringAction.PAUSE);
  }

  private static List<ReimageCandidate> candidates() {
    List<ReimageCandidate> candidates = new ArrayList<>();
    String[] blurred = {"B07 field 3", "C02 field 0", "C02 field 1", "D05 field 2", "D06 field 0"};
    for (String position : blurred) {
      candidates.add(new ReimageCandidate(position, EnumSet.of(ReimageReason.BLURRED)));
    }
    candidates.add(
        new ReimageCandidate(
            "D07 field 1", EnumSet.of(ReimageReason.BLURRED, ReimageReason.FAILED)));
    candidates.add(new ReimageCandidate("E01 field 2", EnumSet.of(ReimageReason.SATURATED)));
    candidates.add(new ReimageCandidate("G12 field 3", EnumSet.of(ReimageReason.EMPTY)));
    return candidates;
  }

  /** A tissue section: tiles without a plate. */
  static PanelState tissue() {
    List<WellState> tiles = new ArrayList<>();
    Random random = new Random(3);
    for (int i = 0; i < 35; i++) {
      String key = String.format(Locale.ROOT, "Pos-%03d_%03d", i % 7, i / 7);
      WellState.Builder tile = WellState.position(key);
      if (i <= 21) {
        tile.planes(i == 21 ? 1 : 3, 0, 3).measure("count", 200 + random.nextInt(900));
      } else {
        tile.planes(0, 0, 3);
      }
      tiles.add(i == 9 ? tile.flag("OUT_OF_FOCUS", 1).build() : tile.build());
    }
    List<FieldRow> fields = new ArrayList<>();
    for (int i = 21; i >= 0; i--) {
      fields.add(field(tiles.get(i).key(), 0, fields.size(), random));
    }
    return running(8, 12, 0.2)
        .acquisition(new AcquisitionState("Kidney section 4", NOW.minusSeconds(203), null, 105))
        .publishing(
            PublishingState.builder()
                .rate(3.1, 26 * MEGABYTE)
                .captured(66)
                .sent(66)
                .queue(4 * MEGABYTE, 512 * MEGABYTE)
                .spool(0, 20_000 * MEGABYTE)
                .build())
        .analysis(new AnalysisState(64, 0, 2, 0.6))
        .plate(PlateState.positions(tiles, tiles.get(21).key()))
        .fields(fields)
        .build();
  }
}
