"""Mask R-CNN of torchvision (He et al. 2017, ICCV)."""
import torch
from torch import nn

from . import package
from .export import OPSET, export
from .package import ConversionError

MEAN = (0.485, 0.456, 0.406)
STD = (0.229, 0.224, 0.225)
PERCENTILES = (0.1, 99.9)


class CropDetector(nn.Module):
    """A torchvision detector on one crop, without its resizing and pasting.

    image [1 or 3][y][x], 0..1. boxes [n][x1, y1, x2, y2] in pixels of the crop; labels [n] from 1;
    scores [n]; masks [n][1][28][28], probabilities over the box. Masks stay small: pasted ones
    would take n planes.
    """

    def __init__(self, detector, side, channels):
        super().__init__()
        self.detector = detector
        self.side = side
        self.channels = channels
        self.register_buffer("mean", torch.tensor(MEAN)[:, None, None])
        self.register_buffer("std", torch.tensor(STD)[:, None, None])

    def forward(self, image):
        from torchvision.models.detection.image_list import ImageList
        if self.channels == 1:
            image = image.repeat(3, 1, 1)
        images = ImageList(((image - self.mean) / self.std)[None], [(self.side, self.side)])
        features = self.detector.backbone(images.tensors)
        if isinstance(features, torch.Tensor):
            features = {"0": features}
        proposals, _ = self.detector.rpn(images, features)
        found, _ = self.detector.roi_heads(features, proposals, images.image_sizes)
        return found[0]["boxes"], found[0]["labels"], found[0]["scores"], found[0]["masks"]


def read_detector(file, classes, backbone, side):
    """The detector with a user's weights; only tensors are read from the file."""
    import torchvision
    from torchvision.models import detection
    try:
        weights = torch.load(file, map_location="cpu", weights_only=True)
    except Exception as error:
        raise ConversionError(f"{file} is no file of PyTorch weights: {error}") from error
    weights = weights.get("model", weights)
    options = dict(min_size=side, max_size=side, num_classes=classes + 1)
    if backbone == "resnet50":
        network = detection.maskrcnn_resnet50_fpn(weights=None, weights_backbone=None, **options)
    else:
        fpn = detection.backbone_utils.mobilenet_backbone(
            "mobilenet_v3_large", weights=None, fpn=True, trainable_layers=6)
        anchors = detection.anchor_utils.AnchorGenerator(
            ((32, 64, 128, 256, 512),) * 3, ((0.5, 1.0, 2.0),) * 3)
        network = detection.MaskRCNN(fpn, rpn_anchor_generator=anchors, **options)
    problems = network.load_state_dict(weights, strict=False)
    if problems.missing_keys or problems.unexpected_keys:
        raise ConversionError(
            f"{file} does not fit {backbone} with {classes} classes: missing "
            f"{problems.missing_keys[:3]}, unknown {problems.unexpected_keys[:3]} "
            f"(torchvision {torchvision.__version__})")
    return network.eval()


def convert(file, folder, about, roles, classes, backbone, side, score):
    if len(roles) not in (1, 3):
        raise ConversionError(f"{len(roles)} channels; torchvision's detectors take 1 or 3")
    detector = read_detector(file, classes, backbone, side)
    network = CropDetector(detector, side, len(roles)).eval()
    raw = package.test_image(side, len(roles))
    image = torch.from_numpy(package.normalise(raw, *PERCENTILES))
    names = ["boxes", "labels", "scores", "masks"]
    with torch.no_grad():
        results = {name: value.numpy() for name, value in zip(names, network(image))}
        check(detector, image, results)
        exported = export(network, image, names, {name: {0: "objects"} for name in names})
    scopeside = {
        "channels": roles,
        "tiling": {"tile": side, "halo": side // 8},
        "decoder": {"objects": about.objects, "name": "box-mask",
                    "tensors": {name: name for name in names},
                    "parameters": {"score_threshold": score}},
    }
    inputs = [{"id": "image", "axes": package.image_axes("cyx", len(roles), side),
               "data": {"type": "float32"},
               "preprocessing": package.scale_range(*PERCENTILES)}]
    outputs = [{"id": name, "axes": index_axes(results[name].shape), "data": {"type": dtype}}
               for name, dtype in zip(names, ("float32", "int64", "float32", "float32"))]
    return package.write(
        folder, about, exported, OPSET, inputs, outputs, scopeside,
        {"image": raw, **results})


def index_axes(shape):
    axes = [{"type": "index", "id": "objects", "size": {"min": 0}}]
    return axes + [{"type": "index", "id": f"i{n}", "size": size}
                   for n, size in enumerate(shape[1:])]


def check(detector, image, results):
    """Boxes and scores against the whole original detector; its masks come out pasted."""
    original = detector([image.repeat(3, 1, 1) if image.shape[0] == 1 else image])[0]
    print(f"  {len(results['scores'])} objects found in the test image")
    package.compare("boxes", original["boxes"].numpy(), results["boxes"], 1e-2)
    package.compare("scores", original["scores"].numpy(), results["scores"], 1e-4)
