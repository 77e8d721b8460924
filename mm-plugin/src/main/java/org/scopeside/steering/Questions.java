package org.scopeside.steering;

/** Puts steering's questions to the user. */
public interface Questions {
  /**
   * Shows the question, without waiting for the answer. Called on steering's thread.
   *
   * @param question whoever shows it calls {@link Question#answer}, and takes it away when it is
   *     {@link Question#settled} by time-out or by the end of the acquisition
   */
  void ask(Question question);
}
