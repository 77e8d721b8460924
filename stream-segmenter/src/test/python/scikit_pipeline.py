"""The pipeline of ClassicalSegmentation with SciPy and scikit-image, and its CPU time.

Usage: scikit_pipeline.py plane.f32 ...   (square planes, raw little-endian float32, as written by ClassicalBench)
"""
import os

os.environ.setdefault("OMP_NUM_THREADS", "1")

import sys
import time

import numpy as np
from scipy import ndimage
from skimage import feature, filters, morphology, segmentation


def segment(plane, clock):
    smooth = ndimage.gaussian_filter(plane, 1)
    clock("gaussian")
    mask = smooth > filters.threshold_otsu(smooth)
    clock("otsu")
    mask = ndimage.binary_fill_holes(mask)
    clock("holes")
    distance = ndimage.distance_transform_edt(mask)
    clock("distance")
    distance = ndimage.gaussian_filter(distance, 2)
    clock("distance smoothing")
    peaks = feature.peak_local_max(distance, min_distance=7, exclude_border=False)
    markers = np.zeros(plane.shape, np.int32)
    markers[tuple(peaks.T)] = np.arange(1, len(peaks) + 1)
    clock("seeds")
    labels = segmentation.watershed(-distance, markers, mask=mask)
    clock("watershed")
    labels = morphology.remove_small_objects(labels, 30)
    labels, _, _ = segmentation.relabel_sequential(labels)
    clock("small objects, numbering")
    return labels


for path in sys.argv[1:]:
    plane = np.fromfile(path, "<f4")
    side = int(round(plane.size**0.5))
    plane = plane.reshape(side, side)
    best = None
    for _ in range(3):
        laps = []
        last = [time.process_time()]

        def clock(step):
            now = time.process_time()
            laps.append((step, now - last[0]))
            last[0] = now

        labels = segment(plane, clock)
        total = sum(seconds for _, seconds in laps)
        if best is None or total < best[0]:
            best = (total, laps)
    print(f"{os.path.basename(path)}: {labels.max()} objects, least {1000 * best[0]:.0f} ms CPU")
    for step, seconds in best[1]:
        print(f"  {step:25s} {1000 * seconds:7.1f} ms")
