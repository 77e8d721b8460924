"""Scores of a network on validation images while it trains; `scopeside evaluate` has the last word."""
import numpy as np
import torch

from . import decode, scores


def maps_of(network, image, device="cpu"):
    """The network's outputs for a normalised image, cut to its size.

    :param image: [channel, y, x], float32
    :return: arrays by name, [channel, y/spacing, x/spacing]
    """
    height, width = image.shape[1:]
    step = network.step
    padded = np.pad(
        image, ((0, 0), (0, -height % step), (0, -width % step)),
        mode="reflect" if min(height, width) > step else "edge")
    with torch.no_grad():
        outputs = network(torch.from_numpy(padded[None]).to(device))
    found = {}
    for name in network.outputs:
        value = outputs[name].float().cpu().numpy()[0]
        if value.ndim == 3:
            spacing = network.spacing
            value = value[:, :-(-height // spacing), :-(-width // spacing)]
        found[name] = value
    return found


def objects_of(decoder, maps, shape, parameters):
    """Label image [y, x] of a network's outputs."""
    p = parameters
    if decoder == "star-convex":
        return decode.star(maps["prob"][0], maps["dist"], p["grid"], shape, p["prob_thresh"],
                           p["nms_thresh"], p["border"])
    if decoder == "flows":
        return decode.flows(maps["maps"], p["cellprob_threshold"], p["flow_threshold"],
                            min_size=p["min_size"])
    if decoder == "three-class":
        return decode.three_class(maps["maps"], min_size=p["min_size"], dilation=p["dilation"],
                                  boundary_boost=p.get("boundary_boost", 1))
    return decode.distance(
        maps["maps"][0], maps["maps"][1], maxima_threshold=p["maxima_threshold"],
        radius=p["radius"], interior_threshold=p["interior_threshold"],
        small=p["small_objects_threshold"], **{name: p[name] for name in (
            "maxima_algorithm", "maxima_smooth", "interior_smooth") if name in p})


def score(network, recipe, samples, device="cpu", parameters=None):
    """Scores of the objects that the network finds in validation samples.

    :param samples: `training.Prepared`, their images normalised
    """
    network.eval()
    counted = []
    for sample in samples:
        maps = maps_of(network, sample.image, device)
        found = objects_of(recipe.decoder, maps, sample.labels.shape, parameters or recipe.parameters)
        counted.append(scores.counts(sample.labels, found))
    return scores.pooled(counted)
