package org.scopeside.deploy;

/** What the {@code scopeside} command's exit status means; {@code --help} prints these texts. */
public enum ExitCode {
  OK(0, "done; for demo and replay: the loss ledger balances"),
  FAILED(1, "the run failed, or its loss ledger does not balance"),
  USAGE(2, "the command line or a setting is wrong"),
  REFUSED(3, "cannot start here: a port, a data directory or a broker is not to be had"),
  INPUT(4, "the input is unusable: no file fits, or a file is broken"),
  /** Also what the engine of GPUs ends the process with. */
  GPU_LOST(75, "the GPU was lost to the process: start it again"),
  INTERRUPTED(130, "stopped by Ctrl-C");

  private final int status;
  private final String meaning;

  ExitCode(int status, String meaning) {
    this.status = status;
    this.meaning = meaning;
  }

  /** The process's exit status. */
  public int status() {
    return status;
  }

  /** For the person at the terminal. */
  public String meaning() {
    return meaning;
  }
}
