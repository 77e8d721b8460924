"""From a network's maps to objects, fast enough to be done every few hundred steps of a training.

The decoders of the segmenter (Java, org.scopeside.segmenter.decode) in NumPy: close to them, not equal to the
pixel. They choose states and thresholds; numbers to publish come from `scopeside evaluate`.

Maps are float arrays [y][x] or [channel][y][x] and must be finite. Label images are int32 [y][x], 0 for the
background, 1 to n for the objects.
"""
import numpy as np
from skimage.draw import polygon as polygon_pixels

# Fractions of the way from the centre to the outline, each standing for an equal part of the area.
_RADII = np.sqrt((np.arange(4) + 0.5) / 4).astype(np.float32)
_MIN_DISTANCE = 1e-3  # StarDist's, pixels


def star(prob, dist, grid, shape, prob_thresh=0.5, nms_thresh=0.3, border=2, limit=2000):
    """Objects of star-convex maps (StarDist: Schmidt, Weigert, Broaddus, Myers 2018, MICCAI, LNCS 11071:265).

    Pixels above prob_thresh propose outlines. Of two whose overlap, intersection / smaller area, is above
    nms_thresh the more probable survives. Survivors are painted, the least probable first.

    The intersection is approximate: the survivor is rasterised, the other one sampled at 4 points in each of the
    triangles between its rays.

    prob: [y][x], 0 to 1, probability of being well inside an object
    dist: [ray][y][x], pixels of the plane; ray k of n points at angle 2 pi k / n: row = y + d sin, column = x + d cos
    grid: pixels of the plane between two pixels of the maps; (y, x) of the maps is (y grid, x grid) of the plane
    shape: rows and columns of the plane
    border: pixels of the maps along their edges that propose nothing
    limit: most objects, from 50 times as many proposals; a network that has learned nothing may propose one a pixel
    Returns labels of that shape; label 1 is the most probable object.
    """
    prob = np.asarray(prob, np.float32)
    dist = np.asarray(dist, np.float32)
    needed = tuple((s - 1) // grid + 1 for s in shape)
    if prob.shape != needed or dist.shape[1:] != needed:
        raise ValueError(f"maps {prob.shape} and {dist.shape} do not fit a plane {tuple(shape)} on a grid of {grid}: "
                         f"{needed} rows and columns are needed")
    _check_finite(prob, "probability")
    centres, outlines, scores = _star_candidates(prob, dist, grid, max(shape), prob_thresh, border, 50 * limit)
    survivors = _star_survivors(centres, outlines, nms_thresh, limit)
    return _paint(outlines[survivors], scores[survivors], shape)


def _star_candidates(prob, dist, grid, largest, threshold, border, most):
    """Centres [n][y, x], vertices [n][ray][y, x], probabilities [n], the surest first; of equal ones the later."""
    inner = np.zeros(prob.shape, bool)
    inner[border:prob.shape[0] - border, border:prob.shape[1] - border] = True
    positions = np.flatnonzero(inner & (prob > np.float32(threshold)))
    scores = prob.ravel()[positions]
    order = np.argsort(scores, kind="stable")[::-1][:most]
    positions = positions[order]
    distances = dist.reshape(len(dist), -1)[:, positions].T
    _check_finite(distances, "distance")
    # Beyond the plane nothing is seen of an outline.
    distances = np.clip(distances, _MIN_DISTANCE, 2 * largest)
    angles = 2 * np.pi * np.arange(len(dist)) / len(dist)
    rays = np.stack([np.sin(angles), np.cos(angles)], -1).astype(np.float32)
    centres = grid * np.stack(np.divmod(positions, prob.shape[1]), -1).astype(np.float32)
    return centres, centres[:, None] + distances[:, :, None] * rays, scores[order]


def _star_survivors(centres, outlines, threshold, limit):
    """Indices of the outlines that no surer survivor suppresses, in their order."""
    corners = np.trunc(outlines)  # as StarDist suppresses
    low = corners.min(1, initial=np.inf)
    high = corners.max(1, initial=-np.inf)
    areas = _triangles(corners - centres[:, None])[1].sum(1)
    survivors = []
    waiting = np.arange(len(centres))
    while waiting.size and len(survivors) < limit:
        best, waiting = waiting[0], waiting[1:]
        survivors.append(best)
        common = np.minimum(high[waiting], high[best]) - np.maximum(low[waiting], low[best])
        # The box that is common to both bounds their intersection; a pixel is added for the raster.
        bound = (np.maximum(common, -1) + 1).prod(1)
        least = threshold * np.minimum(areas[waiting], areas[best])
        close = np.flatnonzero((common >= 0).all(1) & (bound > least))
        if close.size:
            near = waiting[close]
            shared = _shared_area(corners[best], centres[near], corners[near])
            waiting = np.delete(waiting, close[shared > least[close]])
    return np.array(survivors, int)


def _triangles(arms):
    """Middles of the outer sides [n][ray][y, x] and signed areas [n][ray] of the triangles between rays [n][ray][y, x]."""
    after = np.roll(arms, -1, 1)
    return (arms + after) / 2, (arms[..., 1] * after[..., 0] - arms[..., 0] * after[..., 1]) / 2


def _shared_area(outline, centres, others):
    """Area in pixels that each of several outlines, centres [n][y, x] and vertices [n][ray][y, x], shares with one."""
    middles, triangles = _triangles(others - centres[:, None])
    low = np.floor(outline.min(0)).astype(int) - 1
    size = np.ceil(outline.max(0)).astype(int) + 2 - low
    covered = np.zeros(size, bool)
    covered[polygon_pixels(outline[:, 0] - low[0], outline[:, 1] - low[1])] = True
    points = (centres - low + 0.5)[:, None, None] + middles[:, :, None] * _RADII[:, None]
    # What lies outside falls on the edge, which is not covered.
    y = np.clip(points[..., 0], 0, size[0] - 1).astype(np.int32)
    x = np.clip(points[..., 1], 0, size[1] - 1).astype(np.int32)
    return (covered.ravel()[y * size[1] + x].mean(2) * triangles).sum(1)


def _paint(outlines, scores, shape):
    """Labels of outlines [n][ray][y, x] of falling probability; the surest on top, those nowhere to be seen dropped."""
    labels = np.zeros(shape, np.int32)
    # Of equally probable ones the later lies on top, as in StarDist.
    for i in np.argsort(scores, kind="stable"):
        labels[polygon_pixels(outlines[i, :, 0], outlines[i, :, 1], shape)] = i + 1
    return _consecutive(labels)


def _consecutive(labels):
    """Labels without gaps, in the same order."""
    there = np.bincount(labels.ravel()) > 0
    there[0] = False
    return (np.cumsum(there) * there).astype(np.int32)[labels]


def _check_finite(values, name):
    if not np.isfinite(values).all():
        raise ValueError(f"{np.count_nonzero(~np.isfinite(values))} of {values.size} values of the {name} are NaN or infinite")
