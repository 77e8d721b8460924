#!/usr/bin/env python3
"""Writes the small networks that the tests run: src/test/resources/networks/*.onnx.

Needs the package onnx (Debian: python3-onnx). Each network's output can be told by hand.
"""
import pathlib
import sys

import numpy as np
from onnx import TensorProto, checker, helper, numpy_helper, save

FLOAT = TensorProto.FLOAT


def image(name, channels=1, kind=FLOAT):
    return helper.make_tensor_value_info(name, kind, ["n", channels, "h", "w"])


def network(folder, name, nodes, inputs, outputs, initializers=(), opset=13):
    graph = helper.make_graph(nodes, name, inputs, outputs, list(initializers))
    model = helper.make_model(
        graph, producer_name="scopeside-tests", opset_imports=[helper.make_opsetid("", opset)])
    model.ir_version = 8
    if opset < 50:
        checker.check_model(model)
    save(model, str(folder / (name + ".onnx")))


def constant(name, value):
    return numpy_helper.from_array(np.asarray(value), name)


def write(folder):
    mean = constant("mean", np.full((1, 1, 3, 3), 1 / 9, np.float32))
    conv = dict(kernel_shape=[3, 3], pads=[1, 1, 1, 1])

    # Mean of 3x3 pixels, zeros outside.
    network(folder, "mean3", [helper.make_node("Conv", ["image", "mean"], ["smooth"], **conv)],
            [image("image")], [image("smooth")], [mean])

    # The same with one size only.
    fixed = helper.make_tensor_value_info("image", FLOAT, [1, 1, 8, 8])
    network(folder, "mean3_fixed",
            [helper.make_node("Conv", ["image", "mean"], ["smooth"], **conv)], [fixed],
            [helper.make_tensor_value_info("smooth", FLOAT, [1, 1, 8, 8])], [mean])

    # The same with channels last, as TensorFlow has them.
    last = ["n", "h", "w", 1]
    network(folder, "mean3_channels_last", [
        helper.make_node("Transpose", ["image"], ["first"], perm=[0, 3, 1, 2]),
        helper.make_node("Conv", ["first", "mean"], ["mid"], **conv),
        helper.make_node("Transpose", ["mid"], ["smooth"], perm=[0, 2, 3, 1]),
    ], [helper.make_tensor_value_info("image", FLOAT, last)],
        [helper.make_tensor_value_info("smooth", FLOAT, last)], [mean])

    # The same in 8-bit arithmetic: input 0..255 in steps of 1, output in steps of 1.
    network(folder, "mean3_int8", [
        helper.make_node("QuantizeLinear", ["image", "one", "zero"], ["q"]),
        helper.make_node("DequantizeLinear", ["q", "one", "zero"], ["dq"]),
        helper.make_node("DequantizeLinear", ["weights", "ninth", "weightzero"], ["w"]),
        helper.make_node("Conv", ["dq", "w"], ["c"], **conv),
        helper.make_node("QuantizeLinear", ["c", "one", "zero"], ["qc"]),
        helper.make_node("DequantizeLinear", ["qc", "one", "zero"], ["smooth"]),
    ], [image("image")], [image("smooth")], [
        constant("one", np.float32(1)), constant("zero", np.uint8(0)),
        constant("ninth", np.float32(1 / 9)), constant("weightzero", np.int8(0)),
        constant("weights", np.ones((1, 1, 3, 3), np.int8))])

    # The same in 16-bit floats, float32 at the borders.
    network(folder, "mean3_fp16", [
        helper.make_node("Cast", ["image"], ["half"], to=TensorProto.FLOAT16),
        helper.make_node("Conv", ["half", "mean16"], ["mid"], **conv),
        helper.make_node("Cast", ["mid"], ["smooth"], to=FLOAT),
    ], [image("image")], [image("smooth")],
        [constant("mean16", np.full((1, 1, 3, 3), 1 / 9, np.float16))])

    # Sum and difference of two inputs, with two outputs.
    network(folder, "sum_and_difference", [
        helper.make_node("Add", ["a", "b"], ["sum"]),
        helper.make_node("Sub", ["a", "b"], ["difference"]),
    ], [image("a"), image("b")], [image("sum"), image("difference")])

    # Sum of two channels, and the first less the second.
    network(folder, "two_channels", [
        helper.make_node("Conv", ["image", "plus"], ["sum"], kernel_shape=[1, 1]),
        helper.make_node("Conv", ["image", "minus"], ["difference"], kernel_shape=[1, 1]),
    ], [image("image", 2)], [image("sum"), image("difference")],
        [constant("plus", np.array([1, 1], np.float32).reshape(1, 2, 1, 1)),
         constant("minus", np.array([1, -1], np.float32).reshape(1, 2, 1, 1))])

    # Maximum of each 2x2 pixels and its half: a dense output of two channels at spacing 2.
    network(folder, "pool2", [
        helper.make_node("MaxPool", ["image"], ["top"], kernel_shape=[2, 2], strides=[2, 2]),
        helper.make_node("Mul", ["top", "half"], ["halved"]),
        helper.make_node("Concat", ["top", "halved"], ["pooled"], axis=1),
    ], [image("image")],
        [helper.make_tensor_value_info("pooled", FLOAT, ["n", 2, "h2", "w2"])],
        [constant("half", np.float32(0.5))])

    # Where the pixels above one half are: an output whose shape only the run tells.
    network(folder, "bright", [
        helper.make_node("Greater", ["image", "half"], ["above"]),
        helper.make_node("Cast", ["above"], ["number"], to=FLOAT),
        helper.make_node("NonZero", ["number"], ["where"]),
    ], [image("image")], [helper.make_tensor_value_info("where", TensorProto.INT64, [4, "k"])],
        [constant("half", np.float32(0.5))])

    # The reciprocal: infinite where a pixel is zero.
    network(folder, "reciprocal", [helper.make_node("Reciprocal", ["image"], ["out"])],
            [image("image")], [image("out")])

    # 8-bit pixels in, floats out.
    network(folder, "from_uint8", [helper.make_node("Cast", ["image"], ["out"], to=FLOAT)],
            [image("image", kind=TensorProto.UINT8)], [image("out")])

    # An operator set that no runtime knows.
    network(folder, "opset_99", [helper.make_node("Identity", ["image"], ["out"])],
            [image("image")], [image("out")], opset=99)


if __name__ == "__main__":
    here = pathlib.Path(__file__).resolve().parent
    write(pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else here.parent / "resources/networks")
