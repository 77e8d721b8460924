"""Batches with targets, and what the networks are asked to make small."""
import numpy as np
import torch
from torch.nn import functional as F

from . import targets


def star_targets(labels, flows, grid=2):
    depth = targets.border_distance(labels)
    prob = targets.relative_depth(labels, depth)[::grid, ::grid]
    return {"prob": prob[None], "dist": targets.star_distances(labels, grid)}


def star_loss(raw, target):
    """Cross entropy of the probability; error of distances relative to the object's radius, which is
    what overlap depends on, weighted by the probability as StarDist does."""
    prob, dist = target["prob"], target["dist"]
    surely = F.binary_cross_entropy_with_logits(raw["prob"].float(), prob)
    radius = dist.mean(dim=1, keepdim=True)
    error = (raw["dist"].float() - dist).abs() / (radius + 2)
    shape = (error.mean(dim=1, keepdim=True) * prob).sum() / (prob.sum() + 1)
    return surely + 1.5 * shape


def flow_targets(labels, flows):
    return {"flows": flows.astype(np.float32), "inside": (labels > 0).astype(np.float32)[None]}


def flow_loss(raw, target):
    """Cellpose's: half the squared error of five times the flows, and cross entropy."""
    maps = raw["maps"].float()
    flows = F.mse_loss(maps[:, :2], 5 * target["flows"])
    return 0.5 * flows + F.binary_cross_entropy_with_logits(maps[:, 2:], target["inside"])


BOUNDARY_WEIGHT = 3.0


def three_class_targets(labels, flows):
    return {"classes": targets.three_classes(labels)}


def three_class_loss(raw, target):
    """Cross entropy with a weight on the boundary (Caicedo et al. 2019 take 10 for wider ones)."""
    weight = torch.tensor([1.0, 1.0, BOUNDARY_WEIGHT], device=raw["maps"].device)
    return F.cross_entropy(raw["maps"].float(), target["classes"], weight)


def distance_targets(labels, flows):
    return {"maps": targets.centre_and_border(labels, targets.border_distance(labels))}


def distance_loss(raw, target):
    """Cross entropy with soft targets, less what no network could get below."""
    maps = target["maps"]
    floor = F.binary_cross_entropy(maps, maps)
    return F.binary_cross_entropy_with_logits(raw["maps"].float(), maps) - floor


TARGETS = {"star-convex": star_targets, "flows": flow_targets, "three-class": three_class_targets,
           "distance": distance_targets}
LOSSES = {"star-convex": star_loss, "flows": flow_loss, "three-class": three_class_loss,
          "distance": distance_loss}


def collate(crops, decoder, device):
    """Tensors of a list of (image, labels, flows)."""
    made = [TARGETS[decoder](labels, flows) for _, labels, flows in crops]
    image = torch.from_numpy(np.stack([image for image, _, _ in crops]))
    target = {name: torch.from_numpy(np.stack([one[name] for one in made])) for name in made[0]}
    return image.to(device), {name: value.to(device) for name, value in target.items()}
