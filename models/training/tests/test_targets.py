import unittest

import numpy as np

import drawn
from scopeside_train import decode, targets


def marched(labels, y, x, angle):
    """Distance to the outline by plain marching in tenths of a pixel."""
    length = 0.0
    while True:
        length += 0.1
        row = int(np.floor(y + length * np.sin(angle) + 0.5))
        column = int(np.floor(x + length * np.cos(angle) + 0.5))
        inside = 0 <= row < labels.shape[0] and 0 <= column < labels.shape[1]
        if not inside or labels[row, column] != labels[y, x]:
            return length


class Targets(unittest.TestCase):
    def test_star_distances_agree_with_marching(self):
        _, labels = drawn.discs(64, count=3, radius=11)
        found = targets.star_distances(labels, 2)
        # At outermost pixels a ray along the border leaves sooner or later by a hair's breadth.
        depth = targets.border_distance(labels)
        for y, x in [(y, x) for y in range(0, 64, 2) for x in range(0, 64, 2) if depth[y, x] > 3]:
            for ray in range(32):
                expected = marched(labels, y, x, 2 * np.pi * ray / 32)
                self.assertAlmostEqual(found[ray, y // 2, x // 2], expected, delta=2)

    def test_stars_and_depth_give_the_objects_back(self):
        _, labels = drawn.discs(96, count=6, radius=9)
        depth = targets.border_distance(labels)
        prob = targets.relative_depth(labels, depth)[::2, ::2]
        found = decode.star(prob, targets.star_distances(labels, 2), 2, labels.shape, 0.5, 0.3, 0)
        self.assertEqual(found.max(), labels.max())
        self.assertGreater(((found > 0) == (labels > 0)).mean(), 0.99)

    def test_depth_is_one_at_the_border_of_touching_objects_too(self):
        labels = np.zeros((9, 12), np.int32)
        labels[1:8, 1:6] = 1
        labels[1:8, 6:11] = 2
        depth = targets.border_distance(labels)
        self.assertTrue((depth[1:8, [1, 5, 6, 10]] == 1).all())
        self.assertEqual(depth[4, 3], 3)
        self.assertEqual(targets.relative_depth(labels, depth)[4, 3], 1)

    def test_boundary_taken_back_by_growth_is_the_object(self):
        _, labels = drawn.discs(96, count=6, radius=9)
        classes = targets.three_classes(labels)
        maps = np.stack([classes == 0, classes == 1, classes == 2]).astype(np.float32)
        found = decode.three_class(maps, min_size=4, dilation=1)
        self.assertTrue(((found > 0) == (labels > 0)).mean() > 0.995)
        self.assertEqual(found.max(), labels.max())

    def test_flows_lead_to_the_centres(self):
        _, labels = drawn.discs(64, count=3, radius=9)
        flows = targets.flow_target(labels)
        norm = np.sqrt((flows**2).sum(axis=0))
        self.assertTrue((norm[labels == 0] == 0).all())
        self.assertGreater(np.median(norm[labels > 0]), 0.99)
        maps = np.concatenate([5 * flows, np.where(labels > 0, 5, -5)[None]]).astype(np.float32)
        found = decode.flows(maps)
        self.assertEqual(found.max(), labels.max())
        self.assertTrue(((found > 0) == (labels > 0)).all())

    def test_distances_are_highest_inside(self):
        _, labels = drawn.discs(64, count=3, radius=9)
        inner, outer = targets.centre_and_border(labels, targets.border_distance(labels))
        self.assertTrue((inner[labels == 0] == 0).all() and (outer[labels == 0] == 0).all())
        self.assertGreater(inner.max(), 0.95)
        self.assertGreater(outer[labels > 0].min(), 0.39)

    def test_empty_fields_have_empty_targets(self):
        labels = np.zeros((32, 32), np.int32)
        self.assertEqual(targets.border_distance(labels).max(), 0)
        self.assertEqual(targets.flow_target(labels).max(), 0)
        self.assertEqual(targets.three_classes(labels).max(), 0)


if __name__ == "__main__":
    unittest.main()
