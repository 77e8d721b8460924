"""The card of a model package: its README.md, the curve of its training, and what it gets wrong.

Figures come from `scopeside evaluate`, which users can run on their own images.
"""
import dataclasses
import io
import json
import pathlib
import statistics
import subprocess

import numpy as np
from PIL import Image
from skimage.segmentation import find_boundaries

from . import scores
from .onnx_graph import PackageError
from .scores import THRESHOLDS

PROGRAM = pathlib.Path(__file__).resolve().parents[3] / "deploy" / "scopeside"
# Of failures.png, bytes.
PICTURE_LIMIT = 300_000
# Folders of shared test data whose images must not be passed on.
PRIVATE = {"skin", "plate"}


@dataclasses.dataclass
class Source:
    """Images that a model learnt from or was measured on."""

    name: str
    images: int
    objects: int
    licence: str
    use: str


@dataclasses.dataclass
class Card:
    """What a card says.

    :ivar purpose, not_for: sentences for users
    :ivar data: Sources
    :ivar architecture: one sentence
    :ivar parameters: numbers learnt
    :ivar multiply_adds: on one plane of 1024x1024
    :ivar training: words by name, in the order in which they are shown: steps, time, machine, seed
    :ivar command: that trains it again
    :ivar dataset: name of the images that the figures are of
    :ivar measured: JSON of `scopeside evaluate` by variant, such as fp32, int8, or before, after
    :ivar groups: names of images by group, for a table of its own
    :ivar thresholds_chosen: whether the decoder's thresholds were chosen on the same images
    :ivar pictures: files that lie in the package: curve.png, failures.png
    :ivar notes: further sentences
    """

    name: str
    purpose: str
    not_for: tuple
    data: list
    licence: str
    architecture: str
    parameters: int
    multiply_adds: float
    training: dict
    command: str
    dataset: str
    measured: dict
    groups: dict = dataclasses.field(default_factory=dict)
    thresholds_chosen: bool = True
    pictures: tuple = ()
    notes: tuple = ()
    cite: tuple = ()


def evaluate(truth, model=None, images=None, predictions=None, labels_out=None, options=()):
    """The JSON of `scopeside evaluate`, as a dictionary.

    :param truth: folder of label images
    :param model: id or folder of a package, with `images`; or else `predictions`, label images
    :param labels_out: folder for the label images that the model gives
    :param options: further words of the command line
    :raises PackageError: with what the program says, where it fails
    """
    words = [str(PROGRAM), "evaluate", "--json", "--truth", str(truth), *map(str, options)]
    given = {"--model": model, "--images": images, "--predictions": predictions, "--labels-out": labels_out}
    for name, value in given.items():
        if value is not None:
            words += [name, str(value)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if line.strip()] or ["it said nothing"]
        raise PackageError(f"scopeside evaluate ended with status {done.returncode}: {said[-1].strip()}")
    return json.loads(done.stdout)


def pooled(images):
    """Figures of some images of an evaluation, their objects counted together.

    :return: images, objects, f1 (by THRESHOLDS), mean_f1, ap50, count_error (median of |found - true| /
        true over images with objects, percent); None where undefined
    """
    tp, fp, fn = (np.sum([image[key] for image in images], axis=0)[: len(THRESHOLDS)] for key in ("tp", "fp", "fn"))
    f1 = [ratio(2 * a, 2 * a + b + c) for a, b, c in zip(tp, fp, fn)]
    errors = [100 * abs(image["n_pred"] - image["n_true"]) / image["n_true"] for image in images if image["n_true"]]
    return {
        "images": len(images), "objects": sum(image["n_true"] for image in images), "f1": f1,
        "mean_f1": None if None in f1 else float(np.mean(f1)),
        "ap50": ratio(tp[0], tp[0] + fp[0] + fn[0]),
        "count_error": statistics.median(errors) if errors else None,
    }


def ratio(part, whole):
    return float(part / whole) if whole else None


