"""Networks in 8 bits for ONNX Runtime's processor kernels.

Post-training static quantisation (Jacob et al. 2018, CVPR; Nagel et al. 2021, arXiv:2106.08295) of an
ONNX file, in its QDQ form: every tensor between two quantised operators passes QuantizeLinear and
DequantizeLinear, which ONNX Runtime merges into 8-bit operators.

    small = to_int8(weights, batches)               # batches: normalised images [n, c, h, w]

Activations are uint8 with one scale and zero point a tensor, weights int8 with one scale an output
channel and no zero point, biases int32. Convolutions of the image itself stay in single precision,
which costs no time; so may the last ones. Several ways to choose ranges are tried; the one with the smallest error of the
outputs on the calibration images is kept.
"""
import dataclasses

import numpy as np
import torch

from .onnx_export import affine, fold, kernel_of, set_kernel
from .onnx_graph import Graph, Node, PackageError, tensor

# Quantised when what they read is: ONNX Runtime has 8-bit kernels for these.
OPERATORS = {"Conv", "MaxPool", "Resize", "Add", "Concat", "Relu"}
# Their output has the scale of their input: they move numbers and change none.
MOVERS = {"MaxPool", "Resize"}
# How the range of an activation is found: a share of its values on each side that may be cut off,
# or the range with the least squared error.
RANGES = {"min-max": 0.0, "99.999 %": 1e-5, "99.99 %": 1e-4, "99.9 %": 1e-3, "least squares": None}
SAMPLES = 1 << 18
# Keeps the sum of two products of uint8 and int8 within int16, where processors without VNNI
# (AVX2, AVX-512 before 2019) add them in 16 bits and cut off what is more: 2 * 255 * 64 < 2^15.
SEVEN_BITS = 63


@dataclasses.dataclass
class Quantised:
    """A quantised network and how it was chosen.

    :ivar weights: bytes of the ONNX file
    :ivar ranges: name of the way ranges were found, of RANGES
    :ivar errors: error of every way tried: root of the mean squared difference of the outputs from
        single precision, over their standard deviation, mean over the outputs
    :ivar outputs: that error by output, of the one chosen
    """

    weights: bytes = dataclasses.field(repr=False)
    ranges: str
    errors: dict
    outputs: dict

    def __str__(self):
        errors = ", ".join(f"{name} {100 * error:.1f} %" for name, error in self.outputs.items())
        return f"ranges by {self.ranges}; error on calibration images {errors}"


@dataclasses.dataclass
class Unit:
    """A quantised operator, with the Relu that follows it, if any; `output` is the last one's."""

    node: Node
    output: str


def to_int8(weights, batches, **options):
    """The bytes of the quantised file; see quantise."""
    return quantise(weights, batches, **options).weights


def quantise(weights, batches, largest_weight=SEVEN_BITS, float_inputs=True, float_outputs=False,
             ranges=tuple(RANGES), correct_bias=True):
    """Quantises a single precision ONNX file.

    :param weights: its bytes
    :param batches: calibration images, an iterator of arrays or tensors [n, c, h, w], normalised as
        the network takes them; some 16 of 256x256 are enough, all are held in memory
    :param largest_weight: 63 keeps processors without VNNI exact, 127 uses all 8 bits
    :param float_inputs: whether convolutions of the image stay in single precision
    :param float_outputs: whether the last convolutions do: somewhat closer, a third slower where they
        have many channels
    :param ranges: ways to find ranges that are tried, of RANGES
    :param correct_bias: whether each bias makes up for the mean error of its channel (Nagel et al.
        2019, ICCV)
    :raises PackageError: where there are no images or the network has an operator not known here
    """
    graph = prepare(weights)
    images = [torch.as_tensor(np.asarray(batch), dtype=torch.float32) for batch in batches]
    if not images:
        raise PackageError("no images to calibrate with")
    units = choose_units(graph, float_inputs, float_outputs)
    if not units:
        raise PackageError("the network has no operator that can be quantised")
    statistics, expected = observe(graph, units, images)
    best, errors = None, {}
    for name in ranges:
        trial = Trial(graph, units, statistics.ranges(name), largest_weight)
        found = trial.simulate(images, statistics.means if correct_bias else None)
        outputs = {key: relative_error(found[key], expected[key]) for key in expected}
        errors[name] = float(np.mean(list(outputs.values())))
        if best is None or errors[name] < errors[best[0]]:
            best = name, trial, outputs
    name, trial, outputs = best
    return Quantised(trial.graph().bytes(), name, errors, outputs)


