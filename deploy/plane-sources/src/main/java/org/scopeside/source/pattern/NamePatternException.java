package org.scopeside.source.pattern;

/** A pattern that cannot be used; the message says where and why. */
public final class NamePatternException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  NamePatternException(String facts) {
    super(facts);
  }
}
