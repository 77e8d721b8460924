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

  /** A folder with names of any known microscope, to be said more of. */
  public static Builder of(Path folder) {
    return new Builder(folder);
  }

  /** The same, to be changed. */
  Builder toBuilder() {
    Builder copy = new Builder(folder);
    copy.schemes = schemes;
    copy.options = options;
    copy.source = source;
    copy.interval = interval;
    copy.quiet = quiet;
    copy.patience = patience;
    copy.endAfter = endAfter;
    copy.endMarker = endMarker;
    copy.existing = existing;
    copy.once = once;
    copy.channels = channels;
    copy.segmented = segmented;
    copy.expectedPlanes = expectedPlanes;
    copy.firstNumber = firstNumber;
    copy.hints = hints;
    return copy;
  }

  /** Collects settings; what is not set has its default. */
  public static final class Builder {
    private final Path folder;
    private List<NameScheme> schemes = List.copyOf(NamePresets.all());
    private SourceOptions options = SourceOptions.NONE;
    private @Nullable String source;
    private Duration interval = Duration.ofMillis(250);
    private Duration quiet = Duration.ofMillis(300);
    private Duration patience = Duration.ofSeconds(60);
    private Duration endAfter = Duration.ofMinutes(10);
    private @Nullable String endMarker;
    private boolean existing;
    private boolean once;
    private List<String> channels = List.of();
    private @Nullable String segmented;
    private long expectedPlanes;
    private int firstNumber = NameScheme.UNKNOWN_FIRST;
    private boolean hints = true;

    private Builder(Path folder) {
      this.folder = folder;
    }

    public Builder schemes(List<NameScheme> schemes) {
      this.schemes = schemes;
      return this;
    }

    public Builder options(SourceOptions options) {
      this.options = options;
      return this;
    }

    public Builder source(@Nullable String source) {
      this.source = source;
      return this;
    }

    public Builder interval(Duration interval) {
      this.interval = interval;
      return this;
    }

    public Builder quiet(Duration quiet) {
      this.quiet = quiet;
      return this;
    }

    public Builder patience(Duration patience) {
      this.patience = patience;
      return this;
    }

    public Builder endAfter(Duration endAfter) {
      this.endAfter = endAfter;
      return this;
    }

    public Builder endMarker(@Nullable String endMarker) {
      this.endMarker = endMarker;
      return this;
    }

    public Builder existing(boolean existing) {
      this.existing = existing;
      return this;
    }

    public Builder once(boolean once) {
      this.once = once;
      return this;
    }

    public Builder channels(List<String> channels) {
      this.channels = channels;
      return this;
    }

    public Builder segmented(@Nullable String segmented) {
      this.segmented = segmented;
      return this;
    }

    public Builder expectedPlanes(long expectedPlanes) {
      this.expectedPlanes = expectedPlanes;
      return this;
    }

    public Builder firstNumber(int firstNumber) {
      this.firstNumber = firstNumber;
      return this;
    }

    public Builder hints(boolean hints) {
      this.hints = hints;
      return this;
    }

    /** The settings. */
    public WatchSettings build() {
      return new WatchSettings(
          folder,
          schemes,
          options,
          source,
          interval,
          quiet,
          patience,
          endAfter,
          endMarker,
          existing,
          once,
          channels,
          segmented,
          expectedPlanes,
          firstNumber,
          hints);
    }
  }
}
