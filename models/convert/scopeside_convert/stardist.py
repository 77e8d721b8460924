"""StarDist: Keras models and QuPath's ONNX exports (Schmidt et al. 2018, MICCAI)."""
import json
import pathlib

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from . import package
from .export import OPSET, export
from .package import ConversionError

PERCENTILES = (1, 99.8)


class StarNetwork(nn.Module):
    """The U-Net of a StarDist 2D model, evaluated from the convolutions in their order.

    input [n, channel, y, x]; prob [n, 1, y / grid, x / grid], dist [n, rays, y / grid, x / grid],
    prob_class [n, classes + 1, ...] where the model has classes.
    """

    def __init__(self, config, layers):
        super().__init__()
        self.config = config
        self.names = list(layers)
        for number, (kernel, bias) in enumerate(layers.values()):
            # Keras has kernels [y][x][in][out], PyTorch [out][in][y][x].
            self.register_buffer(f"k{number}", torch.from_numpy(kernel.transpose(3, 2, 0, 1).copy()))
            self.register_buffer(f"b{number}", torch.from_numpy(bias))
        self.position = 0

    def convolve(self, x, name=None, relu=True):
        if name is None:
            number = self.position
            self.position += 1
        else:
            number = self.names.index(name)
        kernel = getattr(self, f"k{number}")
        x = F.conv2d(x, kernel, getattr(self, f"b{number}"), padding=int(kernel.shape[-1]) // 2)
        return F.relu(x) if relu else x

    def forward(self, x):
        config = self.config
        depth, repeats = config["unet_n_depth"], config["unet_n_conv_per_depth"]
        self.position = 0
        pooled = 1
        while pooled < config["grid"][0]:
            for _ in range(repeats):
                x = self.convolve(x)
            x = F.max_pool2d(x, 2)
            pooled *= 2
        skips = []
        for _ in range(depth):
            for _ in range(repeats):
                x = self.convolve(x)
            skips.append(x)
            x = F.max_pool2d(x, 2)
        for _ in range(repeats):
            x = self.convolve(x)
        for skip in reversed(skips):
            x = torch.cat([F.interpolate(x, scale_factor=2.0, mode="nearest"), skip], dim=1)
            for _ in range(repeats):
                x = self.convolve(x)
        unet = x
        if config["net_conv_after_unet"] > 0:
            x = self.convolve(unet, "features")
        result = [torch.sigmoid(self.convolve(x, "prob", relu=False)),
                  self.convolve(x, "dist", relu=False)]
        if config.get("n_classes"):
            if "features_class" in self.names:
                unet = self.convolve(unet, "features_class")
            result.append(torch.softmax(self.convolve(unet, "prob_class", relu=False), dim=1))
        return tuple(result)


def read_model(folder):
    """Configuration, thresholds and convolutions in their order, of a StarDist model's folder."""
    import h5py
    folder = pathlib.Path(folder)
    for file in ("config.json", "weights_best.h5"):
        if not (folder / file).exists():
            raise ConversionError(f"{folder} has no {file}: it is no folder of a StarDist model")
    config = json.loads((folder / "config.json").read_text())
    problems = [text for wrong, text in [
        (config.get("n_dim") != 2, f"n_dim is {config.get('n_dim')}; planes are segmented here"),
        (config.get("backbone", "unet") != "unet", f"backbone is {config.get('backbone')}"),
        (config.get("unet_batch_norm"), "batch norm is not converted"),
        (config.get("unet_activation") != "relu", f"activation is {config.get('unet_activation')}"),
        (tuple(config.get("unet_pool", (2, 2))) != (2, 2), f"pooling is {config.get('unet_pool')}"),
        (len(set(config.get("grid", (1, 1)))) != 1, f"grid is {config.get('grid')}"),
    ] if wrong]
    if problems:
        raise ConversionError(f"{folder}: " + "; ".join(problems))
    thresholds = {"prob": 0.5, "nms": 0.4}
    if (folder / "thresholds.json").exists():
        thresholds = json.loads((folder / "thresholds.json").read_text())
    layers = {}
    with h5py.File(folder / "weights_best.h5", "r") as weights:
        root = weights["model_weights"] if "model_weights" in weights else weights
        for layer in root.attrs["layer_names"]:
            name = layer.decode() if isinstance(layer, bytes) else layer
            values = [root[name][v] for v in root[name].attrs["weight_names"]]
            if values:
                layers[name] = tuple(np.asarray(v, np.float32) for v in values)
    return config, thresholds, order(layers)


def order(layers):
    """The U-Net's convolutions as they are evaluated, then the named heads."""
    heads = ("features", "prob", "dist", "features_class", "prob_class")
    body = {name: value for name, value in layers.items() if name not in heads}
    body.update({name: layers[name] for name in heads if name in layers})
    return body


def original_outputs(folder, image):
    """What StarDist's own network gives; None where stardist is not installed."""
    try:
        from stardist.models import StarDist2D
    except ImportError:
        return None
    folder = pathlib.Path(folder).resolve()
    model = StarDist2D(None, name=folder.name, basedir=str(folder.parent))
    outputs = model.keras_model.predict(image.transpose(0, 2, 3, 1))
    return [np.moveaxis(output, -1, 1) for output in outputs]


def convert(folder_in, folder, about, roles, unchecked=False):
    config, thresholds, layers = read_model(folder_in)
    grid, rays = config["grid"][0], config["n_rays"]
    classes = config.get("n_classes") or 0
    network = StarNetwork(config, layers).eval()
    raw = package.test_image(128, config["n_channel_in"])
    image = package.normalise(raw, *PERCENTILES)[None]
    with torch.no_grad():
        results = [result.numpy() for result in network(torch.from_numpy(image))]
    check(folder_in, image, results, unchecked)
    names = ["prob", "dist", "prob_class"][:len(results)]
    sizes = {0: "n", 2: "h", 3: "w"}
    exported = export(
        network, torch.from_numpy(image), names, {name: sizes for name in ["image"] + names})
    step = grid * 2 ** config["unet_n_depth"]
    parameters = {"prob_thresh": float(thresholds["prob"]), "nms_thresh": float(thresholds["nms"]),
                  "rays": rays, "grid": grid}
    if classes:
        parameters["classes"] = classes
    outputs = [{"id": name, "axes": package.image_axes("bcyx", result.shape[1], None, grid),
                "data": {"type": "float32"}} for name, result in zip(names, results)]
    return package.write(
        folder, about, exported, OPSET,
        [image_input("bcyx", config["n_channel_in"], step)], outputs,
        block(about, roles, names, parameters), {"image": raw[None], **dict(zip(names, results))})


def image_input(layout, channels, step):
    return {"id": "image", "axes": package.image_axes(layout, channels, (step, step)),
            "data": {"type": "float32"},
            "preprocessing": package.scale_range(*PERCENTILES)}


def block(about, roles, maps, parameters):
    return {
        "channels": roles,
        "tiling": {"tile": 0},
        "decoder": {"objects": about.objects, "name": "star-convex", "maps": maps,
                    "parameters": parameters},
    }


def check(folder_in, image, results, unchecked):
    original = original_outputs(folder_in, image)
    if original is None:
        if not unchecked:
            raise ConversionError(
                "stardist is not installed, so the result cannot be compared with the original: "
                "pip install stardist tensorflow, or pass --unchecked")
        print("  not compared with stardist itself (--unchecked)")
        return
    for name, theirs, ours in zip(("probability", "distances", "classes"), original, results):
        package.compare(name, theirs, ours, 1e-3)


def convert_onnx(file, folder, about, roles, prob, nms):
    """QuPath's export: one output of probability and distances, channels last. Taken as it is."""
    import onnx
    weights = pathlib.Path(file).read_bytes()
    try:
        model = onnx.load_from_string(weights)
    except Exception as error:
        raise ConversionError(f"{file} is no ONNX file: {error}") from error
    given = [i for i in model.graph.input
             if i.name not in {w.name for w in model.graph.initializer}]
    if len(given) != 1 or len(model.graph.output) != 1:
        raise ConversionError(
            f"{file} has {len(given)} inputs and {len(model.graph.output)} outputs; one of each is "
            "what QuPath exports")
    shape = [d.dim_value for d in given[0].type.tensor_type.shape.dim]
    last = len(shape) == 4 and shape[3] in (1, 2, 3) and shape[1] not in (1, 2, 3)
    layout = "byxc" if last else "bcyx"
    channels = shape[3] if last else shape[1]
    out_shape = infer(model, given[0], layout, channels, 256)
    rays = (out_shape[3] if last else out_shape[1]) - 1
    spacing = 256 // out_shape[1 if last else 2]
    if rays < 3 or spacing < 1:
        raise ConversionError(f"{file} gives {out_shape} for a plane of 256: no rays")
    raw = package.test_image(256, channels)
    image = package.normalise(raw, *PERCENTILES)
    raw, image = (p[None].transpose(0, 2, 3, 1) if last else p[None] for p in (raw, image))
    results = package.run_onnx(weights, {given[0].name: image}) or {}
    opset = max(o.version for o in model.opset_import if o.domain in ("", "ai.onnx"))
    scopeside = block(about, roles, ["star"], {
        "prob_thresh": prob, "nms_thresh": nms, "rays": rays, "grid": spacing})
    scopeside["tensors"] = {"image": given[0].name, "star": model.graph.output[0].name}
    tests = {"image": raw, **{"star": result for result in results.values()}} if results else {}
    return package.write(
        folder, about, weights, opset, [image_input(layout, channels, 16 * spacing)],
        [{"id": "star", "axes": package.image_axes(layout, rays + 1, None, spacing),
          "data": {"type": "float32"}}], scopeside, tests)


def infer(model, given, layout, channels, side):
    """Shape of the output for a plane of that side."""
    import onnx
    sizes = {"b": 1, "c": channels, "y": side, "x": side}
    for dim, letter in zip(given.type.tensor_type.shape.dim, layout):
        dim.dim_value = sizes[letter]
    for dim in model.graph.output[0].type.tensor_type.shape.dim:
        dim.Clear()
    del model.graph.value_info[:]
    inferred = onnx.shape_inference.infer_shapes(model, data_prop=True)
    shape = [d.dim_value for d in inferred.graph.output[0].type.tensor_type.shape.dim]
    if len(shape) != 4 or not all(shape):
        raise ConversionError(f"the output's shape cannot be told: {shape}")
    return shape