def relative_error(found, expected):
    difference = torch.cat([(a - b).flatten() for a, b in zip(found, expected)])
    spread = torch.cat([b.flatten() for b in expected]).std()
    return float(difference.square().mean().sqrt() / spread.clamp(min=1e-9))


def prepare(weights):
    """The graph with batch norms folded; those that cannot be become convolutions of single pixels,
    one a channel, which are quantised like others, without any error of their weights."""
    graph = Graph.parse(weights)
    fold(graph)
    for node in graph.nodes:
        if node.op == "BatchNormalization":
            scale, shift = affine(graph, node)
            node.op, node.attributes = "Conv", {
                "group": len(scale), "kernel_shape": [1, 1], "pads": [0] * 4, "strides": [1, 1]}
            set_kernel(graph, node, scale[:, None, None, None], shift)
        elif node.op == "Conv":
            set_kernel(graph, node, *kernel_of(graph, node))
    return graph


def choose_units(graph, float_inputs, float_outputs):
    """What is quantised: what lies between the image's convolutions and the outputs'."""
    near_image = graph_front(graph) if float_inputs else set()
    near_output = graph_back(graph) if float_outputs else set()
    units, fused, quantised = [], set(), set()
    for node in graph.nodes:
        if id(node) in fused or not quantisable(graph, node, quantised):
            continue
        if id(node) in near_image or id(node) in near_output:
            continue
        after = graph.only_consumer(node.output)
        relu = after if after is not None and after.op == "Relu" and node.op in ("Conv", "Add") else None
        if relu is not None:
            fused.add(id(relu))
        output = relu.output if relu is not None else node.output
        quantised.add(output)
        units.append(Unit(node, output))
    return units


def quantisable(graph, node, quantised):
    """Whether there is an 8-bit kernel, and it pays: operators that move numbers or add them are
    quantised where something they read is already."""
    if node.op == "Conv":
        return True
    if node.op not in OPERATORS or (node.op == "Resize" and node.attributes["mode"] != b"nearest"):
        return False
    read = node.inputs[:1] if node.op in MOVERS else node.inputs
    return not any(n in graph.constants for n in read) and any(n in quantised for n in read)


def graph_front(graph):
    """Convolutions that read the image itself."""
    return {id(node) for node in graph.consumers(graph.image) if node.op == "Conv"}


def graph_back(graph):
    """Last convolutions before the outputs, of outputs that are images."""
    found = set()
    for name, shape in graph.outputs.items():
        node = graph.producer(name)
        while len(shape) == 4 and node is not None and node.op != "Conv":
            node = graph.producer(node.inputs[0])
        if node is not None and node.op == "Conv":
            found.add(id(node))
    return found


def activations(unit):
    """Names of the tensors a unit reads that are no constants."""
    return unit.node.inputs[:1] if unit.node.op in MOVERS | {"Conv", "Relu"} else unit.node.inputs


def scale_owners(graph, units):
    """For each quantised tensor the tensor whose scale and zero point it has."""
    owner = {}
    for unit in units:
        for name in activations(unit):
            owner.setdefault(name, name)
        owner[unit.output] = owner[unit.node.inputs[0]] if unit.node.op in MOVERS else unit.output
    return owner


