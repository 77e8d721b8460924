"""Writes the expected results of the three-class, distance and box-mask decoders' tests.

    /usr/bin/python3 stream-segmenter/src/test/python/decoder_goldens.py

Needs NumPy 1.24, SciPy 1.10, scikit-image 0.19, PyTorch 1.13 and torchvision 0.14. The steps are
written from the published descriptions (Caicedo et al. 2019; Greenwald et al. 2022; He et al.
2017) with the libraries' own functions. Inputs are drawn from a fixed seed; bytes stand for
probabilities of v / 255 in single precision.
"""

import pathlib

import numpy as np
import torch
from scipy import ndimage
from skimage import feature, measure, morphology, segmentation, transform
from torchvision.models.detection.roi_heads import paste_masks_in_image

TARGET = pathlib.Path(__file__).resolve().parents[1] / "resources" / "decoders"
random = np.random.default_rng(20240611)


def save(name, array):
    array = np.asarray(array)
    if array.dtype == np.int32 and array.max() < 256:
        array = array.astype(np.uint8)
    path = TARGET / (name + ".npy")
    path.parent.mkdir(parents=True, exist_ok=True)
    np.save(path, np.ascontiguousarray(array))


def field(shape, sigma):
    smooth = ndimage.gaussian_filter(random.standard_normal(shape), sigma)
    return (smooth - smooth.min()) / np.ptp(smooth)


def as_bytes(probability):
    return np.rint(255 * np.clip(probability, 0, 1)).astype(np.uint8)


def as_floats(byte):
    return (byte / 255).astype(np.float32)


def discs(height, width, count):
    labels = np.zeros((height, width), np.int32)
    y, x = np.mgrid[:height, :width]
    for label in range(1, count + 1):
        cy, cx, r = random.uniform(0, height), random.uniform(0, width), random.uniform(5, 10)
        inside = (y - cy) ** 2 + ((x - cx) * random.uniform(0.8, 1.2)) ** 2 < r * r
        labels[inside & (labels == 0)] = label
    return labels


def three_class(classes, min_size, boost):
    winner = np.argmax(classes * np.array([1, 1, boost])[:, None, None], 0)
    cell = morphology.remove_small_holes(winner == 1, min_size)
    cell = morphology.remove_small_objects(cell, min_size)
    return morphology.dilation(measure.label(cell), morphology.square(3))


def three_class_goldens():
    noise = np.stack([field((72, 90), 2.5) + 0.05 * random.standard_normal((72, 90)) for _ in range(3)])
    noise[1] *= 1.1
    classes = as_bytes(noise)
    save("threeclass/noise/classes", classes)
    save("threeclass/noise/labels", three_class(as_floats(classes), 16, 1).astype(np.int32))
    save("threeclass/noise/labels_boosted", three_class(as_floats(classes), 6, 1.25).astype(np.int32))
    truth = discs(72, 90, 40)
    border = segmentation.find_boundaries(truth, mode="thick")
    cells = np.stack([truth == 0, (truth > 0) & ~border, border]) * 1.0
    cells = as_bytes(0.8 * cells + 0.3 * random.random(cells.shape))
    save("threeclass/cells/classes", cells)
    save("threeclass/cells/labels", three_class(as_floats(cells), 16, 1).astype(np.int32))
    save("threeclass/cells/labels_boosted", three_class(as_floats(cells), 6, 1.25).astype(np.int32))


def maxima_goldens():
    y, x = np.mgrid[:60, :70]
    cones = sum(np.maximum(0, random.uniform(0.2, 1) - np.hypot(y - a, x - b) / 9)
                for a, b in random.uniform(0, 60, (14, 2)))
    images = {
        "smooth": field((60, 70), 3),
        "rough": field((60, 70), 1),
        "levels": np.rint(20 * field((60, 70), 2)) / 20,
        "cones": cones,
        "around_zero": 4 * field((60, 70), 2) - 2,
        "row": field((1, 200), 3),
    }
    for name, image in images.items():
        image = image.astype(np.float32)
        save(f"maxima/{name}/image", image)
        for radius in (1, 2, 10):
            disk = morphology.disk(radius)
            found = np.stack([morphology.h_maxima(image, h, disk) for h in (0.05, 0.1, 0.3)])
            save(f"maxima/{name}/h_maxima_{radius}", found.astype(np.uint8))
    for name in ("smooth", "rough", "around_zero"):
        image = np.load(TARGET / f"maxima/{name}/image.npy")
        for border in (False, True):
            found = np.zeros(image.shape, np.uint8)
            found[tuple(feature.peak_local_max(
                image, min_distance=4, threshold_abs=0.3, exclude_border=border).T)] = 1
            save(f"maxima/{name}/peaks_{'inner' if border else 'all'}", found)