def render(card):
    """The card as Markdown."""
    parts = [
        f"# {card.name}", card.purpose,
        "Not for: " + "; ".join(card.not_for) + "." if card.not_for else "",
        "\n".join(f"![{words}]({file})" for file, words in PICTURES.items() if file == "failures.png" and file in card.pictures),
        "## How good it is", measured(card), sizes(card), groups(card),
        "## What it learnt from", table(
            ["images", "used for", "images", "objects", "licence"],
            [[s.name, s.use, number(s.images), number(s.objects), s.licence] for s in card.data]),
        f"These weights: {card.licence}.",
        "## How it was made", f"{card.architecture} {number(card.parameters)} parameters, "
        f"{card.multiply_adds / 1e9:.1f} thousand million multiplications on a plane of 1024².",
        table(["training", ""], [[name, words] for name, words in card.training.items()]),
        f"```sh\n{card.command}\n```",
        f"![{PICTURES['curve.png']}](curve.png)" if "curve.png" in card.pictures else "",
        *card.notes,
        "## Read" if card.cite else "", "\n".join(f"- {text}" + (f" <https://doi.org/{doi}>" if doi else "")
                                                  for text, doi in card.cite),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


PICTURES = {
    "curve.png": "Loss and scores while it was trained",
    "failures.png": "The images it does worst on: green is truth that it found (its own outline blue), yellow what it missed, "
                    "red what it found that meets no true object well enough (IoU 0.5)",
}


def measured(card):
    """Table of F1 by IoU and the count's error, a row a variant."""
    if not card.measured:
        return "Not measured."
    rows = []
    for name, result in card.measured.items():
        all_ = pooled(result["images"])
        rows.append([name, *[share(v) for v in all_["f1"]], share(all_["mean_f1"]), share(all_["ap50"]),
                     percent(all_["count_error"])])
    first = next(iter(card.measured.values()))["overall"]
    words = (f"`scopeside evaluate` on {card.dataset}: {number(first['n_images'])} images with "
             f"{number(first['n_true'])} objects that it was not trained on.")
    if card.thresholds_chosen:
        words += " The best state of the training and the thresholds were chosen on them, so other images will do a little worse."
    head = ["F1 at IoU", *[f"{t:g}" for t in THRESHOLDS], "mean", "AP at 0.5", "median count error"]
    return f"{words}\n\n{table(head, rows)}"


def sizes(card):
    """Table of what is found at IoU 0.5 by the size of objects."""
    if not card.measured:
        return ""
    first = next(iter(card.measured))
    rows = []
    for size in card.measured[first]["overall"]["by_area"]:
        if not size["n_true"] and not size["n_pred"]:
            continue
        up_to = size["area_up_to"]
        area = f"above {size['area_above']:g}" if up_to is None else f"{size['area_above']:g} to {up_to:g}"
        row = [area, number(size["n_true"])]
        for result in card.measured.values():
            own = next(s for s in result["overall"]["by_area"] if s["class"] == size["class"])
            row += [share(at50(own["recall"])), share(at50(own["precision"]))]
        rows.append(row)
    head = ["object's area, px", "objects"]
    for name in card.measured:
        head += [f"found ({name})", f"right of those found ({name})"]
    return table(head, rows)


def at50(values):
    """The figure at IoU 0.5, None where it is undefined."""
    return values[0] if values else None


def groups(card):
    """Table by group of images, for the first and the last variant."""
    if len(card.groups) < 2 or not card.measured:
        return ""
    names = list(card.measured)
    rows = []
    for group, members in card.groups.items():
        row = [group]
        for name in names:
            some = [image for image in card.measured[name]["images"] if image["name"] in members]
            if not some:
                break
            figures = pooled(some)
            if len(row) == 1:
                row += [number(figures["images"]), number(figures["objects"])]
            row += [share(figures["f1"][0]), percent(figures["count_error"])]
        else:
            rows.append(row)
    head = ["images", "number", "objects"]
    for name in names:
        head += [f"F1 at 0.5 ({name})", f"median count error ({name})"]
    return table(head, rows) if rows else ""


def table(head, rows):
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell).replace("|", "\\|") for cell in line) + " |" for line in lines)


