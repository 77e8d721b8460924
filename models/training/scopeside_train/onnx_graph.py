"""ONNX graphs as plain lists of nodes, and an evaluator of the few operators our networks have.

    graph = Graph.parse(weights)                # bytes of an ONNX file
    maps = graph.run(torch.rand(1, 1, 64, 64))  # outputs by name
    weights = graph.bytes()

Every node has one output. Constants stand in `constants`, whether the file keeps them as
initialisers or as Constant nodes.
"""
import dataclasses

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch.nn import functional as F

# Read by every engine that is supported, TensorRT included; newer onnx libraries write later ones.
IR_VERSION = 8


class PackageError(Exception):
    """What cannot be exported, quantised, written or read, in one line of facts."""


@dataclasses.dataclass
class Node:
    """One operator; `inputs` are names, empty where an optional one is left out."""

    op: str
    inputs: list
    output: str
    attributes: dict = dataclasses.field(default_factory=dict)


@dataclasses.dataclass
class Graph:
    """A network of one input.

    :ivar nodes: in an order in which they can be evaluated
    :ivar constants: arrays by name
    :ivar image: name of the input
    :ivar shape: of the input; a name where a size is left open
    :ivar outputs: shapes by name, likewise
    """

    nodes: list
    constants: dict
    image: str
    shape: list
    outputs: dict
    opset: int

    @classmethod
    def parse(cls, weights):
        """Reads the bytes of an ONNX file; raises PackageError where it is none of ours."""
        try:
            model = onnx.load_from_string(weights)
        except Exception as error:
            raise PackageError(f"no ONNX file: {type(error).__name__}") from error
        constants = {i.name: numpy_helper.to_array(i) for i in model.graph.initializer}
        given = [i for i in model.graph.input if i.name not in constants]
        if len(given) != 1:
            raise PackageError(f"the network has {len(given)} inputs; one is supported")
        nodes, same = [], {}
        for node in model.graph.node:
            if len(node.output) != 1:
                raise PackageError(f"{node.op_type} has {len(node.output)} outputs; one is supported")
            attributes = {a.name: helper.get_attribute_value(a) for a in node.attribute}
            inputs = [same.get(name, name) for name in node.input]
            if node.op_type == "Constant":
                constants[node.output[0]] = numpy_helper.to_array(attributes["value"])
            elif node.op_type == "Identity" and inputs[0] in constants:
                same[node.output[0]] = inputs[0]
            else:
                nodes.append(Node(node.op_type, inputs, node.output[0], attributes))
        opset = max(o.version for o in model.opset_import if o.domain in ("", "ai.onnx"))
        outputs = {o.name: shape_of(o) for o in model.graph.output}
        return cls(nodes, constants, given[0].name, shape_of(given[0]), outputs, opset)

    def bytes(self):
        """The ONNX file; constants that nobody reads are left out."""
        used = {name for node in self.nodes for name in node.inputs}
        tensors = [numpy_helper.from_array(np.asarray(value, order="C"), name)
                   for name, value in self.constants.items() if name in used]
        nodes = [helper.make_node(n.op, n.inputs, [n.output], name=f"{n.op}_{i}", **n.attributes)
                 for i, n in enumerate(self.nodes)]
        graph = helper.make_graph(
            nodes, "scopeside", [float_info(self.image, self.shape)],
            [float_info(name, shape) for name, shape in self.outputs.items()], tensors)
        model = helper.make_model(
            graph, producer_name="scopeside", opset_imports=[helper.make_opsetid("", self.opset)])
        model.ir_version = IR_VERSION
        onnx.checker.check_model(model)
        return model.SerializeToString()

    def consumers(self, name):
        """Nodes that read a tensor, once for each time they read it."""
        return [node for node in self.nodes for given in node.inputs if given == name]

    def producer(self, name):
        return next((node for node in self.nodes if node.output == name), None)

    def only_consumer(self, name):
        """The one node that reads a tensor; None where it is an output, or read by none or several."""
        nodes = self.consumers(name)
        return nodes[0] if len(nodes) == 1 and name not in self.outputs else None

    def run(self, image):
        """Evaluates the graph on [n, c, h, w]; gives the outputs by name."""
        return {name: parts[0] for name, parts in self.walk([image]).items()}

    def walk(self, images, after=lambda node, parts: parts, constants=None):
        """Evaluates node by node on all images; `after(node, parts)` may change what a node gives.

        Tensors are let go after their last use.

        :param images: tensors [n, c, h, w], of any sizes
        :param constants: tensors by name instead of the graph's own
        :return: the outputs by name, a list of one an image
        """
        last = {name: i for i, node in enumerate(self.nodes) for name in node.inputs}
        values = {self.image: images}
        constants = constants or self.tensors()
        with torch.no_grad():
            for i, node in enumerate(self.nodes):
                given = [[values[n][j] if n in values else constants.get(n) for n in node.inputs]
                         for j in range(len(images))]
                values[node.output] = after(node, [evaluate(node, one) for one in given])
                for name in set(node.inputs):
                    if last[name] == i and name not in self.outputs:
                        values.pop(name, None)
        return {name: values[name] for name in self.outputs}

    def tensors(self):
        """The constants as torch tensors."""
        return {name: tensor(value) for name, value in self.constants.items()}


