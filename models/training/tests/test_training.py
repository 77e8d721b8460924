import dataclasses
import pathlib
import tempfile
import unittest
from types import SimpleNamespace

import numpy as np
import torch

import drawn
from scopeside_train import augment, images, selection, targets, training
from scopeside_train.networks import StarNetwork
from scopeside_train.recipes import RECIPES

torch.set_num_threads(1)


def small(name, **changes):
    recipe = RECIPES[name]
    sizes = {"widths": (4, 4, 8, 8)} if recipe.decoder == "flows" else {"widths": (8, 8, 16, 16)}
    return dataclasses.replace(recipe, sizes=sizes, crop=64, batch=2, steps=4, evaluate_every=2, simulated=0,
                               **changes)


class Runs(unittest.TestCase):
    def setUp(self):
        self.scratch = tempfile.TemporaryDirectory()
        self.addCleanup(self.scratch.cleanup)
        folder = drawn.write(self.scratch.name, channels=("images", "more"))
        self.samples = images.read_folder([folder / "images"], folder / "labels", "test")
        self.double = images.read_folder([folder / "images", folder / "more"], folder / "labels", "test")

    def training(self, recipe, work, **more):
        samples = self.double if len(recipe.channels) == 2 else self.samples
        return training.Training(recipe, samples[:4], samples[4:], pathlib.Path(self.scratch.name) / work,
                                 device="cpu", report=lambda text: None, **more)

    def test_every_recipe_takes_steps_and_is_scored(self):
        for name in RECIPES:
            with self.subTest(name):
                run = self.training(small(name), name)
                run.run()
                self.assertEqual([row["step"] for row in run.history], [2, 4])
                self.assertTrue(all(np.isfinite(row["val_loss"]) for row in run.history))
                self.assertTrue(run.best_file.exists() and run.checkpoint.exists())

    def test_the_same_seed_gives_the_same_network(self):
        first, second, other = (self.training(small("nuclei-star"), f"run{i}", seed=max(0, i - 1)) for i in range(3))
        for run in (first, second, other):
            run.run()
        a, b, c = (torch.cat([v.flatten() for v in run.network.parameters()]) for run in (first, second, other))
        self.assertTrue(torch.equal(a, b))
        self.assertFalse(torch.equal(a, c))

    def test_a_run_resumed_ends_as_one_that_was_not_interrupted(self):
        whole = self.training(small("nuclei-star"), "whole")
        whole.run()
        half = self.training(small("nuclei-star"), "half")

        class Stop(Exception):
            pass

        def stop(step, *_):
            if step == 3:
                raise Stop

        with self.assertRaises(Stop):
            half.run(stop)
        resumed = self.training(small("nuclei-star"), "half")
        self.assertTrue(resumed.resume())
        self.assertEqual(resumed.step, 2)
        resumed.run()
        for a, b in zip(whole.network.state_dict().values(), resumed.network.state_dict().values()):
            self.assertTrue(torch.equal(a, b))

    def test_a_loss_falls_on_discs(self):
        run = self.training(dataclasses.replace(small("nuclei-unet3"), steps=40, evaluate_every=20), "falls")
        run.run()
        self.assertLess(run.history[1]["loss"], run.history[0]["loss"])

    def test_training_ends_early_without_a_better_score(self):
        run = self.training(dataclasses.replace(small("nuclei-star"), steps=40, evaluate_every=1, patience=3), "early")
        run.best = 2.0
        run.run()
        self.assertEqual(run.step, 4)

    def test_simulated_fields_have_their_share(self):
        drawn_ = [dataclasses.replace(s, source=images.SIMULATED) for s in self.samples[:2]]
        weights = training.weights_of([training.Prepared(s, (1, 99.8), False) for s in self.samples + drawn_], 0.25)
        self.assertAlmostEqual(weights[-2:].sum(), 0.25)
        self.assertAlmostEqual(weights.sum(), 1)


class Selection(unittest.TestCase):
    def test_outlines_that_are_short_are_moved_out_for_good(self):
        """A network that draws every disc 0.8 pixels short, and is told so by validation images."""
        class Short(StarNetwork):
            def raw(self, image):
                return {"prob": image[:, :1, ::2, ::2] * 20 - 10,
                        "dist": image[:, 1:, ::2, ::2] + self.UNIT * self.dist.bias[:1, None, None]}

        network = Short(channels=33, widths=(8, 8))
        torch.nn.init.constant_(network.dist.bias, -0.8 / network.UNIT)
        samples = []
        for seed in range(8):
            _, labels = drawn.discs(96, count=8, radius=8, seed=seed)
            depth = targets.relative_depth(labels, targets.border_distance(labels))
            image = np.concatenate([depth[None], targets.star_distances(labels, 1)])
            samples.append(SimpleNamespace(image=image.astype(np.float32), labels=labels, objects=labels.max()))
        parameters, scores = selection.choose(network, RECIPES["nuclei-star"], samples, report=lambda text: None)
        self.assertNotIn("outline", parameters)
        self.assertGreater(scores.mean_f1, 0.98)
        self.assertAlmostEqual(float(network.dist.bias[0].detach()) * network.UNIT, 0, delta=0.45)


class Crops(unittest.TestCase):
    def test_image_and_labels_and_flows_change_alike(self):
        """Crops of a picture of its own labels show the labels of the crop, and flows lead to the objects."""
        _, labels = drawn.discs(96, count=8, radius=8)
        sample = images.Sample("a", (labels > 0)[None].astype(np.float32), labels, "test")
        prepared = training.Prepared(sample, (0, 100), True)
        for rotation in ("right-angles", "any"):
            plain = augment.Augmentation(rotation=rotation, gamma=0, gain=0, blur=0, noise=0, light=0, objects=0,
                                         background=0)
            for seed in range(12):
                image, found, flows = augment.crop(prepared, 64, plain, np.random.default_rng(seed))
                self.assertEqual(image.shape, (1, 64, 64))
                self.assertGreater(((image[0] > 0.5) == (found > 0)).mean(), 0.97, (rotation, seed))
                self.assertEqual(len(np.unique(found)), found.max() + 1)
                self.assertGreater(agreement(found, flows), 0.9, (rotation, seed))


def agreement(labels, flows):
    """Mean cosine between flows and the direction to the centre, of objects wholly in the crop."""
    values = []
    y, x = np.indices(labels.shape)
    edge = set(np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]]).tolist())
    for number in set(range(1, labels.max() + 1)) - edge:
        inside = labels == number
        to = np.stack([y[inside].mean() - y[inside], x[inside].mean() - x[inside]])
        far = np.sqrt((to**2).sum(axis=0)) > 2
        if far.sum() > 20:
            to = to[:, far] / np.sqrt((to[:, far] ** 2).sum(axis=0))
            values.append((to * flows[:, inside][:, far]).sum(axis=0).mean())
    return np.mean(values) if values else 1.0


if __name__ == "__main__":
    unittest.main()
