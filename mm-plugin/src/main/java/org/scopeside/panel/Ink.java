package org.scopeside.panel;

/** What a colour means; {@link Palette} says how it looks. */
enum Ink {
  TEXT,
  MUTED,
  ACCENT,
  GOOD,
  WARN,
  BAD
}
