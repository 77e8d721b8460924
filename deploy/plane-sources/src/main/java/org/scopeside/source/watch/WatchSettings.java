package org.scopeside.source.watch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.scopeside.source.SourceOptions;
import org.scopeside.source.pattern.NamePresets;
import org.scopeside.source.pattern.NameScheme;

/**
 * How a folder is watched.
 *
 * @param schemes what file names may mean, tried in this order
 * @param options what the user says of files that are no images of one plane
 * @param source name of the source for those; null to find out
 * @param interval between two looks at folders where something happens
 * @param quiet a file that has not changed for so long is tried
 * @param patience a file that has not changed for so long and cannot be read is refused
 * @param endAfter an acquisition without new files for so long is over
 * @param endMarker name of a file that says that an acquisition is complete; null for none
 * @param existing whether what is there at the first start is sent as well
 * @param once whether to stop when nothing is left to do
 * @param channels names of the channels in their order; empty where not known
 * @param segmented name or number of the channel that is segmented; null to tell by the names
 * @param expectedPlanes of each acquisition; 0 where not known
 * @param firstNumber what numbers in names begin with where that cannot be known: 0, 1, or -1 to
 *     tell by the first files
 * @param hints whether the operating system is asked to tell what is new
 */
public record WatchSettings(
    Path folder,
    List<NameScheme> schemes,
    SourceOptions options,
    @Nullable String source,
    Duration interval,
    Duration quiet,
    Duration patience,
    Duration endAfter,
    @Nullable String endMarker,
    boolean existing,
    boolean once,
    List<String> channels,
    @Nullable String segmented,
    long expectedPlanes,
    int firstNumber,
    boolean hints) {
  public WatchSettings {
    schemes = List.copyOf(schemes);
    channels = List.copyOf(channels);
  }

  /** A folder with names of any known microscope. */
  public static WatchSettings of(Path folder) {
    return new WatchSettings(
        folder,
        List.copyOf(NamePresets.all()),
        SourceOptions.NONE,
        null,
        Duration.ofMillis(250),
        Duration.ofMillis(300),
        Duration.ofSeconds(60),
        Duration.ofMinutes(10),
        null,
        false,
        false,
        List.of(),
        null,
        0,
        NameScheme.UNKNOWN_FIRST,
        true);
  }
}
