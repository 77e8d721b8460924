package org.scopeside.deploy.allinone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/**
 * Starts and stops everything once, so that the JVM can archive the classes this takes ({@code
 * -XX:ArchiveClassesAtExit}). The script runs it after a build; it is not in the help.
 */
@Command(name = "warm-up", hidden = true, header = "Start and stop once, to archive classes.")
public final class WarmUpCommand implements Callable<Integer> {
  @Override
  public Integer call() throws Exception {
    Path data = Files.createTempDirectory("scopeside-warm-up");
    try {
      AllInOne.start(AllInOneSettings.local(data, 0, 0)).close();
    } finally {
      delete(data);
    }
    return 0;
  }

  private static void delete(Path folder) throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> all = Files.walk(folder)) {
      deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.deleteIfExists(path);
    }
  }
}
