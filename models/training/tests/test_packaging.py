import hashlib
import pathlib
import tempfile
import unittest
import zipfile

import numpy as np
import torch
import yaml

from scopeside_train import onnx_export, packaging, quantise
from scopeside_train.networks import NETWORKS, FlowNetwork, StarNetwork
from scopeside_train.onnx_graph import Graph, PackageError

torch.set_num_threads(1)
WIDTHS = {"widths": (8, 8, 16, 16)}


def images(count=3, side=64, channels=1, seed=0):
    random = np.random.default_rng(seed)
    y, x = np.mgrid[:side, :side]
    found = []
    for _ in range(count):
        plane = random.normal(0.1, 0.03, (channels, side, side))
        for _ in range(6):
            cy, cx, radius = random.uniform(0, side), random.uniform(0, side), random.uniform(3, 9)
            plane += random.uniform(0.3, 1) * ((y - cy) ** 2 + (x - cx) ** 2 < radius**2)
        found.append(plane[None].astype(np.float32))
    return found


def settled(kind, channels=1, **sizes):
    """A network with random weights and the batch norm statistics that go with them."""
    torch.manual_seed(1)
    network = kind(channels, **{**WIDTHS, **sizes})
    for module in network.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            module.momentum = None
            torch.nn.init.uniform_(module.weight, 0.5, 1.5)
    network.train()
    with torch.no_grad():
        for image in images(channels=channels):
            network(torch.from_numpy(image))
    return network.eval()


class Exports(unittest.TestCase):
    def test_every_network_is_the_same_as_a_file_with_norms_folded(self):
        for kind in NETWORKS.values():
            with self.subTest(kind.__name__):
                network = settled(kind, channels=2)
                graph = Graph.parse(onnx_export.export(network, network.outputs, network.step, 2))
                image = torch.rand(1, 2, 80, 96)
                with torch.no_grad():
                    expected = network(image)
                for name, value in graph.run(image).items():
                    np.testing.assert_allclose(value, expected[name], atol=1e-4, rtol=1e-4)
                norms = sum(node.op == "BatchNormalization" for node in graph.nodes)
                self.assertTrue(norms == 0 or kind is FlowNetwork)

    def test_the_network_is_left_as_it_is(self):
        network = settled(StarNetwork).train()
        before = {name: value.clone() for name, value in network.state_dict().items()}
        onnx_export.export(network, network.outputs, network.step, 1)
        self.assertTrue(network.training)
        self.assertTrue(all(torch.equal(before[name], value) for name, value in network.state_dict().items()))

    def test_half_precision_keeps_single_precision_at_its_ends(self):
        for kind in NETWORKS.values():
            with self.subTest(kind.__name__):
                network = settled(kind)
                whole = onnx_export.export(network, network.outputs, network.step, 1)
                half = onnx_export.to_fp16(whole)
                self.assertLess(len(half), 0.75 * len(whole))
                graph = Graph.parse(half)
                types = onnx_export.element_types(half)
                self.assertTrue(all(types[name] == 1 for name in (graph.image, *graph.outputs)))
                convolutions = [node for node in graph.nodes if node.op == "Conv"]
                self.assertTrue(all(types[node.output] == 10 for node in convolutions))
                sizes = [graph.constants[name] for node in graph.nodes if node.op == "Resize"
                         for name in node.inputs[1:] if name in graph.constants]
                self.assertTrue(all(value.dtype != np.float16 for value in sizes))

    def test_half_precision_clamps_weights_and_loses_no_variance(self):
        network = settled(FlowNetwork)
        norm = next(m for m in network.modules() if isinstance(m, torch.nn.BatchNorm2d))
        norm.running_var.fill_(1e-9)
        with torch.no_grad():
            network.output[2].weight[0, 0] = 1e6
        half = Graph.parse(onnx_export.to_fp16(onnx_export.export(network, network.outputs, network.step, 1)))
        values = [value for value in half.constants.values() if value.dtype == np.float16]
        self.assertTrue(all(np.isfinite(value).all() for value in values))
        variances = [half.constants[node.inputs[4]] for node in half.nodes if node.op == "BatchNormalization"]
        self.assertTrue(variances and all((value == 1).all() for value in variances))

    def test_outputs_that_are_not_there_are_refused(self):
        network = settled(StarNetwork)
        with self.assertRaisesRegex(Exception, "nothing"):
            onnx_export.export(network, ("prob", "nothing"), network.step, 1)


