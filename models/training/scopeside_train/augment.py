"""Crops of training images, changed as microscopes and cells change them."""
import dataclasses

import numpy as np
import torch
from scipy import ndimage
from skimage.measure import label as connected
from torch.nn import functional as F


@dataclasses.dataclass(frozen=True)
class Augmentation:
    """How far crops differ from the images they come from; probabilities 0 to 1.

    diameters  of the median object after zooming, pixels: what the network shall know
    zoom       least and greatest zoom
    rotation   right-angles, or any (which loses detail by interpolation; Han et al. 2024 found it harmful)
    """

    diameters: tuple = (8.0, 80.0)
    zoom: tuple = (0.5, 2.5)
    rotation: str = "right-angles"
    gamma: float = 0.5
    gain: float = 0.5
    blur: float = 0.25
    noise: float = 0.5
    light: float = 0.2
    objects: float = 0.15
    background: float = 0.15


def crop(prepared, size, augmentation, random):
    """A square crop of an image and its labels, both changed alike.

    :param prepared: see `training.Prepared`
    :return: image float32 [channel, size, size], labels int32 [size, size] without gaps, flows
        float32 [2, size, size] or None
    """
    zoom_y, zoom_x = _zooms(prepared.diameter, augmentation, random)
    height, width = int(round(size / zoom_y)), int(round(size / zoom_x))
    turn = augmentation.rotation == "any" and random.random() < 0.5
    margin = 0.21 if turn else 0
    if prepared.centres is not None and random.random() < 0.8:
        centre = prepared.centres[random.integers(len(prepared.centres))]
        rows, row_sign = _around(prepared.labels.shape[0], centre[0], height, margin, random)
        columns, column_sign = _around(prepared.labels.shape[1], centre[1], width, margin, random)
    else:
        rows, row_sign = _window(prepared.labels.shape[0], height, margin, random)
        columns, column_sign = _window(prepared.labels.shape[1], width, margin, random)
    image = prepared.image[:, rows[:, None], columns[None, :]]
    labels = prepared.labels[rows[:, None], columns[None, :]]
    flows = None
    if prepared.flows is not None:
        flows = prepared.flows[:, rows[:, None], columns[None, :]].astype(np.float32)
        flows[0] *= row_sign[:, None]
        flows[1] *= column_sign[None, :]
    if turn:
        image, labels, flows = _turn(image, labels, flows, height, width, random)
    image, labels, flows = _resample(image, labels, flows, size)
    image, labels, flows = _flip(image, labels, flows, random)
    labels = connected(labels, background=0, connectivity=1).astype(np.int32)
    if flows is not None:
        flows = flows / np.maximum(np.sqrt((flows**2).sum(axis=0)), 1e-6) * (labels > 0)
    return _light(image, labels, augmentation, random), labels, flows


def _zooms(diameter, augmentation, random):
    low, high = augmentation.zoom
    if np.isfinite(diameter):
        low = max(low, min(1.0, augmentation.diameters[0] / diameter))
        high = min(high, max(1.0, augmentation.diameters[1] / diameter))
    if random.random() < 0.35:
        zoom = 1.0
    else:
        # Most views are near the size that images come in.
        zoom = float(np.clip(np.exp(random.normal(0, 0.4)), low, high))
    stretch = np.exp(random.normal(0, 0.05))
    return zoom * stretch, zoom / stretch


def _indices(first, count, size):
    """Rows first .. first + count of an image continued by mirroring, and -1 where mirrored."""
    at = np.arange(first, first + count)
    period = 2 * size
    at = at % period
    mirrored = at >= size
    return np.where(mirrored, period - 1 - at, at), np.where(mirrored, -1.0, 1.0).astype(np.float32)


def _window(size, count, margin, random):
    extra = int(margin * count)
    spare = size - count
    first = int(random.integers(0, spare + 1)) if spare >= 0 else -int(random.integers(0, -spare + 1))
    return _indices(first - extra, count + 2 * extra, size)


def _around(size, centre, count, margin, random):
    extra = int(margin * count)
    first = int(centre - random.uniform(0.15, 0.85) * count)
    if size >= count:
        first = int(np.clip(first, 0, size - count))
    else:
        first = int(np.clip(first, size - count, 0))
    return _indices(first - extra, count + 2 * extra, size)


