import pathlib
import tempfile
import unittest

import numpy as np
import tifffile

import drawn
from scopeside_train import images
from scopeside_train.images import DataError


class Reading(unittest.TestCase):
    def setUp(self):
        self.scratch = tempfile.TemporaryDirectory()
        self.addCleanup(self.scratch.cleanup)
        self.folder = drawn.write(self.scratch.name)
        self.label = self.folder / "labels" / "02.png"

    def read(self, allow_empty=False):
        return images.read_folder([self.folder / "images"], self.folder / "labels", "test", allow_empty)

    def refused(self, *words, **options):
        with self.assertRaises(DataError) as caught:
            self.read(**options)
        for word in words:
            self.assertIn(word, str(caught.exception))

    def test_pairs_of_the_same_name_are_read(self):
        samples = self.read()
        self.assertEqual(len(samples), 6)
        self.assertEqual(samples[0].image.shape, (1, 96, 96))
        self.assertEqual(samples[0].objects, 8)
        self.assertAlmostEqual(samples[0].median_diameter, 14, delta=1)

    def test_sizes_that_differ_are_named(self):
        image, _ = drawn.discs(80)
        drawn.save(self.folder / "images" / "02.png", image)
        self.refused("02.png is 80×80", "96×96")

    def test_masks_are_refused(self):
        _, labels = drawn.discs()
        drawn.save(self.label, ((labels > 0) * 255).astype(np.uint8))
        self.refused("02.png is a mask", "8 separate parts")

    def test_a_single_part_of_255_is_a_mask_too(self):
        _, labels = drawn.discs(count=1)
        drawn.save(self.label, ((labels > 0) * 255).astype(np.uint8))
        self.refused("02.png is a mask (0 and 255)")

    def test_missing_pairs_are_named(self):
        self.label.unlink()
        (self.folder / "images" / "04.png").unlink()
        self.refused("labels has no 02", "images has no 04")

    def test_nan_is_counted(self):
        image, _ = drawn.discs()
        image = image.astype(np.float32)
        image[3, 4] = np.nan
        image[5, 6] = np.inf
        (self.folder / "images" / "02.png").unlink()
        tifffile.imwrite(self.folder / "images" / "02.tif", image)
        self.refused("02.tif has 2 pixels that are NaN or infinite")

    def test_empty_labels_need_to_be_meant(self):
        drawn.save(self.label, np.zeros((96, 96), np.uint16))
        self.refused("02.png has no object", "--allow-empty")
        self.assertEqual(self.read(allow_empty=True)[2].objects, 0)

    def test_label_images_of_napari_are_read(self):
        _, labels = drawn.discs()
        self.label.unlink()
        tifffile.imwrite(self.label.with_suffix(".tif"), labels.astype(np.int64) * 1000)
        self.assertEqual(self.read()[2].objects, 8)

    def test_fractions_and_negative_labels_are_refused(self):
        _, labels = drawn.discs()
        self.label.unlink()
        np.save(self.label.with_suffix(".npy"), labels * 0.5)
        self.refused("no whole numbers")
        np.save(self.label.with_suffix(".npy"), labels - 1)
        self.refused("negative labels")

    def test_colour_and_broken_files_are_refused(self):
        drawn.save(self.folder / "images" / "02.png", np.arange(96 * 96 * 3, dtype=np.uint8).reshape(96, 96, 3))
        (self.folder / "images" / "03.png").write_bytes(b"no picture")
        self.refused("02.png is 96×96×3", "03.png cannot be read")

    def test_few_images_give_a_quarter_each_for_validation(self):
        train, held = images.hold_out(self.read()[:2], 0)
        self.assertEqual([s.labels.shape for s in train], [(96, 72)] * 2)
        self.assertEqual([s.labels.shape for s in held], [(96, 24)] * 2)
        for sample in train + held:
            self.assertEqual(len(np.unique(sample.labels)), sample.objects + 1)

    def test_more_images_give_a_fifth(self):
        train, held = images.hold_out(self.read(), 0)
        self.assertEqual((len(train), len(held)), (5, 1))
        self.assertEqual(len({s.name for s in train + held}), 6)


if __name__ == "__main__":
    unittest.main()