def number(value):
    return f"{int(value):,}"


def share(value):
    return "–" if value is None else f"{value:.3f}"


def percent(value):
    return "–" if value is None else f"{value:.1f} %"


def evaluation_rows(result, dataset):
    """Rows for `config.scopeside.evaluation`."""
    all_ = pooled(result["images"])
    rows = [("F1@0.5", all_["f1"][0]), ("mean F1@0.5-0.9", all_["mean_f1"]), ("AP@0.5", all_["ap50"]),
            ("median count error, %", all_["count_error"])]
    return [{"dataset": dataset, "metric": metric, "value": round(value, 4), "source": "scopeside evaluate"}
            for metric, value in rows if value is not None]


def curve_png(history, path):
    """Draws loss and scores over steps.

    :param history: rows with `step`, `loss`, and where there were validation images `val_loss`, `f1`,
        `mean_f1`, `count_error` (share); `best` marks the state that was kept
    :param path: of the PNG, 900x360 pixels
    :raises PackageError: without rows
    """
    import matplotlib
    matplotlib.use("Agg")
    from matplotlib import pyplot
    if not history:
        raise PackageError("no history to draw: training was never evaluated")
    figure, (left, right) = pyplot.subplots(1, 2, figsize=(9, 3.6), dpi=100, constrained_layout=True)
    draw_series(left, history, {"loss": "training", "val_loss": "validation"})
    left.set(xlabel="step", ylabel="loss", title="Loss")
    if all(value > 0 for line in left.lines for value in line.get_ydata()):
        left.set_yscale("log")
        for axis in (left.yaxis.set_major_formatter, left.yaxis.set_minor_formatter):
            axis("{x:g}")
    draw_series(right, history, {"f1": "F1 at IoU 0.5", "mean_f1": "mean F1, IoU 0.5 to 0.9",
                                 "count_error": "median count error"})
    right.set(xlabel="step", title="On validation images", ylim=(0, 1))
    best = [row["step"] for row in history if row.get("best")]
    if best and right.lines:
        right.axvline(best[-1], color="0.6", linestyle=":", label=f"kept: step {best[-1]:,}")
    for axes in (left, right):
        axes.grid(alpha=0.3)
        if axes.lines:
            axes.legend(fontsize=8)
    figure.savefig(path)
    pyplot.close(figure)


def draw_series(axes, history, names):
    for name, words in names.items():
        points = [(row["step"], row[name]) for row in history if row.get(name) is not None and np.isfinite(row[name])]
        if points:
            axes.plot(*zip(*points), marker="." if len(points) < 40 else "", label=words)


OUTLINES = TRUTH, MISSED, FALSE, FOUND = (0, 200, 90), (255, 220, 0), (255, 60, 60), (90, 170, 255)
DARK = 24


def failures_png(images, truths, predictions, path, count=4, side=512, limit=PICTURE_LIMIT):
    """Draws the images with the lowest F1 at IoU 0.5, the worst first, two in a row, twice as large;
    of large images the part with most errors.

    Truth is green where it was found, yellow where it was missed; what was found is blue where it
    is right, red where it is not.

    :param images: grey planes [y][x] by name, any type and range
    :param truths, predictions: label images by the same names
    :param count: images to draw; those without any error are left out
    :param side: of each, pixels
    :param limit: of the file, bytes; the picture is made smaller until it fits
    :return: names of the images drawn; without any error there are none, and no file
    """
    scored = []
    for name, truth in truths.items():
        true, found, hits = match(truth, predictions[name])
        errors = len(true) + len(found) - 2 * len(hits)
        if errors:
            scored.append((2 * len(hits) / (len(true) + len(found)), -errors, name))
    chosen = [name for _, _, name in sorted(scored)[:count]]
    if not chosen:
        return []
    while side >= 64:
        panels = [panel(images[name], truths[name], predictions[name], side) for name in chosen]
        if len(panels) > 1 and len(panels) % 2:
            panels.append(np.full_like(panels[0], DARK))
        rows = [np.concatenate(panels[i:i + 2], axis=1) for i in range(0, len(panels), 2)]
        content = png(np.concatenate(rows, axis=0))
        if len(content) <= limit:
            pathlib.Path(path).write_bytes(content)
            return chosen
        side = side * 5 // 6
    raise PackageError(f"{len(chosen)} pictures of failures do not fit {limit:,} bytes")


