"""Writes a model package: model.yaml (bioimage.io 0.5), weights, test tensors."""
import dataclasses
import hashlib
import pathlib
import re

import numpy as np
import yaml


# bioimage.io's smallest eps of scale_range is above 0.
EPS = 1e-6


class ConversionError(Exception):
    """What cannot be converted, in words a user can act on."""


@dataclasses.dataclass
class About:
    """What the user says of the model; a package needs all of it."""

    name: str
    version: str
    description: str
    licence: str
    authors: list
    cite: list
    objects: str

    @property
    def id(self):
        return re.sub(r"[^a-z0-9]+", "-", self.name.lower()).strip("-")


def image_axes(layout, channels, size, scale=None):
    """Axes of an image tensor; size is a number or (min, step); scale is the output's spacing."""
    axes = []
    for letter in layout:
        if letter == "b":
            axes.append({"type": "batch"})
        elif letter == "c":
            names = [f"channel{i}" for i in range(channels)]
            axes.append({"type": "channel", "channel_names": names})
        else:
            axis = {"type": "space", "id": letter}
            if scale is None:
                fixed = isinstance(size, int)
                axis["size"] = size if fixed else {"min": size[0], "step": size[1]}
            else:
                axis["size"] = {"tensor_id": "image", "axis_id": letter}
                axis["scale"] = float(scale)
            axes.append(axis)
    return axes


def write(folder, about, weights, opset, inputs, outputs, scopeside, tests, more=None, more_weights=None):
    """Writes the package.

    :param folder: of the package; made, must not hold another one
    :param weights: bytes of the ONNX file
    :param inputs: bioimage.io's inputs, without test tensors
    :param outputs: its outputs
    :param scopeside: the block config.scopeside
    :param tests: test tensors by the id of their input, before preprocessing, or output
    :param more: further fields of the description, such as documentation
    :param more_weights: further entries of its weights
    """
    folder = pathlib.Path(folder)
    if (folder / "model.yaml").exists():
        raise ConversionError(f"{folder} holds a package already")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "network.onnx").write_bytes(weights)
    for tensor in inputs + outputs:
        if tensor["id"] in tests:
            file = f"test_{tensor['id']}.npy"
            np.save(folder / file, tests[tensor["id"]])
            tensor["test_tensor"] = {"source": file, "sha256": sha256(folder / file)}
    description = {
        "format_version": "0.5.3",
        "type": "model",
        "id": about.id,
        "name": about.name,
        "version": about.version,
        "description": about.description,
        "license": about.licence,
        "authors": [{"name": author} for author in about.authors],
        "cite": [{"text": text, "url": "https://doi.org/" + doi} if doi else {"text": text}
                 for text, doi in about.cite],
        **(more or {}),
        "inputs": inputs,
        "outputs": outputs,
        "weights": {"onnx": {
            "source": "network.onnx",
            "sha256": sha256(folder / "network.onnx"),
            "opset_version": opset,
        }, **(more_weights or {})},
        "config": {"scopeside": scopeside},
    }
    with open(folder / "model.yaml", "w", encoding="utf-8") as out:
        yaml.safe_dump(description, out, sort_keys=False, allow_unicode=True, width=100)
    return folder


def sha256(file):
    digest = hashlib.sha256()
    with open(file, "rb") as data:
        for block in iter(lambda: data.read(1 << 20), b""):
            digest.update(block)
    return digest.hexdigest()


def test_image(size, channels, seed=0):
    """Discs in noise, [channel][y][x], float32 in 0..1, for checks."""
    random = np.random.default_rng(seed)
    y, x = np.mgrid[:size, :size]
    planes = random.normal(0.1, 0.02, (channels, size, size))
    for _ in range(size * size // 1500):
        cy, cx = random.uniform(0, size, 2)
        radius = random.uniform(6, 12)
        planes += random.uniform(0.3, 0.9) * ((y - cy) ** 2 + (x - cx) ** 2 < radius**2)
    return np.clip(planes, 0, 1).astype(np.float32)


def normalise(image, low, high):
    """The preprocessing scale_range that packages state: percentiles of each channel's plane."""
    bounds = np.percentile(image, (low, high), axis=(1, 2))[:, :, None, None]
    return ((image - bounds[0]) / (bounds[1] - bounds[0] + EPS)).astype(np.float32)


def scale_range(low, high):
    """How a package states that preprocessing."""
    return [{"id": "scale_range", "kwargs": {
        "axes": ["y", "x"], "min_percentile": low, "max_percentile": high, "eps": EPS}}]


def compare(name, original, converted, tolerance):
    """Prints and returns the largest difference; raises where it is above the tolerance."""
    if original.shape != converted.shape:
        raise ConversionError(
            f"{name}: the converted network gives {converted.shape}, the original {original.shape}")
    largest = float(np.abs(original - converted).max()) if original.size else 0.0
    print(f"  {name}: largest difference from the original {largest:.2g}")
    if not largest <= tolerance:
        raise ConversionError(f"{name} differs by {largest:.3g}; at most {tolerance:g} is accepted")
    return largest


def run_onnx(weights, feeds):
    """Outputs by name, run by ONNX Runtime; None where it is not installed."""
    try:
        import onnxruntime
    except ImportError:
        print("  onnxruntime is not installed: run `scopeside models verify` on the package")
        return None
    session = onnxruntime.InferenceSession(weights, providers=["CPUExecutionProvider"])
    names = [output.name for output in session.get_outputs()]
    return dict(zip(names, session.run(names, feeds)))
