import pathlib
import tempfile
import unittest

import numpy as np
from PIL import Image

import drawn
from scopeside_train import card
from scopeside_train.onnx_graph import PackageError


def image(name, tp, fp, fn):
    """An image of an evaluation, with the same matches at every IoU."""
    return {"name": name, "n_true": tp + fn, "n_pred": tp + fp, "tp": [tp] * 10, "fp": [fp] * 10, "fn": [fn] * 10}


def result(*images):
    sizes = [{"class": "tiny", "area_above": 0.0, "area_up_to": 250.0, "n_true": 12, "n_pred": 10,
              "recall": [0.75] * 10, "precision": [None] * 10},
             {"class": "beyond", "area_above": 250.0, "area_up_to": None, "n_true": 0, "n_pred": 0,
              "recall": [None] * 10, "precision": [None] * 10}]
    return {"overall": {"n_images": len(images), "n_true": sum(i["n_true"] for i in images), "by_area": sizes},
            "images": list(images)}


def made(**changes):
    values = dict(
        name="Discs", purpose="Finds drawn discs.", not_for=("anything else", "diagnosis"),
        data=[card.Source("drawn", 6, 1234, "CC0-1.0", "training")], licence="CC0-1.0", architecture="A U-Net.",
        parameters=870_000, multiply_adds=25.7e9, training={"steps": "600"}, command="models/train discs",
        dataset="drawn", measured={"fp32": result(image("a", 8, 2, 0), image("b", 2, 0, 2))})
    return card.Card(**{**values, **changes})


class Cards(unittest.TestCase):
    def test_objects_of_all_images_are_counted_together(self):
        found = card.pooled([image("a", 8, 2, 0), image("b", 2, 0, 2)])
        self.assertAlmostEqual(found["f1"][0], 20 / 24)
        self.assertAlmostEqual(found["ap50"], 10 / 14)
        self.assertEqual((found["objects"], found["count_error"]), (12, 37.5))

    def test_nothing_to_find_and_nothing_found_is_no_figure(self):
        found = card.pooled([image("a", 0, 0, 0)])
        self.assertEqual((found["f1"][0], found["mean_f1"], found["ap50"], found["count_error"]), (None,) * 4)

    def test_the_card_tells_data_licence_figures_and_command(self):
        text = card.render(made())
        for words in ("# Discs", "Not for: anything else; diagnosis.", "| drawn | training | 6 | 1,234 | CC0-1.0 |",
                      "870,000 parameters", "25.7 thousand million", "models/train discs", "| fp32 | 0.833 |",
                      "chosen on them", "| 0 to 250 | 12 | 0.750 | – |"):
            self.assertIn(words, text)
        self.assertNotIn("curve.png", text)
        self.assertNotIn("above 250", text)

    def test_a_taught_model_stands_beside_what_it_was(self):
        text = card.render(made(measured={"before": result(image("a", 1, 1, 1)), "after": result(image("a", 2, 0, 0))},
                                pictures=("curve.png", "failures.png"), groups={"x": ["a"], "y": []}))
        self.assertIn("| before | 0.500 |", text)
        self.assertIn("| after | 1.000 |", text)
        self.assertIn("(curve.png)", text)
        self.assertIn("| x | 1 | 2 | 0.500 |", text)

    def test_images_that_must_not_be_passed_on_are_known(self):
        self.assertFalse(card.may_be_shown("data/skin/images"))
        self.assertTrue(card.may_be_shown("nuclei/val"))


class Pictures(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.file = pathlib.Path(scratch.name) / "picture.png"

    def test_a_curve_is_drawn_with_and_without_validation(self):
        rows = [{"step": 500 * i, "loss": 1 / i, "val_loss": 1.2 / i, "f1": 1 - 0.5 / i, "best": i == 3} for i in range(1, 5)]
        for history in (rows, [{"step": 1, "loss": 2.0}]):
            card.curve_png(history, self.file)
            with Image.open(self.file) as picture:
                self.assertEqual(picture.size, (900, 360))
        with self.assertRaisesRegex(PackageError, "no history"):
            card.curve_png([], self.file)

    def test_failures_show_the_worst_images_only(self):
        planes = {str(i): drawn.discs(seed=i) for i in range(3)}
        images = {name: plane for name, (plane, _) in planes.items()}
        truths = {name: labels for name, (_, labels) in planes.items()}
        found = {name: labels.copy() for name, labels in truths.items()}
        found["1"][found["1"] < 4] = 0
        found["2"][:8, :8] = 99
        self.assertEqual(card.failures_png(images, truths, found, self.file), ["1", "2"])
        with Image.open(self.file) as picture:
            colours = {colour for _, colour in picture.convert("RGB").getcolors(1 << 20)}
        self.assertTrue({card.MISSED, card.FALSE, card.TRUTH} <= colours)
        self.assertLessEqual(self.file.stat().st_size, card.PICTURE_LIMIT)

    def test_without_errors_there_is_no_picture(self):
        plane, labels = drawn.discs()
        self.assertEqual(card.failures_png({"a": plane}, {"a": labels}, {"a": labels}, self.file), [])
        self.assertFalse(self.file.exists())

    def test_pictures_shrink_until_they_fit(self):
        random = np.random.default_rng(0)
        plane, labels = random.integers(0, 255, (256, 256)), random.integers(0, 2, (256, 256))
        card.failures_png({"a": plane}, {"a": labels}, {"a": 1 - labels}, self.file, limit=20_000)
        self.assertLessEqual(self.file.stat().st_size, 20_000)

    def test_partners_share_at_least_half_of_their_union(self):
        truth, found = np.zeros((4, 8), int), np.zeros((4, 8), int)
        truth[:, :4], truth[:, 4:] = 1, 2
        found[:, :2], found[:2, 4:] = 5, 7
        found[3, 4:] = 9
        self.assertEqual(card.match(truth, found)[2], {1: 5, 2: 7})


if __name__ == "__main__":
    unittest.main()
