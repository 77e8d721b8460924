"""Trained networks as ONNX, in single and in half precision."""
import copy
import inspect
import io
import warnings

import numpy as np
import onnx
import torch
from onnx import TensorProto

from .onnx_graph import Graph, Node, PackageError

OPSET = 13
# Between a network and its file, relative to the largest output: rounding of folded batch norms.
TOLERANCE = 1e-4
HALF_MAX = 65504.0
# Computed in half precision; others (sigmoids, means, norms of style vectors) stay in single.
HALF = {"Conv", "BatchNormalization", "Relu", "LeakyRelu", "MaxPool", "Resize", "Add", "Sub", "Mul",
        "Concat", "Transpose"}


class Tuple(torch.nn.Module):
    """A network whose outputs are a plain tuple: the exporter takes neither dictionaries nor records."""

    def __init__(self, network, names):
        super().__init__()
        self.network, self.names = network, names

    def forward(self, image):
        result = self.network(image)
        if isinstance(result, dict):
            return tuple(result[name] for name in self.names)
        return tuple(result) if isinstance(result, (tuple, list)) else (result,)


def export(network, outputs, step, channels):
    """The bytes of a single precision ONNX file (opset 13) whose batch, rows and columns are open.

    Batch norms are folded into the convolutions beside them. The result is compared with the
    network on another size than it was traced with.

    :param network: a module, [n, channels, h, w] float32 to a tuple (or dict) of tensors; it is
        left as it is, in training or not, on whatever device
    :param outputs: names of the outputs, in their order; the input's is `image`
    :param step: of the sides h and w, pixels
    :raises PackageError: if the file gives something else than the network
    """
    plain = Tuple(copy.deepcopy(network).cpu().float().eval(), list(outputs)).eval()
    with torch.no_grad():
        shapes = [result.dim() for result in plain(torch.zeros(1, channels, 2 * step, 2 * step))]
    if len(shapes) != len(outputs):
        raise PackageError(f"the network gives {len(shapes)} outputs, {len(outputs)} are named")
    graph = Graph.parse(trace(plain, outputs, shapes, step, channels))
    fold(graph)
    spell_out_softmax(graph)
    weights = graph.bytes()
    compare(plain, Graph.parse(weights), outputs, step, channels)
    return weights


def trace(plain, outputs, dimensions, step, channels):
    # An output may have fewer rows and columns than the image, so they have names of their own.
    axes = {name: {0: "n", 2: f"{name}_h", 3: f"{name}_w"} if count == 4 else {0: "n"}
            for name, count in zip(["image", *outputs], [4, *dimensions])}
    options = {}
    if "dynamo" in inspect.signature(torch.onnx.export).parameters:
        options["dynamo"] = False  # from torch 2.9 on the default is the other exporter
    out = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            plain, (torch.zeros(2, channels, 4 * step, 4 * step),), out, opset_version=OPSET,
            input_names=["image"], output_names=list(outputs), dynamic_axes=axes,
            do_constant_folding=True, **options)
    return out.getvalue()


def compare(plain, graph, outputs, step, channels):
    image = torch.rand(2, channels, 3 * step, 5 * step, generator=torch.Generator().manual_seed(1))
    with torch.no_grad():
        expected = plain(image)
    found = graph.run(image)
    for name, tensor in zip(outputs, expected):
        if found[name].shape != tensor.shape:
            raise PackageError(f"{name}: the file gives {tuple(found[name].shape)}, the network "
                               f"{tuple(tensor.shape)}, for an image of {tuple(image.shape)}")
        largest = float((found[name] - tensor).abs().max() / tensor.abs().max().clamp(min=1.0))
        if not largest <= TOLERANCE:
            raise PackageError(f"{name}: the file differs from the network by {largest:.2g}, "
                               f"relative to the largest value; at most {TOLERANCE:g} is accepted")


def fold(graph):
    """Folds batch norms into the only convolution before them, or into the only one after them, and
    constant factors into the convolution before them.

    A norm before a convolution is folded where there is no padding: padding is zero after the norm.
    """
    for node in list(graph.nodes):
        if node.op == "Mul":
            fold_factor(graph, node)
        if node.op != "BatchNormalization":
            continue
        before, after = graph.producer(node.inputs[0]), graph.only_consumer(node.output)
        if before is not None and before.op == "Conv" and graph.only_consumer(before.output):
            fold_after(graph, before, node)
        elif after is not None and after.op == "Conv" and foldable(after):
            fold_before(graph, node, after)


def fold_factor(graph, node):
    factors = [name for name in node.inputs if name in graph.constants]
    if len(factors) != 1 or graph.constants[factors[0]].size != 1:
        return
    before = graph.producer(next(name for name in node.inputs if name != factors[0]))
    if before is not None and before.op == "Conv" and graph.only_consumer(before.output):
        factor = float(graph.constants[factors[0]].reshape(()))
        kernel, bias = kernel_of(graph, before)
        set_kernel(graph, before, kernel * factor, bias * factor)
        replace(graph, node, before.output)


def spell_out_softmax(graph):
    """Replaces a softmax over channels by its parts: ONNX Runtime transposes planes twice for it, and
    takes several times as long."""
    for node in [node for node in graph.nodes if node.op == "Softmax" and node.attributes.get("axis") == 1]:
        at, (x,), y = graph.nodes.index(node), node.inputs, node.output
        graph.constants[y + ".axis"] = np.array([1], np.int64)
        graph.nodes[at:at + 1] = [
            Node("ReduceMax", [x], y + ".max", {"axes": [1], "keepdims": 1}),
            Node("Sub", [x, y + ".max"], y + ".shifted"),
            Node("Exp", [y + ".shifted"], y + ".exp"),
            Node("ReduceSum", [y + ".exp", y + ".axis"], y + ".sum", {"keepdims": 1}),
            Node("Div", [y + ".exp", y + ".sum"], y)]


