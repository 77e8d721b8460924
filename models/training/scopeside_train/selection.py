"""Chooses a decoder's thresholds on validation images, and where stars draw their outlines.

A network that learns distances by their absolute error predicts their median, and where it is unsure that is
short; annotators differ by a pixel as well. One offset for all outlines makes up for the mean of both.
"""
import itertools
import math

from . import scores, validation

CANDIDATES = {
    "star-convex": {"outline": (0.0, 0.2, 0.4, 0.6, 0.8, 1.0), "prob_thresh": (0.3, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7), "nms_thresh": (0.3, 0.4, 0.5)},
    "flows": {"cellprob_threshold": (-1.5, -1.0, -0.5, 0.0, 0.5, 1.0), "flow_threshold": (0.4, 0.8, 1.2)},
    "three-class": {"boundary_boost": (0.1, 0.2, 0.35, 0.5, 0.7, 1.0), "min_size": (4, 8, 12, 16),
                    "dilation": (1, 2)},
    "distance": {"interior_threshold": (0.15, 0.2, 0.25, 0.3), "maxima_threshold": (0.02, 0.03, 0.045, 0.06),
                 "maxima_smooth": (1.0, 1.5)},
}
# A choice by fewer objects than this says more about them than about the model.
FEWEST_OBJECTS = 50
MOST_COMBINATIONS = 50


def enough(samples):
    return sum(sample.objects for sample in samples) >= FEWEST_OBJECTS


def choose(network, recipe, samples, device="cpu", report=print):
    """Parameters with the best mean of F1 at IoU 0.5 and mean F1 over IoU 0.5 to 0.9.

    The network runs once, the decoder for every candidate.

    :param samples: `training.Prepared`
    :return: the recipe's parameters with those that were chosen, and their Scores (None without images). The
        outlines' offset is already in the network.
    """
    if not samples:
        return dict(recipe.parameters), None
    network.eval()
    outputs = [validation.maps_of(network, sample.image, device) for sample in samples]
    tried = {}

    def score(parameters):
        key = tuple(sorted(parameters.items()))
        if key not in tried:
            tried[key] = scores.pooled(
                scores.counts(sample.labels, validation.objects_of(
                    recipe.decoder, moved(maps, parameters), sample.labels.shape, parameters))
                for sample, maps in zip(samples, outputs))
        return tried[key]

    def worth(parameters):
        found = score(parameters)
        return 0.5 * (found.f1_50 + found.mean_f1)

    best = dict(recipe.parameters)
    if not enough(samples):
        report("Too few validation objects to choose thresholds by: they stay as they were")
        return best, score(best)
    for candidate in candidates(recipe.decoder, lambda: best):
        # Ties stay with what was there.
        if worth(candidate) > worth(best) + 1e-4:
            best = candidate
    if "outline" in best:
        offset = best.pop("outline")
        network.grow(offset)
        report(f"Outlines are drawn {offset:g} pixels further out")
        tried[tuple(sorted(best.items()))] = score({**best, "outline": offset})
    changed = {name: value for name, value in best.items() if recipe.parameters.get(name) != value}
    report(f"Thresholds by {len(tried)} trials: {changed or 'as they were'}; {score(best)}")
    return best, score(best)


def candidates(decoder, best):
    """Parameters to try: all combinations where they are few, else one after the other, twice."""
    choices = CANDIDATES[decoder]
    if math.prod(len(values) for values in choices.values()) <= MOST_COMBINATIONS:
        for values in itertools.product(*choices.values()):
            yield {**best(), **dict(zip(choices, values))}
        return
    for _, (name, values) in itertools.product(range(2), choices.items()):
        for value in values:
            yield {**best(), name: value}


def moved(maps, parameters):
    """Maps whose distances are larger by the offset that is tried."""
    if not parameters.get("outline"):
        return maps
    return {**maps, "dist": maps["dist"] + parameters["outline"]}
