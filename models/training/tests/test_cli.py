import contextlib
import io
import pathlib
import tempfile
import unittest

import numpy as np

import drawn
from scopeside_train import cli


class CommandLine(unittest.TestCase):
    def setUp(self):
        self.scratch = tempfile.TemporaryDirectory()
        self.addCleanup(self.scratch.cleanup)
        self.folder = drawn.write(pathlib.Path(self.scratch.name) / "data", count=5)
        self.work = pathlib.Path(self.scratch.name) / "work"
        self.data = ["--images", str(self.folder / "images"), "--labels", str(self.folder / "labels"),
                     "--out", str(self.folder / "out"), "--work", str(self.work)]

    def run_it(self, *words):
        said = io.StringIO()
        with contextlib.redirect_stderr(said), contextlib.redirect_stdout(said):
            status = cli.main(list(words))
        return status, said.getvalue()

    def refused(self, *words, says):
        status, said = self.run_it(*words)
        self.assertEqual(status, 2, said)
        self.assertIn(says, said)
        self.assertFalse(self.work.exists(), "something was trained")

    def test_recipes_are_listed(self):
        status, said = self.run_it("--list")
        self.assertEqual(status, 0)
        for name in ("nuclei-star", "nuclei-flow", "nuclei-unet3", "nuclei-distance", "cells-flow"):
            self.assertIn(name, said)

    def test_what_is_missing_is_said(self):
        self.refused(says="say what to train")
        self.refused("nuclei-star", *self.data[4:], says="no images")
        self.refused("nuclei-stars", *self.data, says="there is no recipe nuclei-stars")
        self.refused("nuclei-star", *self.data[:2], says="--images and --labels belong together")
        self.refused("nuclei-star", *self.data, "--steps", "0", says="--steps 0: at least 1")
        self.refused("nuclei-star", *self.data, "--val-images", "x", says="--val-images and --val-labels")

    def test_bad_images_end_before_any_training(self):
        _, labels = drawn.discs()
        drawn.save(self.folder / "labels" / "03.png", ((labels > 0) * 255).astype(np.uint8))
        self.refused("nuclei-star", *self.data, says="03.png is a mask")

    def test_one_image_is_not_enough(self):
        for number in range(1, 5):
            for kind in ("images", "labels"):
                (self.folder / kind / f"{number:02}.png").unlink()
        self.refused("nuclei-star", *self.data, says="holds one image")

    def test_channels_need_their_roles(self):
        images = str(self.folder / "images")
        self.refused("cells-flow", *self.data, says="the model takes cell, nucleus; write --images cell=")
        self.refused("cells-flow", "--images", f"cell={images}", *self.data[2:], says="gives no nucleus")
        self.refused("nuclei-star", "--images", f"cell={images}", *self.data[2:], says="takes nucleus, no cell")

    def test_a_folder_that_is_none_is_named(self):
        self.refused("nuclei-star", "--images", "nowhere", *self.data[2:], says="nowhere is no folder")

    def test_a_package_is_not_overwritten(self):
        out = self.folder / "out"
        out.mkdir()
        (out / "model.yaml").write_text("id: mine\n", encoding="utf-8")
        self.refused("nuclei-star", *self.data, says="holds a package already")


if __name__ == "__main__":
    unittest.main()
