package org.scopeside.steering;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.scopeside.contract.AcquisitionAction;

/**
 * Numbers the actions of one acquisition, passes each on, and holds the newest for the panel; older
 * ones are given up here, not where they were passed on to. Thread-safe.
 */
public final class ActionJournal implements ActionLog {
  /** Actions held. */
  static final int KEPT = 1000;

  private final String acquisition;
  private final Consumer<AcquisitionAction> publisher;
  private final Deque<AcquisitionAction> newest = new ArrayDeque<>();
  private int next;

  /**
   * @param publisher called in the order of the numbers, on the thread that acted; must not wait
   */
  public ActionJournal(String acquisition, Consumer<AcquisitionAction> publisher) {
    this.acquisition = acquisition;
    this.publisher = publisher;
  }

  @Override
  public String acquisition() {
    return acquisition;
  }

  @Override
  public synchronized void record(AcquisitionAction.Builder action) {
    AcquisitionAction numbered = action.build(next);
    next++;
    newest.addLast(numbered);
    if (newest.size() > KEPT) {
      newest.removeFirst();
    }
    publisher.accept(numbered);
  }

  /** The newest actions, oldest of them first. */
  public synchronized List<AcquisitionAction> actions() {
    return new ArrayList<>(newest);
  }
}
