"""CPU time of the steps of the three-class and distance decoders in scikit-image, on one thread.

    java -cp … org.scopeside.segmenter.decode.DecoderBench <folder>
    /usr/bin/python3 stream-segmenter/src/test/python/scikit_decoders.py <folder>
"""

import os
import sys
import time

os.environ["OMP_NUM_THREADS"] = "1"

import numpy as np
from scipy import ndimage
from skimage import measure, morphology, segmentation


def three_class(maps):
    cell = np.argmax(maps, 0) == 1
    cell = morphology.remove_small_holes(cell, 16)
    cell = morphology.remove_small_objects(cell, 16)
    return morphology.dilation(measure.label(cell), morphology.square(3))


def mesmer(maps):
    interior = ndimage.gaussian_filter(maps[1], 2)
    markers = measure.label(morphology.h_maxima(maps[0], 0.075, morphology.disk(2)))
    labels = segmentation.watershed(-interior, markers, mask=interior > 0.2)
    labels = morphology.remove_small_objects(labels, 15)
    return segmentation.relabel_sequential(labels)[0]


def report(name, step, maps):
    start = time.process_time()
    objects = step(maps).max()
    print(f"{name}: {objects} objects, {1000 * (time.process_time() - start):.0f} ms CPU")


for name in ("512_100", "1024_1000", "2048_1000", "2048_5000"):
    path = os.path.join(sys.argv[1], name + ".f32")
    side = int(name.split("_")[0])
    if os.path.exists(path):
        maps = np.fromfile(path, np.float32).reshape(5, side, side)
        report(name + " three-class", three_class, maps[:3])
        if side <= 1024:
            report(name + " distance, Mesmer", mesmer, maps[3:])
