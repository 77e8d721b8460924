package org.scopeside.panel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.swing.event.TableModelEvent;
import org.junit.jupiter.api.Test;
import org.scopeside.panel.state.FieldRow;

class FieldTableModelTest {
  private final FieldTableModel table = new FieldTableModel();
  private final List<TableModelEvent> told = new ArrayList<>();

  private static List<FieldRow> rows(int newest, int count) {
    List<FieldRow> rows = new ArrayList<>();
    for (int i = newest; i > newest - count; i--) {
      rows.add(SampleStates.field("A01", i, 1000 - i, new Random(i)));
    }
    return rows;
  }

  @Test
  void shouldTellOnlyWhatCameAndWhatLeft() {
    table.show(rows(10, 5));
    table.addTableModelListener(told::add);
    table.show(rows(12, 5));
    assertEquals(2, told.size());
    assertEquals(TableModelEvent.DELETE, told.get(0).getType());
    assertEquals(TableModelEvent.INSERT, told.get(1).getType());
    assertEquals(1, told.get(1).getLastRow());
    assertEquals(12, table.row(0).field());
    assertEquals(5, table.getRowCount());
  }

  @Test
  void shouldSayNothingWhereNothingChanged() {
    table.show(rows(10, 5));
    table.addTableModelListener(told::add);
    table.show(rows(10, 5));
    assertTrue(told.isEmpty());
  }

  @Test
  void shouldStartAnewWithAnotherAcquisition() {
    table.show(rows(10, 5));
    table.addTableModelListener(told::add);
    table.show(rows(900, 3));
    assertEquals(1, told.size());
    assertEquals(3, table.getRowCount());
  }

  @Test
  void shouldKeepABoundedNumberOfRows() {
    table.show(rows(5000, 4000));
    assertEquals(FieldTableModel.MAX_ROWS, table.getRowCount());
    table.show(rows(5003, 4000));
    assertEquals(FieldTableModel.MAX_ROWS, table.getRowCount());
    assertEquals(5003, table.row(0).field());
    assertEquals(-1, table.indexOf("A01/f1/t0"));
  }
}
