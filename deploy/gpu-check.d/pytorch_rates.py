"""Planes a second of PyTorch in fp16, channels last, for networks of the size that gpu-check times.

Random weights: only the arithmetic matters. Cellpose's residual U-Net (Stringer et al. 2021) on the 121
tiles of 224 that a 2048² plane is cut into, StarDist's U-Net (Schmidt et al. 2018; grid 2, 32 rays) on
the whole plane. Prints JSON: {"cellpose": {"eager": planes/s, "compiled": planes/s}, ...}.
"""

import json
import sys
import time

try:
    import torch
    from torch import nn
except ImportError as missing:
    print("python3 has no torch: %s" % missing)
    sys.exit(1)

if not torch.cuda.is_available():
    print("torch %s sees no GPU" % torch.__version__)
    sys.exit(1)


class Unit(nn.Module):
    """Batch normalisation, ReLU, convolution of 3×3."""

    def __init__(self, channels_in, channels):
        super().__init__()
        self.norm = nn.BatchNorm2d(channels_in)
        self.convolution = nn.Conv2d(channels_in, channels, 3, padding=1)

    def forward(self, x):
        return self.convolution(torch.relu(self.norm(x)))


class Down(nn.Module):
    """Two residual pairs of units."""

    def __init__(self, channels_in, channels):
        super().__init__()
        self.project = nn.Sequential(nn.BatchNorm2d(channels_in), nn.Conv2d(channels_in, channels, 1))
        self.units = nn.ModuleList([Unit(channels_in if i == 0 else channels, channels) for i in range(4)])

    def forward(self, x):
        x = self.project(x) + self.units[1](self.units[0](x))
        return x + self.units[3](self.units[2](x))


class Up(nn.Module):
    """Two residual pairs, the skip added, three units given the style."""

    def __init__(self, channels_in, channels, style):
        super().__init__()
        self.project = nn.Sequential(nn.BatchNorm2d(channels_in), nn.Conv2d(channels_in, channels, 1))
        self.units = nn.ModuleList([Unit(channels_in if i == 0 else channels, channels) for i in range(4)])
        self.styles = nn.ModuleList([nn.Linear(style, channels) for _ in range(3)])

    def styled(self, i, x, style):
        return self.units[i](x + self.styles[i - 1](style)[:, :, None, None])

    def forward(self, x, skip, style):
        x = self.project(x) + self.styled(1, self.units[0](x) + skip, style)
        return x + self.styled(3, self.styled(2, x, style), style)


class CellposeSize(nn.Module):
    """Channels 2, 32, 64, 128, 256 down and up, three maps out."""

    def __init__(self):
        super().__init__()
        sizes = [2, 32, 64, 128, 256]
        self.down = nn.ModuleList([Down(sizes[i], sizes[i + 1]) for i in range(4)])
        tops = [32, 64, 128, 256]
        self.up = nn.ModuleList([Up(tops[min(i + 1, 3)], tops[i], 256) for i in range(4)])
        self.out = Unit(32, 3)

    def forward(self, x):
        skips = []
        for i, down in enumerate(self.down):
            x = down(torch.max_pool2d(x, 2) if i else x)
            skips.append(x)
        style = x.mean((2, 3))
        style = style / style.norm(dim=1, keepdim=True)
        for i in reversed(range(4)):
            if i < 3:
                x = nn.functional.interpolate(x, scale_factor=2)
            x = self.up[i](x, skips[i], style)
        return self.out(x)


class StarDistSize(nn.Module):
    """U-Net of depth 3 behind a pooled first level: 1.4 million weights."""

    def __init__(self):
        super().__init__()

        def pair(channels_in, channels, last=None):
            return nn.Sequential(
                nn.Conv2d(channels_in, channels, 3, padding=1), nn.ReLU(),
                nn.Conv2d(channels, last or channels, 3, padding=1), nn.ReLU())

        self.first = pair(1, 32)
        self.down = nn.ModuleList([pair(32, 32), pair(32, 64), pair(64, 128)])
        self.middle = pair(128, 256, 128)
        self.up = nn.ModuleList([pair(256, 128, 64), pair(128, 64, 32), pair(64, 32, 32)])
        self.features = nn.Conv2d(32, 128, 3, padding=1)
        self.prob = nn.Conv2d(128, 1, 1)
        self.dist = nn.Conv2d(128, 32, 1)

    def forward(self, x):
        x = torch.max_pool2d(self.first(x), 2)
        skips = []
        for down in self.down:
            x = down(x)
            skips.append(x)
            x = torch.max_pool2d(x, 2)
        x = self.middle(x)
        for up, skip in zip(self.up, reversed(skips)):
            x = up(torch.cat([nn.functional.interpolate(x, scale_factor=2), skip], 1))
        x = torch.relu(self.features(x))
        return torch.sigmoid(self.prob(x)), self.dist(x)


def rate(run, share, seconds):
    """Planes a second of a function that runs one batch, which is that share of a plane."""
    for _ in range(3):
        run()
    torch.cuda.synchronize()
    begun = time.perf_counter()
    runs = 0
    under_way = []
    while time.perf_counter() - begun < seconds:
        run()
        runs += 1
        # A few runs ahead of the GPU, so that it never waits, and no more.
        under_way.append(torch.cuda.Event())
        under_way[-1].record()
        if len(under_way) > 4:
            under_way.pop(0).synchronize()
    torch.cuda.synchronize()
    return runs * share / (time.perf_counter() - begun)


NETWORKS = {
    "cellpose": (CellposeSize, (31, 2, 224, 224), 31 / 121),
    "stardist": (StarDistSize, (1, 1, 2048, 2048), 1),
}


def main(arguments):
    seconds = 3 if "--quick" in arguments else 15
    torch.backends.cudnn.benchmark = True
    measured = {}
    for kind in arguments:
        if kind not in NETWORKS:
            continue
        make, shape, share = NETWORKS[kind]
        network = make().eval().half().cuda().to(memory_format=torch.channels_last)
        tiles = torch.rand(shape).half().cuda().to(memory_format=torch.channels_last)
        with torch.no_grad():
            measured[kind] = {"eager": rate(lambda: network(tiles), share, seconds)}
            try:
                compiled = torch.compile(network, mode="max-autotune")
                measured[kind]["compiled"] = rate(lambda: compiled(tiles), share, seconds)
            except Exception as failure:  # Without a compiler, eager stands alone.
                print("torch.compile: %s" % failure, file=sys.stderr)
    print(json.dumps(measured))


if __name__ == "__main__":
    main(sys.argv[1:])