def foldable(conv):
    return not any(conv.attributes.get("pads", [0])) and conv.attributes.get("group", 1) == 1


def affine(graph, norm):
    """A batch norm as scale and shift of each channel, in double precision."""
    weight, bias, mean, var = (graph.constants[n].astype(np.float64) for n in norm.inputs[1:])
    scale = weight / np.sqrt(var + norm.attributes.get("epsilon", 1e-5))
    return scale, bias - mean * scale


def kernel_of(graph, conv):
    """Weights and bias (zeros where there is none) of a convolution, in double precision."""
    kernel = graph.constants[conv.inputs[1]].astype(np.float64)
    if len(conv.inputs) > 2:
        return kernel, graph.constants[conv.inputs[2]].astype(np.float64)
    return kernel, np.zeros(len(kernel))


def set_kernel(graph, conv, kernel, bias):
    names = [conv.output + ".weight", conv.output + ".bias"]
    conv.inputs[1:] = names
    for name, value in zip(names, (kernel, bias)):
        graph.constants[name] = value.astype(np.float32)


def fold_after(graph, conv, norm):
    (scale, shift), (kernel, bias) = affine(graph, norm), kernel_of(graph, conv)
    set_kernel(graph, conv, kernel * scale[:, None, None, None], bias * scale + shift)
    replace(graph, norm, conv.output)


def fold_before(graph, norm, conv):
    (scale, shift), (kernel, bias) = affine(graph, norm), kernel_of(graph, conv)
    set_kernel(graph, conv, kernel * scale[None, :, None, None],
               bias + (kernel * shift[None, :, None, None]).sum(axis=(1, 2, 3)))
    replace(graph, norm, norm.inputs[0])


def replace(graph, node, by):
    """Takes a node out of the graph; whoever read it reads `by`, which takes an output's name over."""
    graph.nodes.remove(node)
    if node.output in graph.outputs:
        graph.producer(by).output = node.output
        by, old = node.output, by
    else:
        old = node.output
    for other in graph.nodes:
        other.inputs = [by if name == old else name for name in other.inputs]


def to_fp16(weights):
    """The same network with weights and computation in half precision; input and outputs stay float32.

    Weights are clamped to the range of half precision. Remaining batch norms become a scale and a
    shift, so that no variance is lost below its smallest number. Means, norms, linear layers of
    style vectors and the last activations stay in single precision.

    :param weights: bytes of a single precision ONNX file
    """
    graph = Graph.parse(weights)
    fold(graph)
    types = element_types(graph.bytes())
    half, casts, nodes = set(), {}, []

    def given(name, wanted):
        """Name of a tensor in the wanted precision; a cast or a converted constant is added once."""
        if types.get(name) != TensorProto.FLOAT or (name in half) == wanted:
            return name
        if (name, wanted) not in casts:
            casts[name, wanted] = name + (".half" if wanted else ".single")
            if name in graph.constants:
                graph.constants[casts[name, wanted]] = clamped(graph.constants[name])
            else:
                to = TensorProto.FLOAT16 if wanted else TensorProto.FLOAT
                nodes.append(Node("Cast", [name], casts[name, wanted], {"to": to}))
        return casts[name, wanted]

    for node in graph.nodes:
        wanted = node.op in HALF and types.get(node.output) == TensorProto.FLOAT
        if node.op == "BatchNormalization":
            plain_norm(graph, node)
            types.update({name: TensorProto.FLOAT for name in node.inputs})
        if node.op == "Resize":
            node.inputs[0] = given(node.inputs[0], wanted)
        elif node.op != "Shape":
            node.inputs = [given(name, wanted) for name in node.inputs]
        nodes.append(node)
        if wanted and node.output in graph.outputs:
            name, node.output = node.output, node.output + ".half"
            nodes.append(Node("Cast", [node.output], name, {"to": TensorProto.FLOAT}))
            half.add(node.output)
            casts[name, True] = node.output
        elif wanted:
            half.add(node.output)
    graph.nodes = nodes
    return graph.bytes()


def element_types(weights):
    """Element type of each tensor of an ONNX file, by name."""
    model = onnx.shape_inference.infer_shapes(onnx.load_from_string(weights))
    infos = [*model.graph.value_info, *model.graph.input, *model.graph.output]
    return {**{i.name: i.data_type for i in model.graph.initializer},
            **{i.name: i.type.tensor_type.elem_type for i in infos}}


def clamped(array):
    return np.clip(array, -HALF_MAX, HALF_MAX).astype(np.float16)


def plain_norm(graph, norm):
    """A batch norm with mean 0 and variance 1: a scale and a shift, still one operator."""
    scale, shift = affine(graph, norm)
    epsilon = norm.attributes.get("epsilon", 1e-5)
    values = [scale * np.sqrt(1 + epsilon), shift, np.zeros_like(scale), np.ones_like(scale)]
    for i, value in enumerate(values, 1):
        norm.inputs[i] = f"{norm.output}.norm{i}"
        graph.constants[norm.inputs[i]] = value.astype(np.float32)