class Statistics:
    """What was seen on the calibration images: values by tensor, means by channel of convolutions."""

    def __init__(self):
        self.values, self.limits, self.means = {}, {}, {}

    def watch(self, name, parts):
        values = torch.cat([part.flatten() for part in parts])
        self.limits[name] = float(values.min()), float(values.max())
        if len(values) > SAMPLES:
            chosen = torch.randint(len(values), (SAMPLES,), generator=torch.Generator().manual_seed(0))
            values = values[chosen]
        self.values[name] = values

    def ranges(self, name):
        """(lowest, highest) by tensor, 0 included, found in that way."""
        return {key: self.range(key, RANGES[name]) for key in self.values}

    def range(self, key, cut):
        low, high = self.limits[key]
        values = self.values[key]
        if cut is None:
            return least_squares(values, low, high)
        if cut:
            # Of the values that are not 0: how many zeros a Relu leaves tells nothing of the others.
            values = values[values != 0].numpy()
            if len(values):
                below, above = np.quantile(values, (cut, 1 - cut))
                low, high = max(low, float(below)), min(high, float(above))
        return min(low, 0.0), max(high, 0.0)


def least_squares(values, low, high):
    """The range of least squared error, both ends shrunk alike."""
    best = None
    for share in np.linspace(0.3, 1.0, 29):
        ends = min(low, 0.0) * share, max(high, 0.0) * share
        error = float((rounded(values, *scale_and_zero(*ends)) - values).square().mean())
        if best is None or error < best[0]:
            best = error, ends
    return best[1]


def scale_and_zero(low, high):
    """Scale and zero point of uint8 for a range that includes 0, which is met exactly."""
    scale = np.float32(max((high - low) / 255, 1e-8))
    return scale, int(np.clip(np.rint(-low / scale), 0, 255))


def rounded(values, scale, zero):
    """Values after QuantizeLinear and DequantizeLinear."""
    return ((values / float(scale)).round() + zero).clamp(0, 255).sub(zero).mul(float(scale))


def observe(graph, units, images):
    """Runs the graph in single precision; gives Statistics and the outputs by name, one an image."""
    statistics, owner = Statistics(), scale_owners(graph, units)
    convolutions = {unit.node.output for unit in units if unit.node.op == "Conv"}

    def after(node, parts):
        if owner.get(node.output) == node.output:
            statistics.watch(node.output, parts)
        if node.output in convolutions:
            statistics.means[node.output] = channel_means(parts)
        return parts

    if graph.image in owner:
        statistics.watch(graph.image, images)
    return statistics, graph.walk(images, after)


def channel_means(parts):
    return torch.stack([part.mean(dim=(0, 2, 3)) for part in parts]).mean(dim=0)


