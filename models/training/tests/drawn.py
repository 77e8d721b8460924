"""Fields drawn for tests: discs on a dark ground, with their labels."""
import pathlib

import numpy as np
from PIL import Image


def discs(size=96, count=8, radius=7, seed=0):
    """Image uint16 [y, x] and labels int32 [y, x]; discs do not touch."""
    random = np.random.default_rng(seed)
    y, x = np.mgrid[:size, :size]
    labels = np.zeros((size, size), np.int32)
    image = random.normal(200, 8, (size, size))
    made = 0
    for _ in range(200):
        cy, cx = random.uniform(radius, size - radius, 2)
        disc = (y - cy) ** 2 + (x - cx) ** 2 < radius**2
        wide = (y - cy) ** 2 + (x - cx) ** 2 < (radius + 2) ** 2
        if made < count and not labels[wide].any():
            made += 1
            labels[disc] = made
            image[disc] += random.uniform(400, 900)
    return image.astype(np.uint16), labels


def write(folder, count=6, size=96, channels=("images",), **more):
    """A data set in folders, one a channel, and labels."""
    folder = pathlib.Path(folder)
    for number in range(count):
        image, labels = discs(size, seed=number, **more)
        for channel in channels:
            save(folder / channel / f"{number:02}.png", image)
        save(folder / "labels" / f"{number:02}.png", labels.astype(np.uint16))
    return folder


def save(file, plane):
    file.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(plane).save(file)
