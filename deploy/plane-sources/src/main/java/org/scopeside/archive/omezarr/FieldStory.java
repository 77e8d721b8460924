package org.scopeside.archive.omezarr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.PixelType;
import org.scopeside.contract.PlaneHeader;

/**
 * What is known of a field beside its array, learnt from one plane after the other. Not
 * thread-safe.
 */
final class FieldStory {
  /** The file that lists the planes that came. */
  static final String PLANES = "planes.jsonl";

  private static final String OURS = "scopeside";

  /** More channels than these are not described one by one. */
  private static final int MOST_CHANNELS = 1024;

  private static final String[] COLOURS = {
    "0000FF", "00FF00", "FF0000", "FF00FF", "00FFFF", "FFFF00", "FFFFFF"
  };
  private static final String[] SAMPLES = {"red", "green", "blue", "alpha"};
  private static final String[] SAMPLE_COLOURS = {"FF0000", "00FF00", "0000FF", "FFFFFF"};

  private final ObjectNode ours;
  private final List<@Nullable String> names = new ArrayList<>();
  private final List<@Nullable String> roles = new ArrayList<>();
  private @Nullable Double physicalSizeXUm;
  private @Nullable Double physicalSizeYUm;

  private FieldStory(ObjectNode ours) {
    this.ours = ours;
  }

  /** The story that begins with a plane. */
  static FieldStory of(PlaneHeader plane) {
    ObjectNode ours = JsonNodeFactory.instance.objectNode();
    ours.put("version", 1);
    ours.put("planes", PLANES);
    ours.put("acquisition", plane.acquisition());
    ours.put("source", plane.source());
    if (plane.plateName() != null) {
      ours.put("plateName", plane.plateName());
    }
    if (plane.well() != null) {
      ours.put("well", plane.well().label());
    }
    ours.put("field", plane.field());
    ours.put("samplesPerPixel", plane.samplesPerPixel());
    if (plane.significantBits() != null) {
      ours.put("significantBits", plane.significantBits());
    }
    FieldStory story = new FieldStory(ours);
    story.learn(plane);
    return story;
  }

  /** The story that {@code .zattrs} tells; null if an archive did not write it. */
  static @Nullable FieldStory read(JsonNode zattrs) {
    if (!(zattrs.path(OURS) instanceof ObjectNode ours) || !ours.path("samplesPerPixel").isInt()) {
      return null;
    }
    FieldStory story = new FieldStory(ours.deepCopy());
    ours.path("channelNames").forEach(name -> story.names.add(text(name)));
    ours.path("channelRoles").forEach(role -> story.roles.add(text(role)));
    JsonNode image = zattrs.path("multiscales").path(0);
    if (image.path("axes").path(4).has("unit")) {
      JsonNode scale =
          image.path("datasets").path(0).path("coordinateTransformations").path(0).path("scale");
      story.physicalSizeYUm = scale.path(3).asDouble();
      story.physicalSizeXUm = scale.path(4).asDouble();
    }
    return story;
  }

  private static @Nullable String text(JsonNode node) {
    return node.isTextual() ? node.textValue() : null;
  }

  int samplesPerPixel() {
    return ours.path("samplesPerPixel").asInt(1);
  }

  /** Takes what a plane adds; false if it adds nothing. */
  boolean learn(PlaneHeader plane) {
    String role = plane.channelRole() == null ? null : plane.channelRole().name();
    boolean more = learn(names, plane.theC(), plane.channelName());
    more |= learn(roles, plane.theC(), role);
    if (physicalSizeXUm == null && plane.physicalSizeXUm() != null) {
      physicalSizeXUm = plane.physicalSizeXUm();
      physicalSizeYUm =
          Objects.requireNonNullElse(plane.physicalSizeYUm(), plane.physicalSizeXUm());
      more = true;
    }
    return more;
  }

  private static boolean learn(List<@Nullable String> known, int at, @Nullable String text) {
    if (text == null || at >= MOST_CHANNELS || (at < known.size() && known.get(at) != null)) {
      return false;
    }
    while (known.size() <= at) {
      known.add(null);
    }
    known.set(at, text);
    return true;
  }

  /** The content of {@code .zattrs}. */
  ObjectNode zattrs(FieldLayout layout) {
    ObjectNode attributes = JsonNodeFactory.instance.objectNode();
    ObjectNode image = attributes.putArray("multiscales").addObject();
    image.put("version", "0.4");
    axes(image.putArray("axes"));
    ObjectNode dataset = image.putArray("datasets").addObject();
    dataset.put("path", "0");
    ObjectNode scaling = dataset.putArray("coordinateTransformations").addObject();
    scaling.put("type", "scale");
    scaling
        .putArray("scale")
        .add(1.0)
        .add(1.0)
        .add(1.0)
        .add(physicalSizeYUm == null ? 1.0 : physicalSizeYUm)
        .add(physicalSizeXUm == null ? 1.0 : physicalSizeXUm);
    if (layout.sizeC() <= MOST_CHANNELS) {
      ObjectNode omero = attributes.putObject("omero");
      omero.put("version", "0.4");
      channels(omero.putArray("channels"), layout);
    }
    attributes.set(OURS, ours());
    return attributes;
  }

  private void axes(ArrayNode axes) {
    axes.addObject().put("name", "t").put("type", "time");
    axes.addObject().put("name", "c").put("type", "channel");
    axes.addObject().put("name", "z").put("type", "space");
    ObjectNode y = axes.addObject().put("name", "y").put("type", "space");
    ObjectNode x = axes.addObject().put("name", "x").put("type", "space");
    if (physicalSizeXUm != null) {
      y.put("unit", "micrometer");
      x.put("unit", "micrometer");
    }
  }

  private void channels(ArrayNode channels, FieldLayout layout) {
    int samples = samplesPerPixel();
    for (int channel = 0; channel < layout.sizeC(); channel++) {
      int theC = channel / samples;
      int sample = channel % samples;
      String name = theC < names.size() ? names.get(theC) : null;
      String label = name == null ? "channel " + theC : name;
      ObjectNode shown = channels.addObject();
      shown.put("active", true);
      shown.put("color", samples > 1 ? SAMPLE_COLOURS[sample] : COLOURS[channel % COLOURS.length]);
      shown.put("label", samples > 1 ? label + " " + SAMPLES[sample] : label);
      double most = most(layout.pixelType());
      shown.putObject("window").put("min", 0.0).put("start", 0.0).put("end", most).put("max", most);
    }
  }

  private double most(PixelType type) {
    JsonNode bits = ours.path("significantBits");
    if (type == PixelType.FLOAT || type == PixelType.DOUBLE) {
      return 1;
    }
    return Math.pow(2, bits.isInt() ? bits.intValue() : type.bytes() * 8) - 1;
  }

  private ObjectNode ours() {
    ObjectNode told = ours.deepCopy();
    list(told, "channelNames", names);
    list(told, "channelRoles", roles);
    return told;
  }

  private static void list(ObjectNode told, String member, List<@Nullable String> texts) {
    if (!texts.isEmpty()) {
      ArrayNode list = told.putArray(member);
      texts.forEach(list::add);
    }
  }
}
