package org.scopeside.segmenter.decode.threeclass;

import java.util.List;
import org.scopeside.segmenter.decode.Parameters;

/**
 * Settings of {@link ThreeClassDecoder}; defaults are those of Caicedo et al. 2019.
 *
 * @param order of the classes in the channels: three words of {@code background}, {@code interior},
 *     {@code boundary} with commas between them
 * @param logits whether the channels are what a softmax is still to be taken of ({@code activation:
 *     softmax})
 * @param boundaryBoost factor on the boundary's probability, above 0: more than 1 separates more
 *     and shrinks objects
 * @param minSize smallest interior kept, pixels, before dilation; smaller holes are filled
 * @param connectivity of interiors, 4 or 8
 * @param dilation pixels by which objects grow to take back their half of the boundary
 */
public record ThreeClassSettings(
    String order,
    boolean logits,
    double boundaryBoost,
    int minSize,
    int connectivity,
    int dilation) {
  static final String INTERIOR = "interior";
  static final String BOUNDARY = "boundary";
  private static final String BACKGROUND = "background";
  private static final List<String> ORDERS =
      List.of(
          order(BACKGROUND, INTERIOR, BOUNDARY),
          order(BACKGROUND, BOUNDARY, INTERIOR),
          order(INTERIOR, BACKGROUND, BOUNDARY),
          order(INTERIOR, BOUNDARY, BACKGROUND),
          order(BOUNDARY, BACKGROUND, INTERIOR),
          order(BOUNDARY, INTERIOR, BACKGROUND));
  private static final int LARGEST_DILATION = 20;

  /** Checks every range. */
  public ThreeClassSettings {
    if (!ORDERS.contains(order)
        || !(boundaryBoost > 0)
        || minSize < 1
        || (connectivity != 4 && connectivity != 8)
        || dilation < 0
        || dilation > LARGEST_DILATION) {
      throw new IllegalArgumentException(
          "no three-class settings: order=%s boundaryBoost=%s minSize=%d connectivity=%d dilation=%d"
              .formatted(order, boundaryBoost, minSize, connectivity, dilation));
    }
  }

  /** The published ones: 8-connected interiors of at least 16 pixels, grown by one pixel. */
  public static ThreeClassSettings defaults() {
    return new ThreeClassSettings(ORDERS.get(0), false, 1, 16, 8, 1);
  }

  /**
   * Reads {@code order}, {@code activation} (none, softmax), {@code boundary_boost}, {@code
   * min_size}, {@code connectivity}, {@code dilation}.
   *
   * @throws IllegalArgumentException with every problem
   */
  public static ThreeClassSettings of(Parameters parameters) {
    ThreeClassSettings d = defaults();
    String order = parameters.choice("order", d.order, ORDERS);
    String activation = parameters.choice("activation", "none", List.of("none", "softmax"));
    double boost = parameters.number("boundary_boost", d.boundaryBoost, 1e-3, 1e3);
    int minSize = parameters.whole("min_size", d.minSize, 1, Integer.MAX_VALUE);
    int connectivity = Connectivity.read(parameters, d.connectivity);
    int dilation = parameters.whole("dilation", d.dilation, 0, LARGEST_DILATION);
    parameters.finish();
    return new ThreeClassSettings(
        order, activation.equals("softmax"), boost, minSize, connectivity, dilation);
  }

  /** Channel of a class, from 0. */
  int channel(String name) {
    return List.of(order.split(", ")).indexOf(name);
  }

  private static String order(String... classes) {
    return String.join(", ", classes);
  }
}