def tensor(array):
    return torch.from_numpy(np.array(array))


def shape_of(info):
    return [d.dim_value or d.dim_param or None for d in info.type.tensor_type.shape.dim]


def float_info(name, shape):
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)


def evaluate(node, given):
    """What a node gives for its inputs (torch tensors, None where left out)."""
    if node.op not in OPERATORS:
        raise PackageError(f"operator {node.op} (of {node.output}) is not known here")
    return OPERATORS[node.op](node.attributes, *given)


def convolve(attributes, x, weight, bias=None):
    pads = attributes.get("pads", [0, 0, 0, 0])
    if attributes.get("auto_pad", b"NOTSET") not in (b"NOTSET", b"VALID"):
        raise PackageError(f"auto_pad {attributes['auto_pad']} of a Conv is not supported")
    if pads[:2] != pads[2:]:
        x, pads = F.pad(x, (pads[1], pads[3], pads[0], pads[2])), [0, 0, 0, 0]
    return F.conv2d(x, weight, bias, tuple(attributes.get("strides", [1, 1])), tuple(pads[:2]),
                    tuple(attributes.get("dilations", [1, 1])), attributes.get("group", 1))


def pool(attributes, x):
    pads = attributes.get("pads", [0, 0, 0, 0])
    return F.max_pool2d(
        x, tuple(attributes["kernel_shape"]), tuple(attributes.get("strides", [1, 1])), tuple(pads[:2]))


def resize(attributes, x, _roi=None, scales=None, sizes=None):
    if attributes.get("mode", b"nearest") != b"nearest":
        raise PackageError(f"Resize of mode {attributes['mode'].decode()} is not supported; nearest is")
    if sizes is not None and sizes.numel():
        return F.interpolate(x, size=[int(s) for s in sizes[2:]], mode="nearest")
    return F.interpolate(x, scale_factor=[float(s) for s in scales[2:]], mode="nearest")


def normalise(attributes, x, weight, bias, mean, var):
    return F.batch_norm(x, mean, var, weight, bias, eps=attributes.get("epsilon", 1e-5))


def gemm(attributes, a, b, c=None):
    a = a.T if attributes.get("transA") else a
    b = b.T if attributes.get("transB") else b
    out = attributes.get("alpha", 1.0) * (a @ b)
    return out if c is None else out + attributes.get("beta", 1.0) * c


def axes_of(attributes, axes):
    return [int(a) for a in (axes if axes is not None else attributes["axes"])]


def reduce(function):
    return lambda attributes, x, axes=None: function(
        x, dim=axes_of(attributes, axes), keepdim=bool(attributes.get("keepdims", 1)))


