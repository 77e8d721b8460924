"""From a network's maps to objects, fast enough to be done every few hundred steps of a training.

The decoders of the segmenter (Java, org.scopeside.segmenter.decode) in NumPy: close to them, not equal to the
pixel. They choose states and thresholds; numbers to publish come from `scopeside evaluate`.

Maps are float arrays [y][x] or [channel][y][x] and must be finite. Label images are int32 [y][x], 0 for the
background, 1 to n for the objects.
"""
import numpy as np
import torch
from scipy import ndimage
from skimage import feature, measure, morphology, segmentation
from skimage.draw import polygon as polygon_pixels

from . import targets

# Fractions of the way from the centre to the outline, each standing for an equal part of the area.
_RADII = np.sqrt((np.arange(4) + 0.5) / 4).astype(np.float32)
_MIN_DISTANCE = 1e-3  # StarDist's, pixels


def star(prob, dist, grid, shape, prob_thresh=0.5, nms_thresh=0.3, border=2, limit=1000):
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
    limit: most objects, from 100 times as many proposals: a network that has learned nothing may propose one a
        pixel. The Java decoder has no such limit
    Returns labels of that shape; label 1 is the most probable object.
    """
    prob = np.asarray(prob, np.float32)
    dist = np.asarray(dist, np.float32)
    needed = tuple((s - 1) // grid + 1 for s in shape)
    if prob.shape != needed or dist.shape[1:] != needed:
        raise ValueError(f"maps {prob.shape} and {dist.shape} do not fit a plane {tuple(shape)} on a grid of {grid}: "
                         f"{needed} rows and columns are needed")
    _check_finite(prob, "probability")
    centres, outlines, scores = _star_candidates(prob, dist, grid, max(shape), prob_thresh, border, 100 * limit)
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
    """Of the triangles between rays [n][ray][y, x]: middles of the outer sides, the same, and signed areas [n][ray]."""
    after = np.roll(arms, -1, 1)
    return (arms + after) / 2, (arms[..., 1] * after[..., 0] - arms[..., 0] * after[..., 1]) / 2


def _shared_area(outline, centres, others):
    """Area in pixels that each of several outlines, centres [n][y, x] and vertices [n][ray][y, x], shares with one."""
    middles, triangles = _triangles(others - centres[:, None])
    low = np.floor(outline.min(0)).astype(np.int32) - 1
    size = np.ceil(outline.max(0)).astype(np.int32) + 2 - low
    covered = np.zeros(size, bool)
    covered[polygon_pixels(outline[:, 0] - low[0], outline[:, 1] - low[1])] = True
    along = _RADII[:, None]
    centres = centres - (low - 0.5).astype(np.float32)
    y = centres[:, 0, None, None] + along * middles[:, None, :, 0]
    x = centres[:, 1, None, None] + along * middles[:, None, :, 1]
    # What lies outside falls on the edge, which is not covered.
    y = y.clip(0, size[0] - 1).astype(np.int32)
    x = x.clip(0, size[1] - 1).astype(np.int32)
    hits = covered.ravel()[y * np.int32(size[1]) + x]
    return np.einsum("nrk,nk->n", hits.astype(np.float32), triangles) / len(_RADII)


def _paint(outlines, scores, shape):
    """Labels of outlines [n][ray][y, x] of falling probability; the surest on top, those nowhere to be seen dropped."""
    labels = np.zeros(shape, np.int32)
    # Of equally probable ones the later lies on top, as in StarDist.
    for i in np.argsort(scores, kind="stable"):
        labels[polygon_pixels(outlines[i, :, 0], outlines[i, :, 1], shape)] = i + 1
    return _consecutive(labels)


def flows(maps, cellprob_threshold=0, flow_threshold=0.4, niter=200, min_size=15, max_size_fraction=0.4):
    """Objects of flows (Cellpose 3: Stringer, Wang, Michaelos, Pachitariu 2021, Nature Methods 18:100).

    Pixels drift along the flows, p <- p + flow(p) / 5; those that arrive at the same place are one object. Objects
    go whose flows differ from those that their shape would have.

    maps: [dY, dX, cell probability][y][x]: flows five times a unit vector, and a logit
    flow_threshold: largest mean square difference to the flows of the shape, 0 to 4; 0 accepts every object
    niter: steps
    min_size: pixels of the smallest object; max_size_fraction: part of the plane that the largest covers
    """
    maps = np.asarray(maps, np.float32)
    if maps.shape[0] != 3:
        raise ValueError(f"flows are read from 3 maps (dY, dX, cell probability), not {maps.shape[0]}")
    _check_finite(maps, "flows")
    labels = np.zeros(maps.shape[1:], np.int32)
    cells = maps[2] > cellprob_threshold
    if not cells.any():
        return labels
    labels[cells] = _arrival_labels(_drift(np.where(cells, maps[:2], 0), cells, niter), labels.shape)
    labels = _keep_sizes(labels, 0, max_size_fraction * labels.size)
    if flow_threshold > 0:
        labels = _drop_bad_flows(_keep_sizes(labels, min_size), maps[:2], flow_threshold)
    return _keep_sizes(_fill_holes(_keep_sizes(labels, min_size)), min_size)


def _drift(flow, cells, niter):
    """Whole pixels [cell pixel][y, x] in which the pixels of cells [y][x] end that follow flows [y, x][y][x].

    Every few steps those that hardly move any more are let go.
    """
    period, still = 10, 1e-3
    height, width = cells.shape
    step = torch.from_numpy(np.ascontiguousarray(flow[::-1]) / 5)[None]  # grid_sample has x before y
    last = torch.tensor([width - 1, height - 1], dtype=torch.float32)
    # From pixels to -1 to 1 between the centres of the outermost pixels.
    scale = 2 / last.clamp(min=1)
    final = torch.from_numpy(np.argwhere(cells)[:, ::-1].astype(np.float32))
    moving = torch.arange(len(final))
    position = final.clone()
    for done in range(0, niter, period):
        before = position
        for _ in range(min(period, niter - done)):
            sampled = torch.nn.functional.grid_sample(step, (position * scale - 1)[None, None], align_corners=True)
            position = torch.minimum((position + sampled[0, :, 0].T).clamp(min=0), last)
        final[moving] = position
        far = (position - before).abs().amax(1) > still
        moving, position = moving[far], position[far]
        if not len(moving):
            break
    return final.numpy().astype(np.int64)[:, ::-1]


def _arrival_labels(arrivals, shape):
    """Labels [cell pixel] of pixels by where they arrived, [cell pixel][y, x]; 0 where that is at no seed.

    Seeds are 5x5 maxima of more than 10 arrivals. They grow five times by 3x3 into pixels of more than 2; where
    they meet, the one of more arrivals owns.
    """
    reach = 5
    at = arrivals[:, 0] * shape[1] + arrivals[:, 1]
    histogram = np.bincount(at, minlength=shape[0] * shape[1]).reshape(shape)
    peaks = (histogram > 10) & (histogram == ndimage.maximum_filter(histogram, 5, mode="constant"))
    seeds = np.argwhere(peaks)
    seeds = seeds[np.argsort(histogram[peaks], kind="stable")]
    padded = np.pad(histogram, reach)
    around = np.arange(2 * reach + 1)
    window = seeds[:, 0, None, None] + around[:, None], seeds[:, 1, None, None] + around
    free = padded[window] > 2
    grown = np.zeros(free.shape, bool)
    grown[:, reach, reach] = True
    for _ in range(reach):
        grown = ndimage.maximum_filter(grown, (1, 3, 3), mode="constant") & free
    owner = np.zeros(padded.shape, np.int32)
    for i, mask in enumerate(grown):
        owner[window[0][i], window[1][i]] = np.where(mask, i + 1, owner[window[0][i], window[1][i]])
    return owner[reach:-reach, reach:-reach].ravel()[at]


def _drop_bad_flows(labels, flow, threshold):
    """Drops objects whose flows are too far from those of their shape."""
    difference = ((targets.flow_target(labels) - flow / 5) ** 2).sum(0)
    errors = np.bincount(labels.ravel(), difference.ravel()) / np.maximum(np.bincount(labels.ravel()), 1)
    return _keep(labels, errors <= threshold)


def three_class(maps, order=("background", "interior", "boundary"), boundary_boost=1, min_size=16, connectivity=8,
                dilation=1, logits=False):
    """Objects of three classes (Caicedo et al. 2019, Cytometry A 95:952).

    Each pixel takes its most probable class; interiors smaller than min_size go and holes smaller than it are
    filled, both 4-connected; what is connected is one object. Objects grow back their half of the boundary.

    maps: [class][y][x], probabilities, or what the softmax is taken of with logits=True
    order: what each channel means
    boundary_boost: factor on the probability of the boundary
    min_size: pixels; connectivity: 4 or 8; dilation: by how many pixels objects grow, into the background only
    """
    maps = np.asarray(maps, np.float32)
    if sorted(order) != ["background", "boundary", "interior"] or len(maps) != 3:
        raise ValueError(f"{len(maps)} maps in the order {order}: background, interior and boundary are needed")
    _check_finite(maps, "classes")
    weighted = maps.copy()
    boundary = order.index("boundary")
    weighted[boundary] = weighted[boundary] + np.log(boundary_boost) if logits else weighted[boundary] * boundary_boost
    interior = weighted.argmax(0) == order.index("interior")
    interior = morphology.remove_small_holes(interior, min_size, connectivity=1)
    interior = morphology.remove_small_objects(interior, min_size, connectivity=1)
    labels, _ = ndimage.label(interior, np.ones((3, 3)) if connectivity == 8 else None, output=np.int32)
    for _ in range(dilation):
        labels = np.where(labels > 0, labels, ndimage.maximum_filter(labels, 3, mode="constant"))
    return _consecutive(labels)


def distance(inner, outer, maxima_threshold=0.1, radius=10, interior_threshold=0.3, small=15, holes=15,
             maxima_smooth=0, interior_smooth=2, maxima_algorithm="h_maxima"):
    """Objects of distance maps (deep watershed: Bai, Urtasun 2017, CVPR; Mesmer: Greenwald et al. 2022, Nat.
    Biotechnol. 40:555), as deepcell_toolbox.deep_watershed finds them.

    The maxima of the inner distance are seeds, those that touch one; they flood the interior, the highest first.

    inner: [y][x], 1 at the centres of objects, falling to 0
    outer: [y][x], distance to the border of the object, or probability of the interior
    maxima_threshold: least rise of a maximum above the saddle to anything higher (h_maxima), or its least height
        (peak_local_max)
    radius: pixels within which maxima are compared
    interior_threshold: objects are where the outer distance is above it
    small: pixels of the smallest object; holes: holes of fewer pixels are filled, 0 for none
    maxima_smooth, interior_smooth: standard deviations of Gaussians over the maps, pixels, 0 for none
    maxima_algorithm: h_maxima or peak_local_max
    """
    inner = np.asarray(inner, np.float32)
    outer = np.asarray(outer, np.float32)
    _check_finite(inner, "inner distance")
    _check_finite(outer, "outer distance")
    inner = ndimage.gaussian_filter(inner, maxima_smooth, mode="nearest") if maxima_smooth else inner
    outer = ndimage.gaussian_filter(outer, interior_smooth, mode="nearest") if interior_smooth else outer
    if maxima_algorithm == "h_maxima":
        maxima = _h_maxima(inner, maxima_threshold, radius)
    elif maxima_algorithm == "peak_local_max":
        maxima = np.zeros(inner.shape, bool)
        peaks = feature.peak_local_max(inner, min_distance=radius, threshold_abs=maxima_threshold, exclude_border=False)
        maxima[tuple(peaks.T)] = True
    else:
        raise ValueError(f"maxima_algorithm is {maxima_algorithm}: h_maxima and peak_local_max are possible")
    markers = measure.label(maxima, connectivity=2)
    labels = segmentation.watershed(-outer, markers, mask=outer > interior_threshold).astype(np.int32)
    labels = _keep_sizes(labels, small)
    return _fill_small_holes(labels, holes) if holes else labels


def _h_maxima(values, h, radius):
    """Where [y][x] a map rises at least h above the saddle to anything higher, neighbours being within a radius.

    By definition (Soille 1999, Morphological Image Analysis, 6.3.4) such a pixel is the highest of the part of
    {values > its value - h} that it is connected to, so only that part is searched, for the highest pixels first.
    """
    width = values.shape[1]
    offsets = np.argwhere(morphology.disk(radius)) - radius
    padded = np.pad(values, radius, constant_values=-np.inf)
    stride = width + 2 * radius
    f = padded.ravel()
    steps = offsets[:, 0] * stride + offsets[:, 1]
    cross = ndimage.maximum_filter(values, footprint=ndimage.generate_binary_structure(2, 1), mode="constant",
                                   cval=-np.inf)
    y, x = np.nonzero((values >= cross) & (values >= values.min() + np.float32(h)))
    candidates = (y + radius) * stride + x + radius
    if candidates.size:
        highest = np.concatenate([f[part[:, None] + steps].max(1)
                                  for part in np.array_split(candidates, 1 + len(candidates) // 4096)])
        candidates = candidates[f[candidates] >= highest]
    seen_by = np.zeros(f.shape, np.int32)
    order = candidates[np.argsort(-f[candidates], kind="stable")]
    found = [_search(f, p, h, steps, seen_by, i + 1) for i, p in enumerate(order)]
    maxima = np.zeros(padded.shape, bool)
    maxima.ravel()[np.concatenate([np.zeros(0, int), *found])] = True
    return maxima[radius:-radius, radius:-radius]


def _search(f, p, h, steps, seen_by, number):
    """Pixels as high as p in the part of a map [pixel] above f[p] - h that steps connect to p; none if any is higher.

    What another search has seen leads to a pixel as high as p or higher: a search that meets it has failed.
    """
    if seen_by[p]:
        return np.zeros(0, int)
    edge = np.array([p])
    seen_by[p] = number
    parts = []
    while edge.size:
        parts.append(edge)
        reached = (edge[:, None] + steps).ravel()
        reached = reached[f[reached] > f[p] - h]
        by = seen_by[reached]
        edge = np.unique(reached[by == 0])
        seen_by[edge] = number
        if ((by != 0) & (by != number)).any() or (f[edge] > f[p]).any():
            return np.zeros(0, int)
    part = np.concatenate(parts)
    return part[f[part] == f[p]]


def _fill_small_holes(labels, size):
    """Fills 4-connected background of fewer pixels that has one label alone around it and is not at the edge."""
    holes, count = ndimage.label(labels == 0)
    areas = np.bincount(holes.ravel(), minlength=count + 1)
    inside = areas < size
    for edge in (holes[0], holes[-1], holes[:, 0], holes[:, -1]):
        inside[edge] = False
    inside[0] = False
    filled = labels.copy()
    for i, box in enumerate(ndimage.find_objects(holes), 1):
        if inside[i]:
            box = tuple(slice(b.start - 1, b.stop + 1) for b in box)
            hole = holes[box] == i
            around = labels[box][ndimage.binary_dilation(hole) & ~hole]
            if (around == around[0]).all():
                filled[box][hole] = around[0]
    return filled


def _fill_holes(labels):
    """Fills all holes of each object, in the order of their labels; what lies in one becomes part of the object."""
    for i, box in enumerate(ndimage.find_objects(labels), 1):
        if box is not None:
            filled = ndimage.binary_fill_holes(labels[box] == i)
            labels[box][filled] = i
    return labels


def _keep_sizes(labels, least, most=np.inf):
    """Labels without gaps of the objects of so many pixels, the limits included."""
    areas = np.bincount(labels.ravel())
    return _keep(labels, (areas >= least) & (areas <= most))


def _keep(labels, kept):
    """Labels without gaps, in the same order, of the objects for which kept [label] is true."""
    kept = kept & (np.bincount(labels.ravel(), minlength=len(kept)) > 0)
    kept[0] = False
    return (np.cumsum(kept) * kept).astype(np.int32)[labels]


def _consecutive(labels):
    """Labels without gaps, in the same order."""
    return _keep_sizes(labels, 1)


def _check_finite(values, name):
    wrong = np.count_nonzero(~np.isfinite(values))
    if wrong:
        raise ValueError(f"{wrong} of {values.size} values of the {name} are NaN or infinite")
