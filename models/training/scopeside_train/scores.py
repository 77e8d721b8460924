"""How well predicted objects meet the true ones: F1 and average precision by IoU, error of the count.

The scores of `scopeside evaluate` that a training needs while it runs; numbers to publish come from there.
Label images are whole numbers [y][x], 0 for the background; labels need not be consecutive.
"""
import dataclasses

import numpy as np
from scipy.optimize import linear_sum_assignment

THRESHOLDS = np.round(np.arange(0.5, 0.91, 0.05), 2)  # Caicedo et al. 2019, Cytometry A 95:952


@dataclasses.dataclass(frozen=True)
class Counts:
    """True positives, false positives and false negatives of one image, whole numbers [threshold]."""

    thresholds: np.ndarray
    tp: np.ndarray
    fp: np.ndarray
    fn: np.ndarray

    @property
    def true_objects(self):
        return int(self.tp[0] + self.fn[0])

    @property
    def predicted_objects(self):
        return int(self.tp[0] + self.fp[0])

    def __iter__(self):
        return iter((self.tp, self.fp, self.fn))


@dataclasses.dataclass(frozen=True)
class Scores:
    """Scores of a set of images whose objects are counted together.

    thresholds, f1: [threshold]; f1 = 2 TP / (2 TP + FP + FN), 1 where there is no object at all
    mean_f1: mean of f1 over the thresholds
    ap50: TP / (TP + FP + FN) at the threshold 0.5; NaN where that is none of the thresholds
    count_error: median over the images of |predicted - true| / true objects; where there are no
        true objects it is 0 without predicted ones, else the image is left out; NaN where all are
    true_objects, predicted_objects: of all images
    """

    thresholds: np.ndarray
    f1: np.ndarray
    mean_f1: float
    ap50: float
    count_error: float
    true_objects: int
    predicted_objects: int

    @property
    def f1_50(self):
        """F1 at IoU 0.5, NaN where that is none of the thresholds."""
        return _at(self.f1, self.thresholds, 0.5)

    def __str__(self):
        return (f"F1@0.5 {self.f1_50:.4f}, mean F1 {self.mean_f1:.4f}, AP@0.5 {self.ap50:.4f}, "
                f"count error {self.count_error:.3f}, {self.predicted_objects} of {self.true_objects} objects")


def match(truth, predicted):
    """Intersection over union of every true with every predicted object.

    truth, predicted: label images of the same shape
    Returns float64 [true object][predicted object], 0 to 1, objects in the order of their labels.
    """
    truth = np.asarray(truth)
    predicted = np.asarray(predicted)
    if truth.shape != predicted.shape:
        raise ValueError(f"truth of shape {truth.shape}, prediction of shape {predicted.shape}: they must be equal")
    t, true_count = _consecutive(truth)
    p, predicted_count = _consecutive(predicted)
    pairs = np.bincount(t * (predicted_count + 1) + p, minlength=(true_count + 1) * (predicted_count + 1))
    pairs = pairs.reshape(true_count + 1, predicted_count + 1)
    shared = pairs[1:, 1:]
    union = pairs.sum(1)[1:, None] + pairs.sum(0)[None, 1:] - shared
    return shared / np.maximum(union, 1)


def counts(truth, predicted, thresholds=THRESHOLDS):
    """TP, FP and FN at IoU >= each threshold, by the one-to-one assignment with most pairs.

    Above 0.5 no object has two partners (Kirillov et al. 2019, CVPR), so that pairs only need to be counted.

    truth, predicted: label images of the same shape; thresholds: above 0, at most 1
    """
    iou = match(truth, predicted)
    thresholds = np.atleast_1d(np.asarray(thresholds, float))
    if not ((thresholds > 0) & (thresholds <= 1)).all():
        raise ValueError(f"IoU thresholds {thresholds}: each must be above 0 and at most 1")
    tp = np.array([_pairs(iou >= t) for t in thresholds], int)
    return Counts(thresholds, tp, iou.shape[1] - tp, iou.shape[0] - tp)


def pooled(images):
    """Scores of several images as one set.

    images: Counts of each, at the same thresholds, at least one
    """
    images = list(images)
    if not images:
        raise ValueError("no image to score")
    thresholds = images[0].thresholds
    if any(not np.array_equal(i.thresholds, thresholds) for i in images):
        raise ValueError("images were matched at different thresholds")
    tp, fp, fn = (sum(getattr(i, name) for i in images) for name in ("tp", "fp", "fn"))
    errors = [abs(i.predicted_objects - i.true_objects) / max(i.true_objects, 1)
              for i in images if i.true_objects or not i.predicted_objects]
    f1 = _ratio(2 * tp, 2 * tp + fp + fn)
    return Scores(
        thresholds=thresholds,
        f1=f1,
        mean_f1=float(f1.mean()),
        ap50=_at(_ratio(tp, tp + fp + fn), thresholds, 0.5),
        count_error=float(np.median(errors)) if errors else float("nan"),
        true_objects=sum(i.true_objects for i in images),
        predicted_objects=sum(i.predicted_objects for i in images),
    )


def _consecutive(labels):
    """Labels [pixel] from 0 without gaps, in the same order, and how many objects there are."""
    flat = labels.ravel().astype(np.int64)
    if not flat.size:
        return flat, 0
    if flat.min() < 0:
        raise ValueError(f"label {flat.min()}: labels are 0 or more")
    if flat.max() > flat.size:  # a table of labels would take more memory than the image
        values, flat = np.unique(flat, return_inverse=True)
        return flat + (values[0] != 0), len(values) - (values[0] == 0)
    there = np.bincount(flat) > 0
    there[0] = False
    return np.cumsum(there)[flat] * there[flat], int(there.sum())


def _pairs(meet):
    """Most one-to-one pairs in a table of booleans [true][predicted]."""
    if meet.sum(0, initial=0).max(initial=0) <= 1 and meet.sum(1, initial=0).max(initial=0) <= 1:
        return int(meet.sum())
    rows, columns = linear_sum_assignment(meet, maximize=True)
    return int(meet[rows, columns].sum())


def _ratio(part, whole):
    return np.where(whole > 0, part / np.maximum(whole, 1), 1.0)


def _at(values, thresholds, threshold):
    at = np.flatnonzero(np.isclose(thresholds, threshold))
    return float(values[at[0]]) if at.size else float("nan")
