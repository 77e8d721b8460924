import math
import pathlib
import sys
import unittest

import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))

from scopeside_train import scores  # noqa: E402


def image(*rows):
    return np.array([[int(c) for c in row] for row in rows])


class MatchTest(unittest.TestCase):
    def test_should_divide_shared_by_covered_pixels(self):
        iou = scores.match(image("1110", "0022"), image("1100", "0111"))
        np.testing.assert_allclose(iou, [[2 / 6], [2 / 5]])

    def test_should_take_labels_in_their_order_whatever_their_numbers(self):
        iou = scores.match(np.array([[70000, 0, 5]]), np.array([[0, 0, 9]]))
        np.testing.assert_allclose(iou, [[1], [0]])

    def test_should_keep_objects_of_an_image_without_background(self):
        np.testing.assert_allclose(scores.match(np.array([[3, 3]]), np.array([[70000, 9]])), [[0.5, 0.5]])

    def test_should_give_a_table_without_rows_where_there_are_no_objects(self):
        self.assertEqual(scores.match(image("000"), image("102")).shape, (0, 2))

    def test_should_refuse_images_of_different_shapes(self):
        with self.assertRaisesRegex(ValueError, r"\(1, 2\).*\(1, 3\)"):
            scores.match(image("00"), image("000"))

    def test_should_agree_with_sets_of_pixels(self):
        rng = np.random.default_rng(1)
        truth = rng.integers(0, 5, (9, 11))
        predicted = rng.integers(0, 4, (9, 11))
        expected = [[np.sum((truth == t) & (predicted == p)) / np.sum((truth == t) | (predicted == p))
                     for p in (1, 2, 3)] for t in (1, 2, 3, 4)]
        np.testing.assert_allclose(scores.match(truth, predicted), expected)


class CountsTest(unittest.TestCase):
    def test_should_count_found_missed_and_invented_objects(self):
        tp, fp, fn = scores.counts(image("11102220", "11102220"), image("11100033", "11000000"), [0.5, 0.9])
        self.assertEqual((tp.tolist(), fp.tolist(), fn.tolist()), ([1, 0], [1, 2], [1, 2]))

    def test_should_count_an_iou_that_is_the_threshold(self):
        self.assertEqual(scores.counts(image("1111"), image("1100"), 0.5).tp.tolist(), [1])

    def test_should_give_an_object_one_partner_where_two_halves_reach_the_threshold(self):
        tp, fp, fn = scores.counts(image("1111"), image("1122"), 0.5)
        self.assertEqual((tp[0], fp[0], fn[0]), (1, 1, 0))

    def test_should_find_the_assignment_with_most_pairs_below_half(self):
        # 1 meets 1 and 2, 2 meets only 1: the larger IoU of 1 with 1 must not cost a pair.
        truth = image("1111112222")
        predicted = image("2211111111")
        self.assertEqual(scores.counts(truth, predicted, 0.3).tp.tolist(), [2])

    def test_should_refuse_a_threshold_that_every_pair_reaches(self):
        with self.assertRaisesRegex(ValueError, "above 0"):
            scores.counts(image("1"), image("1"), 0)


class PooledTest(unittest.TestCase):
    def test_should_count_the_objects_of_all_images_together(self):
        half = scores.counts(image("1022"), image("1000"))
        whole = scores.counts(image("1020304"), image("1020304"))
        pooled = scores.pooled([half, whole])
        self.assertAlmostEqual(pooled.f1_50, 10 / 11)
        self.assertAlmostEqual(pooled.mean_f1, 10 / 11)
        self.assertAlmostEqual(pooled.ap50, 5 / 6)
        self.assertAlmostEqual(pooled.count_error, 0.25)
        self.assertEqual((pooled.true_objects, pooled.predicted_objects), (6, 5))

    def test_should_have_nine_thresholds(self):
        self.assertEqual(scores.THRESHOLDS.tolist(), [0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9])

    def test_should_leave_images_without_true_objects_out_of_the_count_error(self):
        nothing = scores.counts(image("00"), image("01"))
        self.assertTrue(math.isnan(scores.pooled([nothing]).count_error))
        self.assertEqual(scores.pooled([nothing, scores.counts(image("11"), image("12"))]).count_error, 1)

    def test_should_be_perfect_where_there_is_nothing_and_nothing_was_found(self):
        pooled = scores.pooled([scores.counts(image("00"), image("00"))])
        self.assertEqual((pooled.mean_f1, pooled.ap50, pooled.count_error), (1, 1, 0))

    def test_should_refuse_different_thresholds(self):
        with self.assertRaisesRegex(ValueError, "different thresholds"):
            scores.pooled([scores.counts(image("1"), image("1"), t) for t in (0.5, 0.6)])


if __name__ == "__main__":
    unittest.main()