def unsqueeze(attributes, x, axes=None):
    for axis in sorted(axes_of(attributes, axes)):
        x = x.unsqueeze(axis)
    return x


def squeeze(attributes, x, axes=None):
    for axis in sorted(axes_of(attributes, axes), reverse=True):
        x = x.squeeze(axis)
    return x


def clip(attributes, x, low=None, high=None):
    low = attributes.get("min", low)
    high = attributes.get("max", high)
    return torch.clamp(x, None if low is None else float(low), None if high is None else float(high))


def quantise(attributes, x, scale, zero):
    limits = torch.iinfo(zero.dtype)
    scale, zero32 = (along(v, x, attributes.get("axis", 1)) for v in (scale, zero.to(torch.int32)))
    return (torch.round(x / scale) + zero32).clamp(limits.min, limits.max).to(zero.dtype)


def dequantise(attributes, x, scale, zero=None):
    axis = attributes.get("axis", 1)
    x = x.to(torch.float32)
    if zero is not None:
        x = x - along(zero.to(torch.float32), x, axis)
    return x * along(scale, x, axis)


def along(values, x, axis):
    """Values of one axis of x, shaped to broadcast; a scalar as it is."""
    if values.dim() == 0:
        return values
    return values.reshape([-1 if i == axis else 1 for i in range(x.dim())])


def cast(attributes, x):
    kinds = {TensorProto.FLOAT: torch.float32, TensorProto.FLOAT16: torch.float16,
             TensorProto.INT64: torch.int64}
    return x.to(kinds[attributes["to"]])


OPERATORS = {
    "Conv": convolve,
    "BatchNormalization": normalise,
    "MaxPool": pool,
    "Resize": resize,
    "Gemm": gemm,
    "MatMul": lambda _, a, b: a @ b,
    "Add": lambda _, a, b: a + b,
    "Sub": lambda _, a, b: a - b,
    "Mul": lambda _, a, b: a * b,
    "Div": lambda _, a, b: a / b,
    "Pow": lambda _, a, b: a ** b,
    "Max": lambda _, a, b: torch.maximum(a, b),
    "Relu": lambda _, x: torch.relu(x),
    "LeakyRelu": lambda a, x: F.leaky_relu(x, a.get("alpha", 0.01)),
    "Sigmoid": lambda _, x: torch.sigmoid(x),
    "Tanh": lambda _, x: torch.tanh(x),
    "Softplus": lambda _, x: F.softplus(x),
    "Softmax": lambda a, x: torch.softmax(x, a.get("axis", -1)),
    "Exp": lambda _, x: torch.exp(x),
    "Log": lambda _, x: torch.log(x),
    "Sqrt": lambda _, x: torch.sqrt(x),
    "Neg": lambda _, x: -x,
    "Identity": lambda _, x: x,
    "Clip": clip,
    "Cast": cast,
    "Concat": lambda a, *xs: torch.cat(xs, dim=a["axis"]),
    "GlobalAveragePool": lambda _, x: x.mean(dim=(2, 3), keepdim=True),
    "ReduceMean": reduce(torch.mean),
    "ReduceSum": reduce(torch.sum),
    "ReduceMax": reduce(torch.amax),
    "ReduceL2": reduce(lambda x, dim, keepdim: (x * x).sum(dim=dim, keepdim=keepdim).sqrt()),
    "Flatten": lambda a, x: torch.flatten(x, a.get("axis", 1)),
    "Unsqueeze": unsqueeze,
    "Squeeze": squeeze,
    "Transpose": lambda a, x: x.permute(a["perm"]),
    "Shape": lambda _, x: torch.tensor(x.shape),
    "Expand": lambda _, x, shape: x.expand(torch.broadcast_shapes(x.shape, tuple(shape.tolist()))),
    "QuantizeLinear": quantise,
    "DequantizeLinear": dequantise,
}
