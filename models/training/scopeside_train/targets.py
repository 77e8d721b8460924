"""What the networks are to learn, from label images [y, x], 0 for the background."""
import functools

import numpy as np
from scipy import ndimage

from .networks import RAYS


def inner_border(labels):
    """Pixels of objects with a 4-neighbour of another label or the background, bool [y, x]."""
    border = np.zeros(labels.shape, bool)
    down = labels[1:] != labels[:-1]
    across = labels[:, 1:] != labels[:, :-1]
    border[1:] |= down
    border[:-1] |= down
    border[:, 1:] |= across
    border[:, :-1] |= across
    return border & (labels > 0)


def border_distance(labels):
    """Distance of each pixel of an object to what is not the object, pixels, float32 [y, x].

    1 at the object's outermost pixels, whether it ends at background or at a neighbour; 0 outside.
    """
    inside = labels > 0
    depth = ndimage.distance_transform_edt(inside & ~inner_border(labels))
    return np.where(inside, depth + 1, 0).astype(np.float32)


def relative_depth(labels, depth):
    """Depth over the greatest depth of the same object, 0 to 1, float32 [y, x]: how surely a pixel
    lies well inside (StarDist's object probability)."""
    inside = np.flatnonzero(labels)
    order = np.argsort(labels.ravel()[inside], kind="stable")
    number = labels.ravel()[inside][order]
    first = np.flatnonzero(np.diff(number, prepend=0))
    greatest = np.ones(int(labels.max(initial=0)) + 1, np.float32)
    if len(first):
        greatest[number[first]] = np.maximum.reduceat(depth.ravel()[inside][order], first)
    return depth / greatest[labels]


