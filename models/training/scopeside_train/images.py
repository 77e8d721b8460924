"""Reads images and label images, and refuses what no network can learn from."""
import dataclasses
import pathlib

import numpy as np
from scipy import ndimage

SUFFIXES = (".png", ".tif", ".tiff", ".npy")
LARGEST = 1 << 28
# Folders of the project's open data, all CC0 (BBBC038): what the shipped models learn from and are chosen by.
TRAINING = ("nuclei/train", "nuclei_more")
VALIDATION = ("nuclei/val",)
# Source of samples that the project's simulator drew.
SIMULATED = "simulated"
# With fewer images than these none can be spared for validation.
ENOUGH_TO_SPARE = 5


class DataError(Exception):
    """What is wrong with images or labels, in words a user can act on."""


@dataclasses.dataclass
class Sample:
    """An image with its truth.

    image   [channel, y, x], float32, values of the file
    labels  [y, x], int32, 0 background, 1..n
    source  where it comes from, for the card: nuclei/train
    """

    name: str
    image: np.ndarray
    labels: np.ndarray
    source: str

    @property
    def objects(self):
        return int(self.labels.max(initial=0))

    @property
    def median_diameter(self):
        """Diameter of a disc of the median object's area, pixels; NaN without objects."""
        areas = np.bincount(self.labels.ravel())[1:]
        return float(2 * np.sqrt(np.median(areas) / np.pi)) if len(areas) else float("nan")


def read_plane(file):
    """A grey plane of a PNG, TIFF or .npy file, [y, x]."""
    try:
        plane = _read(file)
    except DataError:
        raise
    except Exception as error:
        raise DataError(f"{file} cannot be read: {error}") from error
    plane = np.squeeze(plane)
    if plane.ndim == 3 and plane.shape[-1] in (3, 4) and _grey(plane):
        plane = plane[..., 0]
    if plane.ndim != 2:
        shape = "×".join(map(str, plane.shape))
        raise DataError(f"{file} is {shape}, not one grey plane; split its channels into files")
    if plane.dtype.kind not in "uifb":
        raise DataError(f"{file} holds {plane.dtype}, not grey values")
    return plane


def _read(file):
    suffix = file.suffix.lower()
    if suffix == ".npy":
        return np.load(file, allow_pickle=False)
    if suffix in (".tif", ".tiff"):
        import tifffile
        return tifffile.imread(file)
    from PIL import Image
    with Image.open(file) as image:
        if image.width * image.height > LARGEST:
            raise DataError(f"{file} has {image.width}×{image.height} pixels, more than {LARGEST}")
        if image.mode == "P":
            image = image.convert("RGB")
        return np.asarray(image)


def _grey(plane):
    return (plane[..., 0] == plane[..., 1]).all() and (plane[..., 0] == plane[..., 2]).all()


def files(folder):
    """Image files of a folder by their names without suffix."""
    folder = pathlib.Path(folder)
    if not folder.is_dir():
        raise DataError(f"{folder} is no folder")
    found = {}
    for file in sorted(folder.iterdir()):
        if file.suffix.lower() in SUFFIXES and file.is_file():
            if file.stem in found:
                raise DataError(f"{folder} holds {found[file.stem].name} and {file.name}: which one?")
            found[file.stem] = file
    if not found:
        raise DataError(f"{folder} holds no image ({', '.join(SUFFIXES)})")
    return found


def read_folder(image_folders, label_folder, source, allow_empty=False):
    """Samples of folders whose files have the same names.

    :param image_folders: one a channel, in the network's order
    :raises DataError: naming every file that is wrong, ten of them in full
    """
    channels = [files(folder) for folder in image_folders]
    truths = files(label_folder)
    problems = []
    for folder, there in [*zip(image_folders, channels), (label_folder, truths)]:
        for name in sorted(set().union(*channels, truths) - set(there)):
            problems.append(f"{folder} has no {name}")
    samples = []
    for name in truths if not problems else ():
        try:
            samples.append(_sample(
                name, [channel[name] for channel in channels], truths[name], source, allow_empty))
        except DataError as error:
            problems.append(str(error))
    if problems:
        more = f"\n  … and {len(problems) - 10} more" if len(problems) > 10 else ""
        raise DataError("these images cannot be trained on:\n  " + "\n  ".join(problems[:10]) + more)
    return samples


def _sample(name, image_files, label_file, source, allow_empty):
    labels = read_labels(label_file, allow_empty)
    planes = []
    for file in image_files:
        plane = read_plane(file)
        if plane.shape != labels.shape:
            raise DataError(
                f"{file} is {plane.shape[0]}×{plane.shape[1]}, "
                f"its labels {label_file.name} are {labels.shape[0]}×{labels.shape[1]}")
        plane = plane.astype(np.float32)
        wrong = int((~np.isfinite(plane)).sum())
        if wrong:
            raise DataError(f"{file} has {wrong} pixels that are NaN or infinite")
        planes.append(plane)
    return Sample(name, np.stack(planes), labels, source)


def read_labels(file, allow_empty=False):
    """A label image, numbered 1..n without gaps, int32 [y, x]."""
    plane = read_plane(file)
    if plane.dtype.kind == "f":
        if not np.isfinite(plane).all():
            raise DataError(f"{file} has labels that are NaN or infinite")
        if (plane != np.round(plane)).any():
            raise DataError(f"{file} has labels that are no whole numbers")
    if plane.size and plane.min() < 0:
        raise DataError(f"{file} has negative labels")
    values = np.unique(plane)
    values = values[values > 0]
    if not len(values):
        if allow_empty:
            return np.zeros(plane.shape, np.int32)
        raise DataError(f"{file} has no object; pass --allow-empty if that field really is empty")
    if len(values) == 1:
        _, parts = ndimage.label(plane > 0)
        if parts > 1:
            raise DataError(
                f"{file} is a mask: one value ({values[0]:g}) in {parts} separate parts; give each "
                "object a number of its own (Fiji: Analyze Particles, Count Masks; scikit-image: label)")
        if values[0] == 255:
            raise DataError(f"{file} is a mask (0 and 255), not a label image")
    numbered = np.searchsorted(values, plane) + 1
    return np.where(plane > 0, numbered, 0).astype(np.int32)


def hold_out(samples, seed):
    """Samples to train on and to validate on: a fifth of the images, or where there are few, the right
    quarter of each."""
    if len(samples) >= ENOUGH_TO_SPARE:
        order = np.random.default_rng(seed).permutation(len(samples))
        spared = set(order[: max(1, len(samples) // 5)].tolist())
        return ([s for i, s in enumerate(samples) if i not in spared],
                [s for i, s in enumerate(samples) if i in spared])
    train, validate = [], []
    for sample in samples:
        cut = sample.labels.shape[1] * 3 // 4
        train.append(_part(sample, slice(0, cut)))
        validate.append(_part(sample, slice(cut, None)))
    return train, validate


def _part(sample, columns):
    labels = sample.labels[:, columns]
    values = np.unique(labels[labels > 0])
    numbered = np.where(labels > 0, np.searchsorted(values, labels) + 1, 0).astype(np.int32)
    return dataclasses.replace(sample, image=sample.image[:, :, columns], labels=numbered)
