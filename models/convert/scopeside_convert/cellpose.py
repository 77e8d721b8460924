"""Cellpose 2 and 3: the residual U-Net with a style vector (Stringer et al. 2021, Nat Methods)."""
import pathlib

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from . import package
from .export import OPSET, export
from .package import ConversionError

TILE = 224
PERCENTILES = (1, 99)


class FlowNetwork(nn.Module):
    """Evaluates a Cellpose network straight from its weights, by their names.

    Four levels down and up. A unit is batch norm, ReLU, 3x3 convolution; a block is two pairs of
    units, the first around a 1x1 projection. On the way up the style vector, the normalised mean
    of the deepest features, is added through a linear layer before a unit.

    input  [n, channel, y, x], y and x multiples of 8
    output [n, 3, y, x]: flow in y, flow in x (five times the unit vector), logit of cell probability
    style  [n, 256]
    """

    def __init__(self, weights):
        super().__init__()
        self.names = {}
        for number, (name, value) in enumerate(weights.items()):
            self.names[name] = f"w{number}"
            self.register_buffer(f"w{number}", value.float())
        self.levels = len({n.split(".")[2] for n in weights if n.startswith("downsample.down.")})

    def weight(self, name):
        return getattr(self, self.names[name])

    def norm(self, x, name):
        return F.batch_norm(
            x, self.weight(name + ".running_mean"), self.weight(name + ".running_var"),
            self.weight(name + ".weight"), self.weight(name + ".bias"), eps=1e-5)

    def convolve(self, x, name):
        kernel = self.weight(name + ".weight")
        return F.conv2d(x, kernel, self.weight(name + ".bias"), padding=int(kernel.shape[-1]) // 2)

    def unit(self, x, name):
        return self.convolve(F.relu(self.norm(x, name + ".0")), name + ".2")

    def project(self, x, name):
        return self.convolve(self.norm(x, name + ".0"), name + ".1")

    def styled(self, x, style, name):
        shift = F.linear(style, self.weight(name + ".full.weight"), self.weight(name + ".full.bias"))
        return self.unit(x + shift[:, :, None, None], name + ".conv")

    def down(self, x, name):
        conv = name + ".conv.conv_"
        x = self.project(x, name + ".proj") + self.unit(self.unit(x, conv + "0"), conv + "1")
        return x + self.unit(self.unit(x, conv + "2"), conv + "3")

    def up(self, x, skip, style, name):
        conv = name + ".conv.conv_"
        x = self.project(x, name + ".proj") + self.styled(
            self.unit(x, conv + "0") + skip, style, conv + "1")
        return x + self.styled(self.styled(x, style, conv + "2"), style, conv + "3")

    def forward(self, image):
        skips = []
        x = image
        for level in range(self.levels):
            x = self.down(F.max_pool2d(x, 2) if level else x, f"downsample.down.res_down_{level}")
            skips.append(x)
        style = x.mean(dim=(2, 3))
        style = style / (style * style).sum(dim=1, keepdim=True).sqrt()
        for level in reversed(range(self.levels)):
            if level < self.levels - 1:
                x = F.interpolate(x, scale_factor=2.0, mode="nearest")
            x = self.up(x, skips[level], style, f"upsample.up.res_up_{level}")
        return self.unit(x, "output"), style


def read_weights(file):
    """The state dictionary of a Cellpose 2 or 3 model; nothing in the file is executed."""
    try:
        weights = torch.load(file, map_location="cpu", weights_only=True)
    except Exception as error:
        raise ConversionError(f"{file} is no file of PyTorch weights: {error}") from error
    if "W2" in weights or any(name.startswith("encoder.") for name in weights):
        raise ConversionError(
            f"{file} is of Cellpose 4 (a transformer); Cellpose 2 and 3 are converted")
    if "output.2.weight" not in weights or "downsample.down.res_down_0.proj.1.weight" not in weights:
        raise ConversionError(f"{file} has not the layers of a Cellpose 2 or 3 network")
    if weights["output.2.weight"].shape[0] != 3:
        raise ConversionError(f"{file} gives {weights['output.2.weight'].shape[0]} maps, not 3")
    return weights


def original_network(weights, file):
    """Cellpose's own network with these weights; None where cellpose is not installed."""
    try:
        from cellpose.resnet_torch import CPnet
    except ImportError:
        return None
    widths = [weights["downsample.down.res_down_0.proj.1.weight"].shape[1]]
    level = 0
    while f"downsample.down.res_down_{level}.proj.1.weight" in weights:
        widths.append(weights[f"downsample.down.res_down_{level}.proj.1.weight"].shape[0])
        level += 1
    network = CPnet(widths, 3, 3)
    network.load_model(str(file))
    return network.eval()


def size_model(file):
    """config.scopeside.size_model from Cellpose's size_*.npy."""
    content = np.load(file, allow_pickle=False) if str(file).endswith(".npz") else None
    if content is None:
        raise ConversionError(
            f"{file}: a .npz with A, smean, ymean and diam_mean is needed; Cellpose's own .npy is a "
            "pickle, which can run code: see models/convert/README.md for the line that rewrites it")
    return {
        "A": [float(v) for v in np.ravel(content["A"])],
        "smean": [float(v) for v in np.ravel(content["smean"])],
        "ymean": float(content["ymean"]),
        "diam_mean": float(content["diam_mean"]),
    }


def convert(file, folder, about, roles, diameter, size_file=None, unchecked=False):
    weights = read_weights(file)
    channels = weights["downsample.down.res_down_0.proj.1.weight"].shape[1]
    if len(roles) > channels:
        raise ConversionError(f"{len(roles)} roles for a network of {channels} channels")
    roles = roles + ["other"] * (channels - len(roles))
    trained = float(weights["diam_labels"][0]) if "diam_labels" in weights else 30.0
    mean = float(weights["diam_mean"][0]) if "diam_mean" in weights else 30.0
    network = FlowNetwork(
        {name: value for name, value in weights.items() if not name.startswith("diam_")}).eval()
    raw = package.test_image(TILE, channels)
    image = torch.from_numpy(package.normalise(raw, *PERCENTILES)[None])
    with torch.no_grad():
        maps, style = (tensor.numpy() for tensor in network(image))
        check(weights, file, image, maps, style, unchecked)
    sizes = {0: "n", 2: "h", 3: "w"}
    exported = export(network, image, ["maps", "style"],
                      {"image": sizes, "maps": sizes, "style": {0: "n"}})
    block = {
        "channels": roles,
        "scale": {"object_diameter_px": diameter or mean},
        "tiling": {"tile": TILE, "blend": "taper"},
        "decoder": {"objects": about.objects, "name": "flows", "maps": ["maps"],
                    "tensors": {"style": "style"}, "parameters": {}},
    }
    if size_file:
        block["size_model"] = size_model(size_file)
    print(f"  objects of {mean:.0f} px expected; trained on objects of {trained:.1f} px")
    tests = {"image": raw[None], "maps": maps, "style": style}
    inputs = [{"id": "image", "axes": package.image_axes("bcyx", channels, (8, 8)),
               "data": {"type": "float32"},
               "preprocessing": package.scale_range(*PERCENTILES)}]
    outputs = [
        {"id": "maps", "axes": package.image_axes("bcyx", 3, None, 1), "data": {"type": "float32"}},
        {"id": "style", "axes": [{"type": "batch"}, {"type": "index", "size": style.shape[1]}],
         "data": {"type": "float32"}},
    ]
    return package.write(pathlib.Path(folder), about, exported, OPSET, inputs, outputs, block, tests)


def check(weights, file, image, maps, style, unchecked):
    original = original_network(weights, file)
    if original is None:
        if not unchecked:
            raise ConversionError(
                "cellpose is not installed, so the result cannot be compared with the original: "
                "pip install 'cellpose<4', or pass --unchecked")
        print("  not compared with cellpose itself (--unchecked)")
        return
    result = original(image)
    package.compare("flows and cell probability", result[0].numpy(), maps, 1e-3)
    package.compare("style", result[1].numpy(), style, 1e-4)