def match(truth, found):
    """Labels of true and of found objects, and the pairs with an IoU of 0.5 or more.

    Two objects that share more than half of their union have no other such partner; at exactly a
    half the first pair counts.
    """
    true_ids, found_ids = (np.unique(labels[labels > 0]) for labels in (truth, found))
    hits, taken = {}, set()
    for i, j in zip(*np.nonzero(scores.match(truth, found) >= 0.5)):
        a, b = int(true_ids[i]), int(found_ids[j])
        if a not in hits and b not in taken:
            hits[a] = b
            taken.add(b)
    return true_ids, found_ids, hits


def panel(image, truth, found, side):
    """One image in grey with outlines, [side + 4][side + 4][3] uint8."""
    true_ids, found_ids, hits = match(truth, found)
    missed = np.isin(truth, [i for i in true_ids if i not in hits])
    false = np.isin(found, [i for i in found_ids if i not in hits.values()])
    window = worst_window(missed | false, side // 2)
    image, truth, found, missed, false = (plane[window] for plane in (image, truth, found, missed, false))
    low, high = np.percentile(image, (0.5, 99.8))
    grey = np.clip((image.astype(np.float32) - low) / max(float(high - low), 1e-6), 0, 1) ** 0.7
    grey, truth, found, missed, false = (
        plane.repeat(2, axis=0).repeat(2, axis=1) for plane in (grey, truth, found, missed, false))
    picture = np.repeat((grey * 190).astype(np.uint8)[..., None], 3, axis=2)
    for labels, wrong, right_colour, wrong_colour in ((found, false, FOUND, FALSE), (truth, missed, TRUTH, MISSED)):
        outline = find_boundaries(labels, mode="inner") & (labels > 0)
        picture[outline & ~wrong] = right_colour
        picture[outline & wrong] = wrong_colour
    return framed(picture, side)


def worst_window(wrong, side):
    """Slices of a square of that side, or of the whole plane, where most pixels are wrong."""
    height, width = wrong.shape
    sums = np.pad(wrong.astype(np.int64).cumsum(0).cumsum(1), ((1, 0), (1, 0)))
    y, x = np.arange(max(1, height - side + 1)), np.arange(max(1, width - side + 1))
    low, right = np.minimum(y + side, height), np.minimum(x + side, width)
    inside = sums[low][:, right] - sums[y][:, right] - sums[low][:, x] + sums[y][:, x]
    top, left = np.unravel_index(inside.argmax(), inside.shape)
    return slice(top, top + side), slice(left, left + side)


def framed(picture, side):
    """The picture in a dark square of that side, with a margin."""
    out = np.full((side + 4, side + 4, 3), DARK, np.uint8)
    part = picture[:side, :side]
    out[2:2 + part.shape[0], 2:2 + part.shape[1]] = part
    return out


def png(picture):
    """A PNG of 64 greys and the colours of outlines."""
    index = picture[..., 0] // 4
    for i, colour in enumerate(OUTLINES):
        index[(picture == colour).all(axis=2)] = 64 + i
    image = Image.fromarray(index, "P")
    image.putpalette(bytes(4 * (i // 3) for i in range(192)) + bytes(value for colour in OUTLINES for value in colour))
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def may_be_shown(source):
    """Whether images of that source may be put into a package."""
    return not PRIVATE & set(pathlib.PurePath(source).parts)
