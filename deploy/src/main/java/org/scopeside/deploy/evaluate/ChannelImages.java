package org.scopeside.deploy.evaluate;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.ChannelRole;
import org.scopeside.deploy.ExitCode;
import org.scopeside.deploy.UserErrorException;
import picocli.CommandLine.ITypeConverter;

/**
 * Images of one channel: {@code DIR} or {@code ROLE=DIR}.
 *
 * @param role what the channel shows; null where nothing is said
 * @param place a folder, or one file
 */
record ChannelImages(@Nullable ChannelRole role, Path place) {

  /** Reads one from the command line. */
  static final class Converter implements ITypeConverter<ChannelImages> {
    @Override
    public ChannelImages convert(String text) {
      int equals = text.indexOf('=');
      ChannelRole role = equals < 0 ? null : ChannelRole.named(text.substring(0, equals));
      return role == null
          ? new ChannelImages(null, Path.of(text))
          : new ChannelImages(role, Path.of(text.substring(equals + 1)));
    }
  }

  /**
   * The images for each channel of a model, in the model's order.
   *
   * @throws UserErrorException if a channel has none, or more than one
   */
  static List<ChannelImages> of(String model, List<ChannelRole> channels, List<ChannelImages> given)
      throws UserErrorException {
    for (ChannelImages images : given) {
      images.checkPrefix();
    }
    boolean one = channels.size() == 1 && given.size() == 1;
    if (one && given.get(0).role() == null) {
      return given;
    }
    List<ChannelImages> rest = new ArrayList<>(given);
    List<ChannelImages> taken = new ArrayList<>();
    for (ChannelRole role : channels) {
      List<ChannelImages> fitting = rest.stream().filter(images -> images.role() == role).toList();
      // Channels of the same role are told apart by their order.
      long same = channels.stream().filter(other -> other == role).count();
      if (fitting.isEmpty() || (same == 1 && fitting.size() > 1)) {
        throw new UserErrorException(ExitCode.USAGE, misfit(model, channels, given));
      }
      taken.add(fitting.get(0));
      rest.remove(fitting.get(0));
    }
    return taken;
  }

  /**
   * Checks that each of the images is for some model.
   *
   * @param wanted by all models together
   */
  static void checkAllUsed(List<ChannelImages> given, List<ChannelImages> wanted, String models)
      throws UserErrorException {
    for (ChannelImages images : given) {
      if (!wanted.contains(images)) {
        throw new UserErrorException(
            ExitCode.USAGE,
            "--images %s is for no channel of %s".formatted(images.shown(), models));
      }
    }
  }

  private void checkPrefix() throws UserErrorException {
    String text = place.toString();
    int equals = text.indexOf('=');
    if (role == null && equals > 0 && !Files.exists(place)) {
      throw new UserErrorException(
          ExitCode.USAGE,
          "--images %s: %s is no role; there are %s"
              .formatted(text, text.substring(0, equals), words(List.of(ChannelRole.values()))));
    }
  }

  private static String misfit(
      String model, List<ChannelRole> channels, List<ChannelImages> given) {
    return "%s takes %s: give %s, not %s"
        .formatted(
            model,
            words(channels),
            channels.stream()
                .map(role -> "--images " + role.wireName() + "=DIR")
                .collect(Collectors.joining(" ")),
            given.stream()
                .map(images -> "--images " + images.shown())
                .collect(Collectors.joining(" ")));
  }

  private static String words(List<ChannelRole> roles) {
    return roles.stream().map(ChannelRole::wireName).collect(Collectors.joining(", "));
  }

  private String shown() {
    return role == null ? place.toString() : role.wireName() + "=" + place;
  }

  /** For people: all places. */
  static String shown(List<ChannelImages> all) {
    return all.size() == 1
        ? all.get(0).place().toString()
        : all.stream().map(ChannelImages::shown).collect(Collectors.joining(", "));
  }
}
