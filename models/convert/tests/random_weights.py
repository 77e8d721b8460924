#!/usr/bin/env python3
"""Writes networks with random weights as other programs keep them: what the converters are tried on.

random_weights.py FOLDER: cellpose.pth, stardist/, qupath.onnx, maskrcnn.pth
"""
import json
import pathlib
import sys
import warnings

import h5py
import numpy as np
import torch

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from scopeside_convert import stardist  # noqa: E402
from scopeside_convert.export import export  # noqa: E402

RANDOM = np.random.default_rng(1)


def tensor(*shape, scale=1.0, offset=0.0):
    return torch.from_numpy((offset + scale * RANDOM.normal(size=shape)).astype(np.float32))


def norm(weights, name, channels):
    weights[name + ".weight"] = tensor(channels, scale=0.1, offset=1)
    weights[name + ".bias"] = tensor(channels, scale=0.1)
    weights[name + ".running_mean"] = tensor(channels, scale=0.1)
    weights[name + ".running_var"] = tensor(channels, scale=0.1, offset=1).abs()


def conv(weights, name, inputs, outputs, size):
    scale = (2 / (inputs * size * size)) ** 0.5
    weights[name + ".weight"] = tensor(outputs, inputs, size, size, scale=scale)
    weights[name + ".bias"] = tensor(outputs, scale=0.1)


def unit(weights, name, inputs, outputs, size=3):
    norm(weights, name + ".0", inputs)
    conv(weights, name + ".2", inputs, outputs, size)


def project(weights, name, inputs, outputs):
    norm(weights, name + ".0", inputs)
    conv(weights, name + ".1", inputs, outputs, 1)


def cellpose(widths=(2, 8, 16, 32)):
    """A small network with the names of Cellpose 2 and 3."""
    weights = {"diam_mean": torch.tensor([30.0]), "diam_labels": torch.tensor([24.5])}
    for level in range(len(widths) - 1):
        name = f"downsample.down.res_down_{level}"
        project(weights, name + ".proj", widths[level], widths[level + 1])
        for number in range(4):
            inputs = widths[level] if number == 0 else widths[level + 1]
            unit(weights, f"{name}.conv.conv_{number}", inputs, widths[level + 1])
    up = list(widths[1:]) + [widths[-1]]
    for level in range(len(widths) - 1):
        name, inputs, outputs = f"upsample.up.res_up_{level}", up[level + 1], up[level]
        project(weights, name + ".proj", inputs, outputs)
        unit(weights, name + ".conv.conv_0", inputs, outputs)
        for number in range(1, 4):
            styled = f"{name}.conv.conv_{number}"
            unit(weights, styled + ".conv", outputs, outputs)
            weights[styled + ".full.weight"] = tensor(outputs, widths[-1], scale=0.1)
            weights[styled + ".full.bias"] = tensor(outputs, scale=0.1)
    unit(weights, "output", up[0], 3, size=1)
    return weights


def stardist_layers(grid, depth, base, rays):
    """Names, kernel sizes, inputs and outputs of a StarDist network's convolutions."""
    width = 1
    for number in range(2 * int(np.log2(grid))):
        yield f"conv2d_{number + 1}", 3, width, base
        width = base
    skips = []
    for level in range(depth):
        for number in range(2):
            yield f"down_level_{level}_no_{number}", 3, width, base * 2**level
            width = base * 2**level
        skips.append(width)
    yield "middle_0", 3, width, base * 2**depth
    yield "middle_2", 3, base * 2**depth, base * 2 ** (depth - 1)
    width = base * 2 ** (depth - 1)
    for level in reversed(range(depth)):
        yield f"up_level_{level}_no_0", 3, width + skips[level], base * 2**level
        width, inputs = base * 2 ** max(0, level - 1), base * 2**level
        yield f"up_level_{level}_no_2", 3, inputs, width
    yield "features", 3, width, 16
    yield "prob", 1, 16, 1
    yield "dist", 1, 16, rays


def write_stardist(folder, grid=2, depth=2, base=8, rays=16):
    folder.mkdir()
    (folder / "config.json").write_text(json.dumps(dict(
        n_dim=2, axes="YXC", n_channel_in=1, n_channel_out=1 + rays, n_rays=rays, grid=[grid, grid],
        backbone="unet", unet_n_depth=depth, unet_kernel_size=[3, 3], unet_n_filter_base=base,
        unet_n_conv_per_depth=2, unet_pool=[2, 2], unet_activation="relu",
        unet_last_activation="relu", unet_batch_norm=False, net_conv_after_unet=16,
        n_classes=None)))
    (folder / "thresholds.json").write_text(json.dumps({"prob": 0.45, "nms": 0.3}))
    with h5py.File(folder / "weights_best.h5", "w") as file:
        names = []
        for name, size, inputs, outputs in stardist_layers(grid, depth, base, rays):
            group, scale = file.create_group(name), (2 / (inputs * size * size)) ** 0.5
            kernel = RANDOM.normal(0, scale, (size, size, inputs, outputs)).astype(np.float32)
            group.create_dataset(f"{name}/kernel:0", data=kernel)
            group.create_dataset(f"{name}/bias:0", data=np.full(outputs, 0.1, np.float32))
            group.attrs["weight_names"] = [f"{name}/{w}:0".encode() for w in ("kernel", "bias")]
            names.append(name.encode())
        file.attrs["layer_names"] = names


class ChannelsLast(torch.nn.Module):
    """A StarDist network as TensorFlow exports it: channels last, one output."""

    def __init__(self, network):
        super().__init__()
        self.network = network

    def forward(self, image):
        maps = torch.cat(self.network(image.permute(0, 3, 1, 2)), 1)
        return maps.permute(0, 2, 3, 1)


def write_qupath(model, file):
    config, _, layers = stardist.read_model(model)
    network = ChannelsLast(stardist.StarNetwork(config, layers)).eval()
    sizes = {0: "n", 1: "h", 2: "w"}
    file.write_bytes(
        export(network, torch.zeros(1, 64, 64, 1), ["concat"], {"image": sizes, "concat": sizes}))


def write_maskrcnn(file):
    from torchvision.models import detection
    torch.manual_seed(1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fpn = detection.backbone_utils.mobilenet_backbone(
            "mobilenet_v3_large", weights=None, fpn=True, trainable_layers=6)
    anchors = detection.anchor_utils.AnchorGenerator(
        ((32, 64, 128, 256, 512),) * 3, ((0.5, 1.0, 2.0),) * 3)
    network = detection.MaskRCNN(fpn, rpn_anchor_generator=anchors, num_classes=2)
    # Random layers wear features down; these keep them apart, so that the order of scores does not
    # hang on the last bit.
    for module in network.modules():
        if hasattr(module, "running_var"):
            module.running_var.fill_(0.25)
    torch.save(network.state_dict(), file)


def main():
    folder = pathlib.Path(sys.argv[1])
    torch.save(cellpose(), folder / "cellpose.pth")
    write_stardist(folder / "stardist")
    write_qupath(folder / "stardist", folder / "qupath.onnx")
    write_maskrcnn(folder / "maskrcnn.pth")


if __name__ == "__main__":
    main()
