package org.scopeside.micromanager.secrets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisabledOnOs(OS.WINDOWS)
class ProgramRunTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  @Test
  void shouldGiveTheInputAndTakeTheOutput() throws IOException {
    ProgramRun run = ProgramRun.of(List.of("/bin/cat"), "Grüße\n", LONG);
    assertEquals("Grüße", run.output());
    assertEquals(0, run.exitStatus());
  }

  @Test
  void shouldKillAProgramThatDoesNotAnswer() {
    long before = System.nanoTime();
    IOException failure =
        assertThrows(
            IOException.class,
            () -> ProgramRun.of(List.of("/bin/sleep", "600"), "", Duration.ofSeconds(1)));
    assertEquals("/bin/sleep did not answer within 1 s", failure.getMessage());
    assertTrue(System.nanoTime() - before < LONG.toNanos());
  }

  @Test
  void shouldNotHangOnAProgramThatReadsNothingOrPrintsALot() throws IOException {
    String much = "x".repeat(1 << 20);
    ProgramRun run =
        ProgramRun.of(
            List.of("/bin/sh", "-c", "head -c 3000000 /dev/zero | tr '\\0' y"), much, LONG);
    assertEquals(1 << 20, run.output().length());
  }

  @Test
  void shouldSayWhatAProgramSaid() throws IOException {
    ProgramRun run =
        ProgramRun.of(List.of("/bin/sh", "-c", "echo no bus >&2; echo more >&2; exit 3"), "", LONG);
    IOException failure = assertThrows(IOException.class, () -> run.succeeded("it did not work"));
    assertEquals("it did not work (exit status 3): no bus", failure.getMessage());
  }
}
