package org.scopeside.segmenter.library;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class InstalledModelsTest {
  @Test
  void shouldFindTheModelsOfTheInstallationFromAnywhere() {
    assertEquals(
        Path.of("/opt/scopeside/models"), InstalledModels.place("models", "/opt/scopeside"));
  }

  @Test
  void shouldLeaveOtherFoldersToTheCurrentDirectory() {
    assertEquals(Path.of("./models"), InstalledModels.place("./models", "/opt/scopeside"));
    assertEquals(Path.of("/data/models"), InstalledModels.place("/data/models", "/opt/scopeside"));
  }

  @Test
  void shouldLookInTheCurrentDirectoryWhereNoLauncherTold() {
    assertEquals(Path.of("models"), InstalledModels.place("models", null));
  }
}
