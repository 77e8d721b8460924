package org.scopeside.segmenter.tiling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.FloatBuffer;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.scopeside.segmenter.image.GreyImage;
import org.scopeside.segmenter.modelpackage.ModelDescription.Blend;
import org.scopeside.segmenter.modelpackage.ModelDescription.Layout;
import org.scopeside.segmenter.modelpackage.ModelDescription.Size;
import org.scopeside.segmenter.modelpackage.ModelDescription.Tiling;
import org.scopeside.segmenter.modelpackage.Preprocessing;
import org.scopeside.segmenter.normalise.Normaliser;

class TilePlanTest {
  private static final Size MULTIPLES_OF_8 = new Size(8, 8);

  @Property(tries = 300)
  void shouldUseEveryPixelOnceAndNoneNearerThanHaloToTileSide(
      @ForAll @IntRange(min = 1, max = 300) int height,
      @ForAll @IntRange(min = 1, max = 300) int width,
      @ForAll @IntRange(min = 4, max = 12) int eighthOfTile,
      @ForAll @IntRange(min = 0, max = 12) int halo,
      @ForAll boolean fixed) {
    int tile = 8 * eighthOfTile;
    Size size = fixed ? new Size(tile, 0) : MULTIPLES_OF_8;
    int spacing = 2;
    TilePlan plan =
        TilePlan.of(height, width, new Tiling(tile, halo, Blend.CENTRE), size, size, spacing);

    int[] used = new int[height * width];
    for (int k = 0; k < plan.count(); k++) {
      Area whole = plan.tile(k);
      Area part = plan.contribution(k);
      assertTrue(whole.contains(part));
      assertEquals(0, part.y() % spacing + part.x() % spacing);
      assertTrue(part.y() == 0 || part.y() - whole.y() >= halo);
      assertTrue(part.x() == 0 || part.x() - whole.x() >= halo);
      assertTrue(part.endY() == height || whole.endY() - part.endY() >= halo);
      assertTrue(part.endX() == width || whole.endX() - part.endX() >= halo);
      for (int y = part.y(); y < part.endY(); y++) {
        for (int x = part.x(); x < part.endX(); x++) {
          used[y * width + x]++;
        }
      }
    }
    for (int count : used) {
      assertEquals(1, count);
    }
  }

  @Test
  void shouldPadSmallPlaneToStepOfNetworkOnly() {
    Tiling tiling = new Tiling(256, 32, Blend.CENTRE);

    TilePlan plan = TilePlan.of(1, 50, tiling, MULTIPLES_OF_8, MULTIPLES_OF_8, 1);

    assertEquals(1, plan.count());
    assertEquals(new Area(0, 0, 8, 56), plan.tile(0));
  }

  @Test
  void shouldPadSmallPlaneToTileOfNetworkWithOneSize() {
    Size fixed = new Size(64, 0);

    TilePlan plan = TilePlan.of(3, 130, new Tiling(64, 8, Blend.CENTRE), fixed, fixed, 1);

    assertEquals(64, plan.tileHeight());
    assertEquals(64, plan.tileWidth());
    assertEquals(3, plan.count());
  }

  @Test
  void shouldRefuseHaloThatLeavesNothing() {
    Tiling tiling = new Tiling(64, 32, Blend.CENTRE);

    assertThrows(
        IllegalArgumentException.class,
        () -> TilePlan.of(100, 100, tiling, MULTIPLES_OF_8, MULTIPLES_OF_8, 1));
  }

  @Test
  void shouldReflectBeyondTheBorderAndLeaveZerosBesideASinglePixel() {
    Size four = new Size(4, 4);
    GreyImage plane = new GreyImage(new float[] {1, 2, 3, 4, 5, 6}, 6, 1);
    TilePlan plan = TilePlan.of(1, 6, Tiling.WHOLE, four, four, 1);
    List<Preprocessing> plusOne = List.of(new Preprocessing.ScaleLinear(1, 1));
    FloatBuffer input = FloatBuffer.allocate(2 * 32);

    new TileReader(List.of(new Normaliser(plusOne).channel(plane)), plan, Layout.BCYX, 1)
        .read(0, input, 1);

    float[] slot = new float[32];
    input.get(32, slot);
    float[] expected = new float[32];
    System.arraycopy(new float[] {2, 3, 4, 5, 6, 7, 6, 5}, 0, expected, 0, 8);
    assertArrayEquals(expected, slot);
  }

  @Test
  void shouldInterleaveChannelsAndZeroThoseThePlaneLacks() {
    Size two = new Size(2, 0);
    Normaliser none = new Normaliser(List.of());
    GreyImage red = new GreyImage(new float[] {1, 2, 3, 4}, 2, 2);
    GreyImage green = new GreyImage(new float[] {5, 6, 7, 8}, 2, 2);
    TilePlan plan = TilePlan.of(2, 2, Tiling.WHOLE, two, two, 1);
    FloatBuffer input = FloatBuffer.allocate(12);

    new TileReader(List.of(none.channel(red), none.channel(green)), plan, Layout.BYXC, 3)
        .read(0, input, 0);

    assertArrayEquals(new float[] {1, 5, 0, 2, 6, 0, 3, 7, 0, 4, 8, 0}, input.array());
  }
}
