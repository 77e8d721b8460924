package org.scopeside.tap;

import java.lang.reflect.Method;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.micromanager.PositionList;
import org.micromanager.data.SummaryMetadata;
import org.scopeside.contract.Well;

/**
 * What the user told Micro-Manager of the plate: size, name, and how wells are named. Immutable.
 *
 * <p>Micro-Manager knows plates since May 2026; what it knows is read by reflection, so that the
 * plugin runs in earlier ones, where there is none.
 */
public final class PlateLayout {
  private static final Pattern NUMBER_LETTER = Pattern.compile("0*([1-9][0-9]?)([A-Za-z]{1,2})");

  private final @Nullable String name;
  private final int rows;
  private final int columns;
  private final boolean rowsAreNumbers;

  /**
   * @param name null where it has none
   * @param rows 0 where unknown
   * @param columns 0 where unknown
   * @param rowsAreNumbers wells are named 1A instead of A1
   */
  public PlateLayout(@Nullable String name, int rows, int columns, boolean rowsAreNumbers) {
    this.name = name;
    this.rows = rows;
    this.columns = columns;
    this.rowsAreNumbers = rowsAreNumbers;
  }

  /** The plate of a data set; null where Micro-Manager tells of none. */
  static @Nullable PlateLayout of(SummaryMetadata summary) {
    return read(summary, SummaryMetadata.class, "getMultiWellPlate");
  }

  /** The plate of the position list; null where Micro-Manager tells of none. */
  public static @Nullable PlateLayout of(PositionList positions) {
    return read(positions, PositionList.class, "getPlate");
  }

  private static @Nullable PlateLayout read(Object owner, Class<?> declared, String getter) {
    try {
      Method method = method(owner, declared, getter);
      Object plate = method == null ? null : method.invoke(owner);
      return method == null || plate == null ? null : read(plate, method.getReturnType());
    } catch (ReflectiveOperationException | RuntimeException unreadable) {
      return null;
    }
  }

  private static PlateLayout read(Object plate, Class<?> type) throws ReflectiveOperationException {
    String name = HeaderText.of(text(plate, type, "getPlateName"));
    String barcode = HeaderText.of(text(plate, type, "getPlateExternalIdentifier"));
    boolean rowsAreNumbers =
        "NUMBER".equals(text(plate, type, "getPlateRowNamingConvention"))
            && "LETTER".equals(text(plate, type, "getPlateColumnNamingConvention"));
    return new PlateLayout(
        name == null ? barcode : name,
        size(plate, type, "getPlateRows", Well.MAX_ROWS),
        size(plate, type, "getPlateColumns", Well.MAX_COLUMNS),
        rowsAreNumbers);
  }

  private static @Nullable Method method(Object owner, Class<?> declared, String getter)
      throws NoSuchMethodException {
    for (Method method : declared.getMethods()) {
      if (method.getName().equals(getter) && method.getParameterCount() == 0) {
        return method;
      }
    }
    return owner.getClass().getMethod(getter);
  }

  private static @Nullable String text(Object plate, Class<?> type, String getter)
      throws ReflectiveOperationException {
    Object value = type.getMethod(getter).invoke(plate);
    return value == null ? null : value.toString();
  }

  private static int size(Object plate, Class<?> type, String getter, int max)
      throws ReflectiveOperationException {
    Object value = type.getMethod(getter).invoke(plate);
    int size = value instanceof Integer ? (Integer) value : 0;
    return size < 0 || size > max ? 0 : size;
  }

  /** The user's name of the plate, or else its barcode; null where it has neither. */
  public @Nullable String name() {
    return name;
  }

  /** 0 where unknown. */
  public int rows() {
    return rows;
  }

  /** 0 where unknown. */
  public int columns() {
    return columns;
  }

  /** The well of that name on this plate's way of naming; null where it is none. */
  @Nullable Well well(String text) {
    Matcher turned = rowsAreNumbers ? NUMBER_LETTER.matcher(text) : null;
    if (turned == null || !turned.matches()) {
      return Well.parse(text);
    }
    int row = Integer.parseInt(turned.group(1));
    int column = letters(turned.group(2));
    boolean onPlate = row <= Well.MAX_ROWS && column <= Well.MAX_COLUMNS;
    return onPlate ? new Well(row - 1, column - 1) : null;
  }

  private static int letters(String text) {
    int number = 0;
    for (char letter : text.toUpperCase(Locale.ROOT).toCharArray()) {
      number = number * 26 + (letter - 'A' + 1);
    }
    return number;
  }
}