class Trial:
    """A quantisation with given ranges: can be simulated, and written."""

    def __init__(self, graph, units, ranges, largest_weight):
        self.source, self.units = graph, {id(unit.node): unit for unit in units}
        self.owner = scale_owners(graph, units)
        self.steps = {name: scale_and_zero(*ends) for name, ends in ranges.items()}
        self.kernels = {unit.node.output: self.quantised_kernel(unit.node, largest_weight)
                        for unit in units if unit.node.op == "Conv"}
        self.biases = {unit.node.output: graph.constants[unit.node.inputs[2]].astype(np.float64)
                       for unit in units if unit.node.op == "Conv"}

    def step(self, name):
        """Scale and zero point of a quantised tensor."""
        return self.steps[self.owner[name]]

    def quantised_kernel(self, conv, largest):
        """int8 weights and their scale by output channel, of least squared error."""
        kernel, bias = (self.source.constants[name].astype(np.float64) for name in conv.inputs[1:3])
        rows = kernel.reshape(len(kernel), -1)
        peak = np.abs(rows).max(axis=1)
        # The bias is int32 in units of the weight's scale times the input's; it must fit.
        least = np.maximum(np.abs(bias) / (float(self.step(conv.inputs[0])[0]) * 2.0**28), 1e-12)
        best, error = None, None
        for share in np.linspace(0.7, 1.0, 16) if rows.shape[1] > 1 else [1.0]:
            scale = np.maximum(peak * share / largest, least).astype(np.float32)
            whole = np.clip(np.rint(rows / scale[:, None]), -largest, largest)
            off = np.square(whole * scale[:, None] - rows).sum(axis=1)
            if best is None:
                best, error = scale, off
            best, error = np.where(off <= error, scale, best), np.minimum(off, error)
        whole = np.clip(np.rint(rows / best[:, None]), -largest, largest)
        return whole.reshape(kernel.shape).astype(np.int8), best

    def bias_step(self, conv):
        return self.step(conv.inputs[0])[0] * self.kernels[conv.output][1]

    def whole_bias(self, conv):
        """The bias as int32."""
        limit = 2**31 - 1
        return np.clip(np.rint(self.biases[conv.output] / self.bias_step(conv)), -limit, limit).astype(np.int32)

    def simulate(self, images, means=None):
        """What the quantised network gives, by output; corrects biases where true means are given."""
        constants = self.source.tensors()
        for unit in self.units.values():
            if unit.node.op == "Conv":
                whole, scale = self.kernels[unit.node.output]
                constants[unit.node.inputs[1]] = tensor(
                    whole.astype(np.float32) * scale[:, None, None, None])

        def after(node, parts):
            unit = self.units.get(id(node))
            if unit is not None and node.op == "Conv" and means is not None:
                shift = means[node.output] - channel_means(parts)
                self.biases[node.output] = self.biases[node.output] + shift.double().numpy()
                parts = [part + shift[:, None, None] for part in parts]
            if node.output in self.owner:
                parts = [rounded(part, *self.step(node.output)) for part in parts]
            return parts

        first = [rounded(image, *self.step(self.source.image)) for image in images] \
            if self.source.image in self.owner else images
        return self.source.walk(first, after, constants)

    def graph(self):
        """The graph with QuantizeLinear after what is quantised and DequantizeLinear before its readers."""
        source = self.source
        out = Graph([], dict(source.constants), source.image, source.shape, source.outputs, source.opset)
        for owner, (scale, zero) in self.steps.items():
            out.constants[owner + ".scale"] = np.float32(scale)
            out.constants[owner + ".zero"] = np.uint8(zero)
        if source.image in self.owner:
            self.add_quantise(out, source.image, source.image)
        for node in source.nodes:
            inputs = self.add_dequantised(out, node)
            if id(node) in self.units and node.op == "Conv":
                inputs[1:] = self.add_kernel(out, node)
            output = node.output
            if output in source.outputs and output in self.owner:
                output += ".exact"
            out.nodes.append(Node(node.op, inputs, output, node.attributes))
            if node.output in self.owner:
                self.add_quantise(out, output, node.output)
                if node.output in source.outputs:
                    out.nodes.append(self.dequantise_node(node.output, node.output))
        return out

    def add_quantise(self, out, given, name):
        owner = self.owner[name]
        out.nodes.append(Node(
            "QuantizeLinear", [given, owner + ".scale", owner + ".zero"], name + ".whole"))

    def dequantise_node(self, name, output):
        owner = self.owner[name]
        return Node("DequantizeLinear", [name + ".whole", owner + ".scale", owner + ".zero"], output)

    def add_dequantised(self, out, node):
        """Inputs of a node; those that are quantised get a DequantizeLinear of this node's own."""
        inputs = list(node.inputs)
        for i, name in enumerate(inputs):
            if name in self.owner:
                inputs[i] = f"{node.output}.input{i}"
                out.nodes.append(self.dequantise_node(name, inputs[i]))
        return inputs

    def add_kernel(self, out, conv):
        (whole, scale), name = self.kernels[conv.output], conv.output
        values = {"weight": (whole, scale, np.zeros(len(scale), np.int8)),
                  "bias": (self.whole_bias(conv), self.bias_step(conv).astype(np.float32),
                           np.zeros(len(scale), np.int32))}
        for part, arrays in values.items():
            names = [f"{name}.{part}.{kind}" for kind in ("whole", "scale", "zero")]
            out.constants.update(zip(names, arrays))
            out.nodes.append(Node("DequantizeLinear", names, f"{name}.{part}.real", {"axis": 0}))
        return [f"{name}.weight.real", f"{name}.bias.real"]