def _turn(image, labels, flows, height, width, random):
    angle = random.uniform(0, 360)
    image = ndimage.rotate(image, angle, axes=(2, 1), reshape=False, order=1, mode="mirror")
    labels = ndimage.rotate(labels, angle, axes=(1, 0), reshape=False, order=0, mode="constant")
    top, left = (labels.shape[0] - height) // 2, (labels.shape[1] - width) // 2
    inner = (slice(top, top + height), slice(left, left + width))
    if flows is not None:
        y, x = ndimage.rotate(flows, angle, axes=(2, 1), reshape=False, order=0)
        sin, cos = np.sin(np.radians(angle)), np.cos(np.radians(angle))
        # rotate() turns the picture's x axis towards -y by the angle.
        flows = np.stack([cos * y - sin * x, sin * y + cos * x])[(slice(None), *inner)]
    return image[(slice(None), *inner)], labels[inner], flows


def _resample(image, labels, flows, size):
    if labels.shape == (size, size):
        return image, labels, flows
    image = F.interpolate(torch.from_numpy(np.ascontiguousarray(image))[None], (size, size),
                          mode="bilinear", antialias=True)[0].numpy()
    rows = ((np.arange(size) + 0.5) * labels.shape[0] / size).astype(int)
    columns = ((np.arange(size) + 0.5) * labels.shape[1] / size).astype(int)
    labels = labels[rows[:, None], columns[None, :]]
    if flows is not None:
        flows = flows[:, rows[:, None], columns[None, :]]
    return image, labels, flows


def _flip(image, labels, flows, random):
    if random.random() < 0.5:
        image, labels = image[:, ::-1], labels[::-1]
        if flows is not None:
            flows = flows[:, ::-1] * np.array([-1, 1], np.float32)[:, None, None]
    if random.random() < 0.5:
        image, labels = image[:, :, ::-1], labels[:, ::-1]
        if flows is not None:
            flows = flows[:, :, ::-1] * np.array([1, -1], np.float32)[:, None, None]
    if random.random() < 0.5:
        image, labels = image.transpose(0, 2, 1), labels.T
        if flows is not None:
            flows = flows.transpose(0, 2, 1)[::-1]
    return image, labels, flows


def _light(image, labels, augmentation, random):
    """Brightness, blur and noise; a plane in which 0 and 1 are its percentiles stays near them."""
    image = np.ascontiguousarray(image, dtype=np.float32)
    size = image.shape[1]
    if random.random() < augmentation.objects and labels.max(initial=0) > 0:
        factor = np.exp(random.normal(0, 0.35, labels.max() + 1)).astype(np.float32)
        factor[0] = 1
        soft = ndimage.gaussian_filter(np.minimum(factor, 1.5)[labels], 1.0)
        image *= soft
    for channel in image:
        if random.random() < augmentation.gamma:
            power = np.exp(random.normal(0, 0.3))
            channel[:] = np.sign(channel) * np.abs(channel) ** power
        if random.random() < augmentation.blur:
            ndimage.gaussian_filter(channel, random.uniform(0.4, 1.8), output=channel)
        if random.random() < augmentation.background:
            coarse = random.normal(0, 1, (6, 6)).astype(np.float32)
            haze = ndimage.zoom(coarse, size / 6, order=1)[:size, :size]
            channel += np.maximum(haze, 0) * random.uniform(0.02, 0.15)
        if random.random() < augmentation.light:
            y, x = np.mgrid[-1:1:size * 1j, -1:1:size * 1j].astype(np.float32)
            a, b = random.uniform(-0.35, 0.35, 2)
            channel *= 1 + a * y + b * x
        if random.random() < augmentation.noise:
            sigma = random.uniform(0, 0.06)
            shot = random.uniform(0, 0.06)
            spread = np.sqrt(sigma**2 + shot**2 * np.maximum(channel, 0))
            channel += spread * random.standard_normal(channel.shape, dtype=np.float32)
        if random.random() < augmentation.gain:
            channel *= np.exp(random.normal(0, 0.2))
            channel += random.uniform(-0.06, 0.06)
    return image
