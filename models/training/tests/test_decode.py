import pathlib
import sys
import unittest

import numpy as np
from scipy import ndimage

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))

from scopeside_train import decode, scores  # noqa: E402

LABELS = pathlib.Path("/work/shared/data/nuclei/train/labels")


def discs(shape, *discs):
    """Labels of discs (row, column, radius), the later over the earlier."""
    y, x = np.mgrid[:shape[0], :shape[1]]
    labels = np.zeros(shape, np.int32)
    for i, (row, column, radius) in enumerate(discs):
        labels[(y - row) ** 2 + (x - column) ** 2 <= radius ** 2] = i + 1
    return labels


def mean_f1(truth, found):
    return scores.pooled([scores.counts(truth, found)]).mean_f1


def border_distances(labels):
    """Distance to the nearest pixel that is not of the object over the largest of the object, [y][x], 0 to 1."""
    distances = np.zeros(labels.shape)
    for label in range(1, labels.max() + 1):
        distance = ndimage.distance_transform_edt(np.pad(labels == label, 1))[1:-1, 1:-1]
        distances += distance / max(distance.max(), 1)
    return distances


def star_maps(labels, grid=1, rays=32):
    """Probabilities [y][x] and distances [ray][y][x] on the grid, walking along each ray pixel by pixel."""
    height, width = labels.shape
    distances = np.zeros((rays, (height - 1) // grid + 1, (width - 1) // grid + 1))
    for k in range(rays):
        down, right = np.sin(2 * np.pi * k / rays), np.cos(2 * np.pi * k / rays)
        back = 0.5 / max(abs(down), abs(right)) - 1
        for y, x in np.argwhere(labels[::grid, ::grid]):
            steps = 1
            while True:
                row, column = round(y * grid + steps * down), round(x * grid + steps * right)
                if not (0 <= row < height and 0 <= column < width) or labels[row, column] != labels[y * grid, x * grid]:
                    break
                steps += 1
            distances[k, y, x] = steps + back
    return border_distances(labels)[::grid, ::grid], distances


def one_star(y, x, radius, prob, shape=(60, 60)):
    """Maps in which a single pixel proposes a circle."""
    maps = np.zeros(shape), np.zeros((32, *shape))
    maps[0][y, x] = prob
    maps[1][:, y, x] = radius
    return maps


def stars(*all_stars):
    maps = [one_star(*star) for star in all_stars]
    return sum(m[0] for m in maps), sum(m[1] for m in maps)


class StarTest(unittest.TestCase):
    def test_should_find_discs_that_touch(self):
        truth = discs((60, 70), (15, 15, 10), (15, 33, 9), (40, 30, 14), (50, 60, 6))
        found = decode.star(*star_maps(truth), 1, truth.shape)
        self.assertEqual(found.dtype, np.int32)
        self.assertGreater(scores.match(truth, found).max(1).min(), 0.9)
        self.assertEqual(found.max(), 4)

    def test_should_read_maps_of_half_the_size(self):
        truth = discs((61, 70), (15, 15, 10), (15, 33, 9), (40, 30, 14))
        found = decode.star(*star_maps(truth, grid=2), 2, truth.shape)
        self.assertGreater(scores.match(truth, found).max(1).min(), 0.95)
        self.assertEqual(found.max(), 3)

    def test_should_point_rays_from_columns_towards_rows(self):
        prob, dist = one_star(30, 30, 5, 0.9)
        dist[8, 30, 30] = 20  # a quarter of the turn: down
        found = decode.star(prob, dist, 1, prob.shape)
        rows, columns = np.nonzero(found)
        self.assertEqual((rows.max(), rows.min(), columns.min(), columns.max()), (50, 25, 25, 35))

    def test_should_number_objects_by_falling_probability(self):
        found = decode.star(*stars((15, 15, 8, 0.7), (40, 40, 8, 0.9)), 1, (60, 60))
        self.assertEqual((found[15, 15], found[40, 40]), (2, 1))

    def test_should_paint_the_more_probable_of_two_that_overlap_a_little_on_top(self):
        # Circles of radius 10, 14 apart, share 18 % of their area.
        found = decode.star(*stars((30, 20, 10, 0.7), (30, 34, 10, 0.9)), 1, (60, 60))
        self.assertEqual(found[30, 27], 1)
        self.assertEqual(found.max(), 2)

    def test_should_keep_the_more_probable_of_two_that_overlap_much(self):
        # 10 apart: 39 %.
        found = decode.star(*stars((30, 20, 10, 0.7), (30, 30, 10, 0.9)), 1, (60, 60))
        self.assertEqual(found[30, 30], 1)
        self.assertEqual(found.max(), 1)

    def test_should_measure_overlap_by_the_smaller_area(self):
        inside = stars((30, 30, 20, 0.9), (30, 40, 4, 0.7))
        self.assertEqual(decode.star(*inside, 1, (60, 60)).max(), 1)
        around = stars((30, 30, 20, 0.7), (30, 40, 4, 0.9))
        self.assertEqual(decode.star(*around, 1, (60, 60)).max(), 1)

    def test_should_share_the_area_of_two_circles_within_five_percent(self):
        for apart in (4, 8, 12, 16):
            one, other = (np.stack([30 + 10 * np.sin(a), x + 10 * np.cos(a)], -1).astype(np.float32)
                          for a in [2 * np.pi * np.arange(32) / 32] for x in (30, 30 + apart))
            shared = decode._shared_area(one, np.float32([[30, 30 + apart]]), other[None])[0]
            expected = 200 * np.arccos(apart / 20) - apart / 2 * np.sqrt(400 - apart ** 2)
            self.assertLess(abs(shared - expected), 0.05 * np.pi * 100, apart)

    def test_should_take_no_proposals_from_the_border(self):
        self.assertEqual(decode.star(*one_star(1, 30, 8, 0.9), 1, (60, 60)).max(), 0)
        self.assertEqual(decode.star(*one_star(1, 30, 8, 0.9), 1, (60, 60), border=1).max(), 1)

    def test_should_find_nothing_where_nothing_is_probable(self):
        self.assertEqual(decode.star(*one_star(30, 30, 8, 0.5), 1, (60, 60)).max(), 0)

    def test_should_stop_at_the_limit_where_a_network_knows_nothing(self):
        found = decode.star(np.full((60, 60), 0.6), np.full((32, 60, 60), 1.5), 1, (60, 60), limit=30)
        self.assertEqual(found.max(), 30)

    def test_should_refuse_what_is_not_finite_and_what_does_not_fit(self):
        prob, dist = one_star(30, 30, 8, 0.9)
        dist[3, 30, 30] = np.nan
        with self.assertRaisesRegex(ValueError, "1 of 32 values of the distance"):
            decode.star(prob, dist, 1, (60, 60))
        with self.assertRaisesRegex(ValueError, "60, 60.*grid of 2.*30, 30"):
            decode.star(prob, dist, 2, (60, 60))


if __name__ == "__main__":
    unittest.main()
