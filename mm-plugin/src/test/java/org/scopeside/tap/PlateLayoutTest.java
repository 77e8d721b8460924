package org.scopeside.tap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.scopeside.contract.AcquisitionStarted;
import org.scopeside.contract.Well;
import org.scopeside.micromanager.fakes.FakeDatastore;
import org.scopeside.micromanager.fakes.FakeSummary;

/** The plate as Micro-Manager tells of it since May 2026, and where it does not. */
class PlateLayoutTest {
  /** How a Micro-Manager names rows or columns. */
  public enum Naming {
    LETTER,
    NUMBER
  }

  /** The getters that the plugin asks. */
  public interface Plate {
    @Nullable Integer getPlateRows();

    @Nullable Integer getPlateColumns();

    @Nullable String getPlateName();

    @Nullable String getPlateExternalIdentifier();

    @Nullable Naming getPlateRowNamingConvention();

    @Nullable Naming getPlateColumnNamingConvention();
  }

  private record KnownPlate(
      @Nullable Integer rows,
      @Nullable Integer columns,
      @Nullable String name,
      @Nullable String barcode,
      boolean turned)
      implements Plate {
    @Override
    public @Nullable Integer getPlateRows() {
      return rows;
    }

    @Override
    public @Nullable Integer getPlateColumns() {
      return columns;
    }

    @Override
    public @Nullable String getPlateName() {
      return name;
    }

    @Override
    public @Nullable String getPlateExternalIdentifier() {
      return barcode;
    }

    @Override
    public Naming getPlateRowNamingConvention() {
      return turned ? Naming.NUMBER : Naming.LETTER;
    }

    @Override
    public Naming getPlateColumnNamingConvention() {
      return turned ? Naming.LETTER : Naming.NUMBER;
    }
  }

  /** Summary metadata of a newer Micro-Manager. */
  public static final class NewerSummary extends FakeSummary {
    private final @Nullable Plate plate;

    NewerSummary(FakeSummary.Builder from, @Nullable Plate plate) {
      super(from);
      this.plate = plate;
    }

    public @Nullable Plate getMultiWellPlate() {
      return plate;
    }
  }

  @Test
  void shouldReadSizeAndNameOfThePlate() {
    PlateLayout plate = read(new KnownPlate(16, 24, "Batch-42-A", "0815", false));

    assertNotNull(plate);
    assertEquals(List.of(16, 24), List.of(plate.rows(), plate.columns()));
    assertEquals("Batch-42-A", plate.name());
    assertEquals(new Well(1, 2), plate.well("B3"));
  }

  @Test
  void shouldCallAPlateWithoutANameByItsBarcode() {
    PlateLayout plate = read(new KnownPlate(0, null, "", "0815", true));

    assertNotNull(plate);
    assertEquals("0815", plate.name());
    assertEquals(List.of(0, 0), List.of(plate.rows(), plate.columns()));
    assertEquals(new Well(2, 1), plate.well("3B"));
    assertEquals(new Well(1, 2), plate.well("B3"));
  }

  @Test
  void shouldKnowNoPlateWhereMicroManagerTellsOfNone() {
    assertNull(read(null));
    assertNull(PlateLayout.of(FakeSummary.unknown()));
  }

  @Test
  void shouldPlanWithThePlatesSizeWhereItHoldsAllWells() {
    assertEquals("16x24 of p", planned(new KnownPlate(16, 24, "p", "", false), "A1-Site_0"));
    assertEquals("8x12 of p", planned(new KnownPlate(2, 3, "p", "", false), "H12-Site_0"));
    assertEquals("8x12 of null", planned(null, "E1-Site_0", "H12-Site_0"));
    assertEquals("2x3 of null", planned(null, "B3-Site_0"));
    assertEquals("64x96 of null", planned(null, "A49-Site_0"));
    assertEquals("0x0 of null", planned(null, "Pos1"));
  }

  private static @Nullable PlateLayout read(@Nullable Plate plate) {
    return PlateLayout.of(new NewerSummary(FakeSummary.builder(), plate));
  }

  private static String planned(@Nullable Plate plate, String... labels) {
    try (TappedStudio it = new TappedStudio()) {
      FakeDatastore store = FakeDatastore.inline();
      store.with(
          new NewerSummary(
              FakeSummary.builder().labels(labels).dimensions(labels.length, 1, 1, 1), plate));
      it.studio.events().acquisitionStarted(store);
      AcquisitionStarted plan = it.runs.only().plan;
      return plan.plateRows() + "x" + plan.plateColumns() + " of " + plan.plateName();
    }
  }
}
