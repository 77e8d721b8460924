"""The networks: small enough for a CPU, fully convolutional, with outputs the decoders know.

Every network takes `image` [n, channel, y, x], float32, normalised by percentiles, y and x multiples
of `step`, and gives a dictionary of tensors by the names that the package lists. `raw` gives what
the losses work on, before activations.
"""
import torch
from torch import nn
from torch.nn import functional as F

RAYS = 32


class Conv(nn.Sequential):
    """Convolution, batch norm, ReLU: nothing in it depends on the size of a tile."""

    def __init__(self, inputs, outputs, size=3, stride=1):
        super().__init__(
            nn.Conv2d(inputs, outputs, size, stride, size // 2, bias=False),
            nn.BatchNorm2d(outputs),
            nn.ReLU(inplace=True))


def double(inputs, outputs):
    return nn.Sequential(Conv(inputs, outputs), Conv(outputs, outputs))


class Trunk(nn.Module):
    """A U-Net (Ronneberger et al. 2015) at half the resolution, skips added instead of concatenated:
    half the work at the finest level, where nearly all of it is.

    input  [n, channels, y, x], y and x multiples of 16
    output [n, widths[0], y/2, x/2]
    """

    step = 16

    def __init__(self, channels, widths):
        super().__init__()
        self.stem = Conv(channels, widths[0], size=5, stride=2)
        self.entry = Conv(widths[0], widths[0])
        pairs = list(zip(widths, widths[1:]))
        self.down = nn.ModuleList(double(a, b) for a, b in pairs)
        self.narrow = nn.ModuleList(Conv(b, a, size=1) for a, b in pairs)
        self.up = nn.ModuleList(
            Conv(a, a) if i == 0 else double(a, a) for i, (a, _) in enumerate(pairs))

    def forward(self, image):
        features = [self.entry(self.stem(image))]
        for block in self.down:
            features.append(block(F.max_pool2d(features[-1], 2)))
        x = features.pop()
        for i in reversed(range(len(self.up))):
            x = F.interpolate(self.narrow[i](x), scale_factor=2.0, mode="nearest")
            x = self.up[i](x + features[i])
        return x


class StarNetwork(nn.Module):
    """Star-convex polygons (Schmidt et al. 2018, MICCAI): at every second pixel the probability of
    lying well inside an object, and the distance to its outline along 32 rays.

    prob [n, 1, y/2, x/2] 0 to 1; dist [n, 32, y/2, x/2] pixels of the image, 0 or more
    """

    decoder = "star-convex"
    outputs = ("prob", "dist")
    spacing = 2
    step = Trunk.step

    def __init__(self, channels=1, widths=(32, 64, 96, 160), features=64):
        super().__init__()
        self.trunk = Trunk(channels, widths)
        self.features = Conv(widths[0], features)
        self.prob = nn.Conv2d(features, 1, 1)
        self.dist = nn.Conv2d(features, RAYS, 1)
        # Starts with few objects of a middling radius, in units of four pixels.
        nn.init.constant_(self.prob.bias, -2.0)
        nn.init.constant_(self.dist.bias, 2.0)

    UNIT = 4.0

    def raw(self, image):
        x = self.features(self.trunk(image))
        return {"prob": self.prob(x), "dist": self.UNIT * self.dist(x)}

    def grow(self, pixels):
        """Moves every outline outwards, for good."""
        with torch.no_grad():
            self.dist.bias += pixels / self.UNIT

    def forward(self, image):
        raw = self.raw(image)
        return {"prob": torch.sigmoid(raw["prob"]), "dist": F.relu(raw["dist"])}


class DenseNetwork(nn.Module):
    """The trunk with a tail at full resolution, for maps with one value a pixel.

    maps [n, maps, y, x]
    """

    spacing = 1
    step = Trunk.step
    outputs = ("maps",)

    def __init__(self, maps, channels=1, widths=(32, 64, 96, 160), tail=16):
        super().__init__()
        self.trunk = Trunk(channels, widths)
        self.edge = Conv(channels, tail)
        self.narrow = Conv(widths[0], tail, size=1)
        self.tail = double(tail, tail)
        self.maps = nn.Conv2d(tail, maps, 1)

    def raw(self, image):
        x = F.interpolate(self.narrow(self.trunk(image)), scale_factor=2.0, mode="nearest")
        return {"maps": self.maps(self.tail(x + self.edge(image)))}


class ThreeClassNetwork(DenseNetwork):
    """Background, interior, boundary (Caicedo et al. 2019, Cytometry A 95:952).

    maps [n, 3, y, x], probabilities that add to 1
    """

    decoder = "three-class"

    def __init__(self, channels=1, **sizes):
        super().__init__(3, channels, **sizes)

    def forward(self, image):
        return {"maps": torch.softmax(self.raw(image)["maps"], 1)}


class DistanceNetwork(DenseNetwork):
    """Distance to the centre and to the border of each object (deep watershed: Bai, Urtasun 2017;
    DeepCell: Bannon et al. 2021, Nat Methods 18:43).

    maps [n, 2, y, x]: inner distance, 1 at an object's centre, falling towards its border, 0 outside;
    outer distance, 1 where an object is thickest, 0 at its border and outside
    """

    decoder = "distance"

    def __init__(self, channels=1, **sizes):
        super().__init__(2, channels, **sizes)

    def forward(self, image):
        return {"maps": torch.sigmoid(self.raw(image)["maps"])}


class Unit(nn.Sequential):
    """Batch norm, ReLU, convolution; without ReLU for projections. Names as in Cellpose's files."""

    def __init__(self, inputs, outputs, size=3, relu=True):
        parts = [nn.BatchNorm2d(inputs, eps=1e-5, momentum=0.05)]
        if relu:
            parts.append(nn.ReLU())
        parts.append(nn.Conv2d(inputs, outputs, size, padding=size // 2))
        super().__init__(*parts)


class Styled(nn.Module):
    """A unit whose input is shifted by the style vector."""

    def __init__(self, inputs, outputs, styles):
        super().__init__()
        self.conv = Unit(inputs, outputs)
        self.full = nn.Linear(styles, inputs)

    def forward(self, x, style, skip=None):
        if skip is not None:
            x = x + skip
        return self.conv(x + self.full(style)[:, :, None, None])


class Named(nn.Module):
    """Modules under names that Cellpose gives them."""

    def __init__(self, **modules):
        super().__init__()
        for name, module in modules.items():
            self.add_module(name, module)


class Down(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.conv = Named(
            conv_0=Unit(inputs, outputs), conv_1=Unit(outputs, outputs),
            conv_2=Unit(outputs, outputs), conv_3=Unit(outputs, outputs))
        self.proj = Unit(inputs, outputs, size=1, relu=False)

    def forward(self, x):
        x = self.proj(x) + self.conv.conv_1(self.conv.conv_0(x))
        return x + self.conv.conv_3(self.conv.conv_2(x))


class Up(nn.Module):
    def __init__(self, inputs, outputs, styles):
        super().__init__()
        self.conv = Named(
            conv_0=Unit(inputs, outputs), conv_1=Styled(outputs, outputs, styles),
            conv_2=Styled(outputs, outputs, styles), conv_3=Styled(outputs, outputs, styles))
        self.proj = Unit(inputs, outputs, size=1, relu=False)

    def forward(self, x, skip, style):
        x = self.proj(x) + self.conv.conv_1(self.conv.conv_0(x), style, skip)
        return x + self.conv.conv_3(self.conv.conv_2(x, style), style)


class FlowNetwork(nn.Module):
    """Cellpose's residual U-Net with a style vector (Stringer et al. 2021, Nat Methods 18:100), under
    the names of Cellpose 2 and 3, so that what reads those weights reads these. Cellpose's own widths are 32,
    64, 128, 256; a quarter of them is 16 times less work.

    maps  [n, 3, y, x]: flow in y and in x, five times a unit vector, and the logit of the probability
          of lying in an object
    style [n, widths[-1]], of unit length
    """

    decoder = "flows"
    outputs = ("maps", "style")
    spacing = 1
    step = 8

    def __init__(self, channels=1, widths=(8, 16, 32, 64)):
        super().__init__()
        levels = len(widths)
        sizes = [channels, *widths]
        self.downsample = Named(down=Named(**{
            f"res_down_{i}": Down(sizes[i], sizes[i + 1]) for i in range(levels)}))
        above = [*widths, widths[-1]]
        self.upsample = Named(up=Named(**{
            f"res_up_{i}": Up(above[i + 1], widths[i], widths[-1]) for i in range(levels)}))
        self.output = Unit(widths[0], 3, size=1)
        self.levels = levels

    def raw(self, image):
        skips = []
        x = image
        for level in range(self.levels):
            block = getattr(self.downsample.down, f"res_down_{level}")
            x = block(F.max_pool2d(x, 2) if level else x)
            skips.append(x)
        style = x.mean(dim=(2, 3))
        style = style / (style * style).sum(dim=1, keepdim=True).sqrt()
        for level in reversed(range(self.levels)):
            if level < self.levels - 1:
                x = F.interpolate(x, scale_factor=2.0, mode="nearest")
            x = getattr(self.upsample.up, f"res_up_{level}")(x, skips[level], style)
        return {"maps": self.output(x), "style": style}

    def forward(self, image):
        return self.raw(image)


NETWORKS = {
    "star-convex": StarNetwork,
    "flows": FlowNetwork,
    "three-class": ThreeClassNetwork,
    "distance": DistanceNetwork,
}


def parameters(network):
    """How many numbers are learnt."""
    return sum(value.numel() for value in network.parameters())


def multiply_adds(network, channels, size=1024):
    """Multiplications of the convolutions on one image of that side."""
    total = 0

    def count(module, _, output):
        nonlocal total
        kernel = module.weight
        total += output.shape[2] * output.shape[3] * kernel.numel()

    hooks = [module.register_forward_hook(count) for module in network.modules()
             if isinstance(module, nn.Conv2d)]
    small = 256
    with torch.no_grad():
        network(torch.zeros(1, channels, small, small))
    for hook in hooks:
        hook.remove()
    return total * (size // small) ** 2