def inner_and_outer(labels):
    inner = np.zeros(labels.shape)
    outer = np.zeros(labels.shape)
    for region in measure.regionprops(labels):
        mask = np.pad(labels == region.label, 1, mode="edge")
        distance = ndimage.distance_transform_edt(mask)[1:-1, 1:-1]
        where = labels == region.label
        places = np.argwhere(where)
        centre = (places * distance[where][:, None]).sum(0) / distance[where].sum()
        square = ((places - centre) ** 2).sum(1)
        inner[where] = 1 / (1 + square / np.sqrt(region.area))
        outer[where] = distance[where] / distance[where].max()
    return inner, outer


def deep_watershed(inner, interior, peaks, maxima_threshold, radius, interior_smooth,
                   interior_threshold, small):
    interior = ndimage.gaussian_filter(interior, interior_smooth)
    if peaks:
        markers = np.zeros(inner.shape, bool)
        markers[tuple(feature.peak_local_max(
            inner, min_distance=radius, threshold_abs=maxima_threshold, exclude_border=False).T)] = True
    else:
        markers = morphology.h_maxima(inner, maxima_threshold, morphology.disk(radius))
    labels = segmentation.watershed(
        -interior, measure.label(markers), mask=interior > interior_threshold)
    labels = morphology.remove_small_objects(labels, small)
    return segmentation.relabel_sequential(labels)[0].astype(np.int32)


def distance_goldens():
    labels = measure.label(discs(100, 110, 60), connectivity=1).astype(np.int32)
    labels = segmentation.relabel_sequential(morphology.remove_small_objects(labels, 4))[0]
    labels = labels.astype(np.int32)
    inner, outer = inner_and_outer(labels)
    save("distance/labels", labels)
    save("distance/targets", np.stack([inner, outer]).astype(np.float32))
    noise = [ndimage.gaussian_filter(random.standard_normal(labels.shape), 1) for _ in range(2)]
    maps = np.stack([inner + 0.1 * noise[0], outer + 0.2 * noise[1]]).astype(np.float32)
    save("distance/maps", maps)
    save("distance/expected_default", deep_watershed(maps[0], maps[1], False, 0.1, 10, 2, 0.3, 15))
    save("distance/expected_mesmer", deep_watershed(maps[0], maps[1], False, 0.075, 2, 2, 0.2, 15))
    save("distance/expected_unsmoothed", deep_watershed(maps[0], maps[1], False, 0.1, 3, 0, 0.2, 0))
    save("distance/expected_peaks", deep_watershed(maps[0], maps[1], True, 0.3, 4, 0, 0.2, 15))


def box_mask_goldens():
    height, width, count = 60, 70, 18
    corner = random.uniform(-8, 55, (count, 2))
    size = random.uniform(2, 40, (count, 2))
    size[0] = 0.3
    corner[1], size[1] = (-20, -30), (100, 120)
    boxes = np.concatenate([corner, corner + size], 1).astype(np.float32)
    masks = as_bytes(np.stack([1.2 * field((28, 28), random.uniform(1, 5)) for _ in range(count)]))
    probability = torch.from_numpy(as_floats(masks))[:, None]
    xyxy = torch.from_numpy(boxes[:, [1, 0, 3, 2]].copy())
    pasted = paste_masks_in_image(probability, xyxy, (height, width))[:, 0].numpy()
    save("boxmask/boxes", boxes)
    save("boxmask/masks", masks)
    save("boxmask/torchvision", (pasted >= 0.5).astype(np.uint8))
    matterport = np.zeros((count, height, width), np.uint8)
    for n, (y1, x1, y2, x2) in enumerate(np.around(boxes).astype(int)):
        if y2 > y1 and x2 > x1:
            mask = transform.resize(as_floats(masks[n]), (y2 - y1, x2 - x1), order=1,
                                    mode="constant", anti_aliasing=False) >= 0.5
            top, left = max(0, y1), max(0, x1)
            part = mask[top - y1:height - y1, left - x1:width - x1]
            matterport[n, top:top + part.shape[0], left:left + part.shape[1]] = part
    save("boxmask/matterport", matterport)


if __name__ == "__main__":
    three_class_goldens()
    maxima_goldens()
    distance_goldens()
    box_mask_goldens()
