import pathlib
import sys
import unittest

import numpy as np
from scipy import ndimage

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))

from scopeside_train import decode, scores, targets  # noqa: E402

# Label images of real nuclei, where there are some beside the checkout.
LABELS = pathlib.Path(__file__).parents[4] / "shared/data/nuclei/train/labels"


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
        truth = discs((45, 50), (11, 11, 9), (11, 28, 8), (31, 20, 11), (38, 42, 6))
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


def flow_maps(labels):
    return np.concatenate([5 * targets.flow_target(labels), np.where(labels > 0, 4, -4)[None]])


class FlowsTest(unittest.TestCase):
    truth = discs((60, 80), (15, 15, 11), (15, 36, 9), (40, 30, 14), (50, 65, 6))

    def test_should_find_objects_by_their_own_flows(self):
        found = decode.flows(flow_maps(self.truth))
        self.assertEqual(found.dtype, np.int32)
        np.testing.assert_array_equal(found > 0, self.truth > 0)
        self.assertEqual(mean_f1(self.truth, found), 1)

    def test_should_read_the_flow_along_y_first(self):
        # A column of pixels that flow down meets at its lower end.
        maps = np.zeros((3, 40, 30))
        maps[2] = -1
        maps[:, 10:30, 10] = [[5], [0], [1]]
        found = decode.flows(maps, flow_threshold=0)
        self.assertEqual(found.max(), 1)
        self.assertTrue((found[10:30, 10] == 1).all())

    def test_should_drop_objects_whose_flows_contradict_their_shape(self):
        maps = flow_maps(self.truth)
        large = self.truth == 3
        maps[:2, large] = maps[:2, large] * 0.2
        self.assertEqual(decode.flows(maps, niter=1000).max(), 3)
        self.assertEqual(decode.flows(maps, flow_threshold=0, niter=1000).max(), 4)

    def test_should_drop_small_and_huge_objects(self):
        self.assertEqual(decode.flows(flow_maps(self.truth), min_size=200).max(), 3)
        self.assertEqual(decode.flows(flow_maps(self.truth), max_size_fraction=0.1).max(), 3)

    def test_should_drift_as_one_pixel_at_a_time_does(self):
        rng = np.random.default_rng(2)
        flow = 3 * ndimage.gaussian_filter(rng.normal(size=(2, 20, 24)), (0, 2, 2)).astype(np.float32)
        cells = rng.random((20, 24)) < 0.3
        expected = []
        for start in np.argwhere(cells):
            p = start.astype(float)
            for _ in range(7):
                p += [ndimage.map_coordinates(f, p[:, None], order=1, mode="nearest")[0] / 5 for f in flow]
                p = p.clip(0, [19, 23])
            expected.append(p)
        difference = decode._drift(flow, cells, 7) - np.floor(expected)
        self.assertLess(np.count_nonzero(difference), 0.02 * difference.size)

    def test_should_find_nothing_where_there_is_no_cell(self):
        self.assertEqual(decode.flows(np.full((3, 20, 30), -1.0)).max(), 0)

    def test_should_refuse_what_is_not_finite(self):
        with self.assertRaisesRegex(ValueError, "flows are NaN"):
            decode.flows(np.full((3, 5, 5), np.inf))


def classes(rows, order="bio"):
    """Probabilities [class][y][x] of a drawing: b boundary, i interior, o background."""
    return np.array([[[0.8 if c == channel else 0.1 for c in row] for row in rows] for channel in order])


class ThreeClassTest(unittest.TestCase):
    order = ("boundary", "interior", "background")

    def decode(self, *rows, **more):
        return decode.three_class(classes(rows), self.order, **{"min_size": 2, **more}).tolist()

    def test_should_grow_objects_back_into_their_boundary(self):
        self.assertEqual(self.decode("ooooooo", "oiioooo", "ooooooo"), [[1, 1, 1, 1, 0, 0, 0]] * 3)

    def test_should_give_what_two_objects_claim_to_the_later(self):
        self.assertEqual(self.decode("iibii", "iibii"), [[1, 1, 2, 2, 2]] * 2)

    def test_should_join_at_corners_only_with_eight_neighbours(self):
        rows = "iioo", "ooii"
        self.assertEqual(self.decode(*rows, dilation=0), [[1, 1, 0, 0], [0, 0, 1, 1]])
        self.assertEqual(self.decode(*rows, dilation=0, connectivity=4), [[1, 1, 0, 0], [0, 0, 2, 2]])

    def test_should_drop_small_interiors_and_fill_small_holes(self):
        self.assertEqual(self.decode("iiioi", "ibioo", "iiioo", dilation=0), [[1, 1, 1, 0, 0]] * 3)

    def test_should_weigh_the_boundary(self):
        maps = classes(["iiiiiii"])
        maps[:2, 0, 3] = 0.3, 0.4
        self.assertEqual(decode.three_class(maps, self.order, min_size=1).max(), 1)
        self.assertEqual(decode.three_class(maps, self.order, 2, min_size=1).max(), 2)
        self.assertEqual(decode.three_class(np.log(maps), self.order, 2, min_size=1, logits=True).max(), 2)

    def test_should_refuse_an_order_that_names_no_boundary(self):
        with self.assertRaisesRegex(ValueError, "boundary"):
            decode.three_class(np.zeros((3, 4, 4)), ("background", "interior", "edge"))