class Quantises(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.network = settled(StarNetwork)
        cls.weights = onnx_export.export(cls.network, cls.network.outputs, cls.network.step, 1)
        cls.calibration = images(4)

    def test_the_file_gives_what_was_simulated(self):
        found = quantise.quantise(self.weights, self.calibration)
        graph, whole = Graph.parse(found.weights), Graph.parse(self.weights)
        differences = {name: [] for name in whole.outputs}
        for image in map(torch.from_numpy, self.calibration):
            for name, value in graph.run(image).items():
                differences[name].append((value, whole.run(image)[name]))
        for name, pairs in differences.items():
            error = quantise.relative_error(*zip(*pairs))
            self.assertAlmostEqual(error, found.outputs[name], delta=0.02 * found.outputs[name] + 1e-3)

    def test_it_chooses_the_ranges_with_the_smallest_error(self):
        found = quantise.quantise(self.weights, self.calibration)
        self.assertEqual(set(found.errors), set(quantise.RANGES))
        self.assertEqual(found.errors[found.ranges], min(found.errors.values()))
        self.assertLess(len(found.weights), 0.8 * len(self.weights))

    def test_weights_keep_to_seven_bits_and_whole_numbers_lie_in_the_file(self):
        graph = Graph.parse(quantise.to_int8(self.weights, self.calibration))
        kernels = [v for n, v in graph.constants.items() if n.endswith(".weight.whole")]
        self.assertTrue(kernels and all(k.dtype == np.int8 and np.abs(k).max() <= 63 for k in kernels))
        self.assertTrue(all(np.abs(k).max() > 40 for k in kernels))

    def test_nothing_between_the_first_convolution_and_the_outputs_is_computed_in_floats(self):
        graph = Graph.parse(quantise.to_int8(self.weights, self.calibration))
        for node in graph.nodes:
            if node.op in ("MaxPool", "Resize", "Add"):
                given = [n for n in node.inputs if n not in graph.constants and n]
                self.assertTrue(all(graph.producer(name).op == "DequantizeLinear" for name in given), node)
                self.assertTrue(all(n.op == "QuantizeLinear" for n in graph.consumers(node.output)), node)

    def test_correcting_biases_helps(self):
        plain = quantise.quantise(self.weights, self.calibration, ranges=["least squares"], correct_bias=False)
        better = quantise.quantise(self.weights, self.calibration, ranges=["least squares"])
        self.assertLess(better.errors["least squares"], plain.errors["least squares"])

    def test_flows_are_quantised_with_their_norms(self):
        network = settled(FlowNetwork)
        weights = onnx_export.export(network, network.outputs, network.step, 1)
        graph = Graph.parse(quantise.to_int8(weights, self.calibration))
        self.assertNotIn("BatchNormalization", {node.op for node in graph.nodes})
        self.assertTrue(all(torch.isfinite(v).all() for v in graph.run(torch.rand(1, 1, 64, 64)).values()))

    def test_without_images_it_says_so(self):
        with self.assertRaisesRegex(PackageError, "no images"):
            quantise.to_int8(self.weights, [])


class Packages(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name) / "package"
        self.network = settled(StarNetwork)

    def write(self, **more):
        about = packaging.About(
            name="Drawn discs", version="2", description="Discs.", licence="CC0-1.0", authors=["A. Biologist"],
            cite=[("Somebody 2020", "10.1/2")], objects="Nuclei", identifier="drawn-discs", tags=("nuclei",))
        variants = packaging.export_variants(self.network, 1, images(2), ranges=["99.99 %"])
        decoder = packaging.Decoder.of(self.network, {"prob_thresh": 0.4, "rays": 32, "grid": 2})
        return packaging.write_package(
            self.folder, about, self.network, {"channels": 1, **WIDTHS}, decoder, ("nucleus",), (1, 99.8),
            variants, scale={"object_diameter_px": 20.0}, **more)

    def test_a_package_tells_what_training_on_needs(self):
        self.write()
        found = packaging.read_package(self.folder)
        self.assertEqual((found.reference, found.channels, found.percentiles), ("drawn-discs@2", ("nucleus",), (1.0, 99.8)))
        self.assertEqual(found.decoder.parameters["prob_thresh"], 0.4)
        self.assertEqual((found.scale, found.objects, found.licence), ({"object_diameter_px": 20.0}, "Nuclei", "CC0-1.0"))
        image = torch.rand(1, 1, 64, 64)
        with torch.no_grad():
            self.assertTrue(torch.equal(found.build()(image)["dist"], self.network(image)["dist"]))

    def test_a_zip_is_read_as_its_folder(self):
        self.write()
        file = self.folder.with_suffix(".zip")
        with zipfile.ZipFile(file, "w") as archive:
            for one in self.folder.iterdir():
                archive.write(one, "drawn-discs/" + one.name)
        self.assertEqual(packaging.read_package(file).reference, "drawn-discs@2")

    def test_every_file_that_the_description_names_is_there_with_its_hash(self):
        self.write(files={"README.md": "# Card\n"})
        fields = yaml.safe_load((self.folder / "model.yaml").read_text(encoding="utf-8"))
        named = [*fields["weights"].values(), *fields["config"]["scopeside"]["variants"].values(),
                 *(t["test_tensor"] for t in fields["inputs"] + fields["outputs"])]
        self.assertEqual(len(named), 7)
        for one in named:
            content = (self.folder / one["source"]).read_bytes()
            self.assertEqual(hashlib.sha256(content).hexdigest(), one["sha256"])
        self.assertEqual((self.folder / "README.md").read_text(), "# Card\n")

    def test_what_fails_leaves_nothing_behind(self):
        with self.assertRaisesRegex(PackageError, "at most 1,000 are wanted"):
            self.write(limit=1000)
        self.assertEqual(list(self.folder.parent.iterdir()), [])
        self.write()
        with self.assertRaisesRegex(PackageError, "is not empty"):
            self.write()

    def test_damaged_and_foreign_packages_are_refused(self):
        self.write()
        weights = self.folder / "weights.pt"
        content = weights.read_bytes()
        weights.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
        with self.assertRaisesRegex(PackageError, "SHA-256"):
            packaging.read_package(self.folder)
        weights.unlink()
        with self.assertRaisesRegex(PackageError, "lacks weights.pt"):
            packaging.read_package(self.folder)
        description = self.folder / "model.yaml"
        text = description.read_text(encoding="utf-8")
        description.write_text(text.replace("scopeside_train.networks", "os"), encoding="utf-8")
        with self.assertRaisesRegex(PackageError, "was not trained here"):
            packaging.read_package(self.folder)
        description.unlink()
        with self.assertRaisesRegex(PackageError, "holds no model.yaml"):
            packaging.read_package(self.folder)

    def test_files_outside_of_the_package_are_not_read(self):
        self.write()
        (self.folder / "weights.pt").rename(self.folder.parent / "weights.pt")
        description = self.folder / "model.yaml"
        text = description.read_text(encoding="utf-8")
        description.write_text(text.replace("weights.pt", "../weights.pt"), encoding="utf-8")
        with self.assertRaisesRegex(PackageError, "lacks"):
            packaging.read_package(self.folder)


if __name__ == "__main__":
    unittest.main()
