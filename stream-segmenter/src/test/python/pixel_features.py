"""Writes the golden features of PixelFeaturesConformanceTest with SciPy: image.npy, features.npy [feature][y][x].

Usage: pixel_features.py <folder>
"""
import sys
from pathlib import Path

import numpy as np
from scipy.ndimage import gaussian_filter, gaussian_gradient_magnitude, gaussian_laplace

SCALES = (1.0, 1.6, 5.0)


def eigenvalues(a, b, c):
    """Of ((a, c), (c, b)), the larger first."""
    matrices = np.stack([np.stack([a, c], -1), np.stack([c, b], -1)], -1)
    values = np.linalg.eigvalsh(matrices)
    return values[..., 1], values[..., 0]


def features(image):
    for s in SCALES:
        smooth = gaussian_filter(image, s)
        dx, dy = gaussian_filter(image, s, order=(0, 1)), gaussian_filter(image, s, order=(1, 0))
        tensor = (gaussian_filter(p, 0.5 * s) for p in (dx * dx, dy * dy, dx * dy))
        hessian = (gaussian_filter(image, s, order=o) for o in ((0, 2), (2, 0), (1, 1)))
        yield smooth
        yield gaussian_laplace(image, s)
        yield gaussian_gradient_magnitude(image, s)
        yield smooth - gaussian_filter(image, 0.66 * s)
        yield from eigenvalues(*tensor)
        yield from eigenvalues(*hessian)


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    rng = np.random.default_rng(7)
    y, x = np.mgrid[0:29, 0:37]
    discs = [(8, 9, 6, 1.0), (17, 22, 7, 0.6), (24, 5, 4, 0.8), (3, 33, 5, 0.5)]
    image = 0.02 * rng.standard_normal(y.shape)
    for cy, cx, r, v in discs:
        image += v * ((y - cy) ** 2 + (x - cx) ** 2 < r * r)
    image = image.astype(np.float32)
    np.save(folder / "image.npy", image)
    np.save(folder / "features.npy", np.stack(list(features(image.astype(np.float64)))).astype(np.float32))