def distance_maps(labels):
    """Inner and outer distance [y][x] as DeepCell has them, with beta 1."""
    outer = border_distances(labels)
    inner = np.zeros(labels.shape)
    for label in range(1, labels.max() + 1):
        y, x = np.nonzero(labels == label)
        inner[y, x] = 1 / (1 + ((y - y.mean()) ** 2 + (x - x.mean()) ** 2) / np.sqrt(len(y)))
    return inner, outer


class DistanceTest(unittest.TestCase):
    truth = discs((60, 80), (15, 15, 11), (15, 36, 9), (40, 30, 14), (50, 65, 6))

    def test_should_find_discs_that_touch(self):
        for algorithm in ("h_maxima", "peak_local_max"):
            found = decode.distance(*distance_maps(self.truth), interior_threshold=0, interior_smooth=0,
                                    maxima_algorithm=algorithm)
            self.assertEqual(found.dtype, np.int32)
            self.assertGreater(scores.match(self.truth, found).max(1).min(), 0.95)
            self.assertEqual(found.max(), 4)

    def test_should_drop_small_objects_and_fill_small_holes(self):
        inner, outer = distance_maps(self.truth)
        outer[16, 20] = 0
        found = decode.distance(inner, outer, interior_threshold=0, interior_smooth=0, small=200)
        self.assertEqual(found.max(), 3)
        self.assertEqual(found[16, 20], found[16, 21])
        self.assertEqual(decode.distance(inner, outer, interior_threshold=0, interior_smooth=0, holes=0)[16, 20], 0)

    def test_should_find_the_h_maxima_of_scikit_image(self):
        from skimage.morphology import disk, h_maxima
        rng = np.random.default_rng(3)
        for radius, sigma in ((1, 1), (2, 2), (4, 1.5)):
            values = ndimage.gaussian_filter(rng.random((40, 50)), sigma).astype(np.float32)
            values /= values.max()
            expected = h_maxima(values, 0.1, disk(radius)) > 0
            np.testing.assert_array_equal(decode._h_maxima(values, 0.1, radius), expected)

    def test_should_keep_every_pixel_of_a_level_maximum(self):
        values = np.zeros((12, 12), np.float32)
        values[5:7, 5:8] = 1
        np.testing.assert_array_equal(decode._h_maxima(values, 0.1, 2), values == 1)

    def test_should_refuse_an_unknown_algorithm(self):
        with self.assertRaisesRegex(ValueError, "peak_local_max"):
            decode.distance(*distance_maps(self.truth), maxima_algorithm="peaks")


@unittest.skipUnless(LABELS.is_dir(), f"no label images in {LABELS}")
class RealNucleiTest(unittest.TestCase):
    """Labels of real nuclei come back from the maps that are made of them."""

    @classmethod
    def setUpClass(cls):
        from skimage.io import imread
        images = [imread(path).astype(np.int32) for path in sorted(LABELS.glob("*.png"))]
        cls.labels = [image for image in images if image.shape == (256, 256)][:2]

    def assert_found(self, least, decoded):
        pooled = scores.pooled([scores.counts(truth, decoded(truth)) for truth in self.labels])
        self.assertGreater(pooled.f1_50, least, pooled)

    def test_should_come_back_from_stars(self):
        self.assert_found(0.97, lambda truth: decode.star(
            border_distances(truth)[::2, ::2], targets.star_distances(truth, 2), 2, truth.shape))

    def test_should_come_back_from_flows(self):
        self.assert_found(0.99, lambda truth: decode.flows(flow_maps(truth)))

    def test_should_come_back_from_classes(self):
        def decoded(truth):
            return decode.three_class(np.stack([targets.three_classes(truth) == c for c in range(3)]), min_size=4)
        self.assert_found(0.99, decoded)

    def test_should_come_back_from_distances(self):
        self.assert_found(0.95, lambda truth: decode.distance(
            *distance_maps(truth), interior_threshold=0, interior_smooth=0, maxima_algorithm="peak_local_max"))


if __name__ == "__main__":
    unittest.main()