class _Rays:
    """How to read a square image so that all rays run straight down, and are followed together.

    A ray passes through one pixel a column (a row, where it is steep); column x is shifted by
    round(slope x). Sheared columns of all directions lie side by side, those of the next x below.
    One line serves a direction and its opposite.
    """

    def __init__(self, size, grid):
        x = np.arange(size)
        at = np.arange(0, size, grid)
        sources, places, self.lengths, self.steep, self.ahead = [], [], [], [], []
        begin = 0
        for ray in range(RAYS // 2):
            angle = 2 * np.pi * ray / RAYS
            dy, dx = np.sin(angle), np.cos(angle)
            steep = abs(dy) > abs(dx)
            slope = dx / dy if steep else dy / dx
            shift = np.floor(slope * x + 0.5).astype(np.int64)
            top = int(-shift.max())
            lines = int(size - shift.min()) - top
            y = np.arange(lines)[None, :] + top + shift[:, None]
            inside = (y >= 0) & (y < size)
            # Straight image, image turned, and one element for everything outside.
            pixel = y * size + x[:, None] + (size * size if steep else 0)
            sources.append(np.where(inside, pixel, 2 * size * size).astype(np.int32))
            places.append(begin + at[:, None] - shift[at][None, :] - top)
            begin += lines
            self.lengths.append(np.float32(np.hypot(1, slope)))
            self.steep.append(steep)
            self.ahead.append((dy if steep else dx) > 0)
        self.source = np.concatenate(sources, axis=1)
        self.at = np.stack([at[None, :] * begin + place for place in places]).astype(np.int32)
        self.x = at[None, :]

    def distances(self, labels):
        columns = np.concatenate([labels.ravel(), labels.T.ravel(), [-1]]).astype(np.int32)[self.source]
        size = len(columns)
        change = columns[1:] != columns[:-1]
        x = np.arange(size, dtype=np.int16)[:, None]
        ahead = np.empty(columns.shape, np.int16)
        ahead[-1] = size - 1
        ahead[:-1] = np.where(change, x[:-1], np.int16(size - 1))
        for i in range(size - 2, -1, -1):
            np.minimum(ahead[i], ahead[i + 1], out=ahead[i])
        forward = np.take(ahead, self.at) - self.x + np.float32(0.5)
        behind = ahead
        behind[0] = -1
        behind[1:] = np.where(change, x[:-1], np.int16(-1))
        for i in range(1, size):
            np.maximum(behind[i], behind[i - 1], out=behind[i])
        backward = self.x - np.take(behind, self.at) - np.float32(0.5)
        out = np.empty((RAYS,) + forward.shape[1:], np.float32)
        for ray, (length, steep, ahead) in enumerate(zip(self.lengths, self.steep, self.ahead)):
            one, other = (forward, backward) if ahead else (backward, forward)
            one, other = one[ray] * length, other[ray] * length
            out[ray] = one.T if steep else one
            out[ray + RAYS // 2] = other.T if steep else other
        return out


@functools.lru_cache(maxsize=4)
def _rays(size, grid):
    return _Rays(size, grid)


def star_distances(labels, grid):
    """Distance from every grid-th pixel to the outline of its object along 32 rays, pixels.

    Ray k points at angle 2 pi k / 32, row = y + d sin, column = x + d cos (Schmidt et al. 2018). The
    outline lies half a pixel beyond the last pixel of the object; the image's edge ends a ray.
    What stands at pixels of the background means nothing.

    :param labels: [size, size], square
    :return: float32 [32, size/grid, size/grid]
    """
    return _rays(labels.shape[0], grid).distances(labels)


def three_classes(labels, width=2):
    """0 background, 1 interior, 2 boundary, int64 [y, x].

    The boundary is one pixel at each side of every outline (width 2), or 3 and more wide, as Caicedo
    et al. 2019 draw it; with 2 the decoder's growth by one pixel gives back the object exactly.
    """
    # 8-connected, as the growth is: whatever differs from the greatest or the least label around it.
    edge = ndimage.maximum_filter(labels, 3) != ndimage.minimum_filter(labels, 3)
    if width > 2:
        edge = ndimage.binary_dilation(edge, iterations=(width - 1) // 2)
    return np.where(edge, 2, labels > 0).astype(np.int64)


def centre_and_border(labels, depth):
    """Inner and outer distance, float32 [2, y, x].

    inner = 1 / (1 + 2 d / sqrt(area)), d from the centroid (DeepCell's form: falls from 1 to about a
    half at the border of a disc of any size); outer = 1 - exp(-depth / 2 px), 0.39 at outermost
    pixels: steep where the border is decided, level where it is not.
    """
    count = int(labels.max(initial=0))
    y, x = np.indices(labels.shape, dtype=np.float32)
    flat = labels.ravel()
    area = np.maximum(np.bincount(flat, minlength=count + 1), 1)
    centre_y = np.bincount(flat, y.ravel(), count + 1) / area
    centre_x = np.bincount(flat, x.ravel(), count + 1) / area
    distance = np.hypot(y - centre_y[labels], x - centre_x[labels])
    inner = 1 / (1 + 2 * distance / np.sqrt(area)[labels])
    return np.stack([
        np.where(labels > 0, inner, 0), 1 - np.exp(-depth / 2)]).astype(np.float32)


def flow_target(labels):
    """Cellpose's flows: unit vectors down a heat that spreads from each object's centre.

    The source is the object's pixel nearest to its centroid; each step adds 1 there and takes the
    mean of 3x3 inside the object; 2 (height + width) steps; gradient of log(1 + heat) (Stringer et
    al. 2021). float32 [2, y, x], y first; 0 outside.
    """
    out = np.zeros((2,) + labels.shape, np.float32)
    for number, box in enumerate(ndimage.find_objects(labels), start=1):
        if box is None:
            continue
        mask = np.pad(labels[box] == number, 1)
        rows, columns = np.nonzero(mask)
        middle = np.argmin((rows - rows.mean()) ** 2 + (columns - columns.mean()) ** 2)
        size = int(np.ptp(rows) + np.ptp(columns) + 2)
        heat = _heat(mask, rows, columns, middle, 2 * size)
        out[:, box[0], box[1]] += _unit_gradient(np.log1p(heat))[:, 1:-1, 1:-1] * mask[1:-1, 1:-1]
    return out


def _heat(mask, rows, columns, middle, steps):
    width = mask.shape[1]
    at = rows * width + columns
    offsets = np.array([0, -1, 1, -width, width, -width - 1, -width + 1, width - 1, width + 1])
    near = at[None, :] + offsets[:, None]
    heat = np.zeros(mask.size)
    source = at[middle]
    for _ in range(steps):
        heat[source] += 1
        heat[at] = heat[near].mean(axis=0)
    return heat.reshape(mask.shape)


def _unit_gradient(heat):
    gradient = np.zeros((2,) + heat.shape)
    gradient[0, 1:-1] = heat[2:] - heat[:-2]
    gradient[1, :, 1:-1] = heat[:, 2:] - heat[:, :-2]
    return gradient / (np.sqrt((gradient**2).sum(axis=0)) + 1e-60)
