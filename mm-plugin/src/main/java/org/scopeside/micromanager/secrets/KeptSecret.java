package org.scopeside.micromanager.secrets;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Where a secret was put. */
public final class KeptSecret {
  private final String reference;
  private final String place;
  private final List<String> refusals;

  KeptSecret(String reference, String place, List<String> refusals) {
    this.reference = reference;
    this.place = place;
    this.refusals = Collections.unmodifiableList(new ArrayList<>(refusals));
  }

  /** What to write down in place of the secret. */
  public String reference() {
    return reference;
  }

  /** In words, as in "kept in …". */
  public String place() {
    return place;
  }

  /** Why better stores did not take it, in words; usually empty. */
  public List<String> refusals() {
    return refusals;
  }
}
