package org.scopeside.tap;

import org.jspecify.annotations.Nullable;

/** Texts and numbers of devices and users, made fit for a header: a name must not cost a plane. */
final class HeaderText {
  private static final int MAX = 1024;

  private HeaderText() {}

  /**
   * Without control characters and halves of surrogate pairs, at most 1,024 characters.
   *
   * @return null for what is unknown or has no character left
   */
  static @Nullable String of(@Nullable String text) {
    if (text == null) {
      return null;
    }
    StringBuilder legal = new StringBuilder();
    for (int i = 0; i < text.length() && legal.length() < MAX - 1; ) {
      int point = text.codePointAt(i);
      i += Character.charCount(point);
      if (!Character.isISOControl(point) && !isHalf(point)) {
        legal.appendCodePoint(point);
      }
    }
    String trimmed = legal.toString().trim();
    return trimmed.isEmpty() ? null : trimmed;
  }

  private static boolean isHalf(int point) {
    return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
  }

  /** The number, or null where it is none. */
  static @Nullable Double finite(@Nullable Double number) {
    return number == null || number.isNaN() || number.isInfinite() ? null : number;
  }

  /** The number, or null where it is not above 0: Micro-Manager says 0 for an unknown size. */
  static @Nullable Double positive(@Nullable Double number) {
    Double finite = finite(number);
    return finite == null || finite <= 0 ? null : finite;
  }
}
