"""Writes trained networks as model packages, and reads them to train on.

A package holds the network as ONNX in single precision, smaller variants of it, the trained weights
as PyTorch saves them (what fine-tuning starts from), test tensors, a card and pictures.
"""
import dataclasses
import hashlib
import io
import pathlib
import shutil
import zipfile

import numpy as np
import torch
import yaml

from scopeside_convert import package as bioimage

from . import networks
from .onnx_export import OPSET, export, to_fp16
from .onnx_graph import PackageError
from .quantise import quantise

# Of files in the repository, bytes.
SHIPPED_LIMIT = 8 << 20
STATE_LIMIT = 4 << 20
DESCRIPTION_LIMIT = 1 << 20
# Of a package that is read: no network here comes near it.
READ_LIMIT = 1 << 30
TEST_SIDE = 128
DESCRIPTIONS = ("model.yaml", "rdf.yaml", "bioimageio.yaml")


@dataclasses.dataclass
class About(bioimage.About):
    """What is said of a model.

    :ivar identifier: its id; letters, digits, `.`, `_`, `-`. Without one it is made of the name
    :ivar parent: id of the model that was fine-tuned
    """

    identifier: str = ""
    tags: tuple = ()
    parent: str = ""
    git_repo: str = ""

    @property
    def id(self):
        return self.identifier or super().id

    def fields(self):
        """Fields of bioimage.io that the base class does not write."""
        fields = {"documentation": "README.md"}
        if self.tags:
            fields["tags"] = list(self.tags)
        if self.parent:
            fields["parent"] = {"id": self.parent}
        if self.git_repo:
            fields["git_repo"] = self.git_repo
        return fields


@dataclasses.dataclass
class Decoder:
    """How Scopeside reads the network's outputs; the names are those of models/README.md.

    :ivar name: star-convex, flows, three-class or distance
    :ivar maps: outputs whose channels it reads, in their order
    :ivar tensors: other outputs by what they mean, such as {"style": "style"}
    """

    name: str
    maps: tuple
    parameters: dict = dataclasses.field(default_factory=dict)
    tensors: dict = dataclasses.field(default_factory=dict)

    @classmethod
    def of(cls, network, parameters):
        """The decoder of one of our networks."""
        maps = tuple(name for name in network.outputs if name != "style")
        return cls(network.decoder, maps, dict(parameters), {"style": "style"} if "style" in network.outputs else {})

    def block(self, objects):
        block = {"name": self.name, "objects": objects, "maps": list(self.maps), "parameters": dict(self.parameters)}
        return {**block, "tensors": dict(self.tensors)} if self.tensors else block


@dataclasses.dataclass
class Variants:
    """A network's files. `fp16` and `int8` are None where they were not wanted; `quantised` tells how
    the latter was chosen."""

    fp32: bytes
    fp16: bytes = None
    int8: bytes = None
    quantised: object = None

    @property
    def smaller(self):
        return {name: getattr(self, name) for name in ("fp16", "int8") if getattr(self, name)}


@dataclasses.dataclass
class Package:
    """What a package tells somebody who trains on.

    :ivar reference: id@version
    :ivar decoder: a Decoder, its parameters included
    :ivar channels: roles of the input's channels, in its order
    :ivar percentiles: (low, high) of each channel of a plane that become 0 and 1
    :ivar scale: {"pixel_size_um": …, "object_diameter_px": …}, either or none
    :ivar network: name of the class in networks.NETWORKS' values, with the arguments it takes
    :ivar state: trained weights by name, batch norms unfolded, float32
    :ivar description: all of model.yaml
    """

    id: str
    version: str
    name: str
    licence: str
    authors: list
    cite: list
    objects: str
    decoder: Decoder
    channels: tuple
    percentiles: tuple
    scale: dict
    network: str
    arguments: dict
    state: dict
    description: dict

    @property
    def reference(self):
        return f"{self.id}@{self.version}"

    def build(self):
        """The trained network, on the CPU, ready to evaluate."""
        network = CLASSES[self.network](**self.arguments)
        try:
            network.load_state_dict(self.state)
        except RuntimeError as error:
            raise PackageError(f"{self.reference}: the weights do not fit {self.network}: "
                               f"{str(error).splitlines()[-1].strip()}") from error
        return network.eval()


CLASSES = {kind.__name__: kind for kind in networks.NETWORKS.values()}


def export_variants(network, channels, calibration=None, wanted=("fp16", "int8"), **options):
    """The network's files.

    :param network: one of our networks
    :param channels: of its input
    :param calibration: iterator of normalised images [n, c, h, w]; without it there is no int8
    :param options: of quantise
    """
    found = Variants(export(network, network.outputs, network.step, channels))
    if "fp16" in wanted:
        found.fp16 = to_fp16(found.fp32)
    if "int8" in wanted and calibration is not None:
        found.quantised = quantise(found.fp32, calibration, **options)
        found.int8 = found.quantised.weights
    return found


def write_package(folder, about, network, arguments, decoder, channels, percentiles, variants, *,
                  scale=None, tiling=None, evaluation=(), list_variants=True, files=None, limit=None):
    """Writes a package; nothing is left behind where that fails.

    :param folder: of the package; must not be there, or be empty
    :param about: an About
    :param network: the trained network, on the CPU
    :param arguments: keyword arguments with which its class makes it again: `channels` and sizes
    :param decoder: a Decoder
    :param channels: roles of the input's channels: nucleus, cell, membrane, other
    :param percentiles: (low, high), 0 to 100
    :param variants: of export_variants
    :param scale: `pixel_size_um`, `object_diameter_px` of the training images, or None: planes as they are
    :param tiling: `tile`, `halo`, `blend`, or None: the whole plane
    :param evaluation: rows of `dataset`, `metric`, `value`, `source`
    :param list_variants: whether model.yaml names the smaller files, which readers of before did not know
    :param files: more files by name: bytes, text, or the path of one to copy. README.md is the card
    :param limit: of any file of weights, bytes; SHIPPED_LIMIT for what goes into the repository
    :raises PackageError: where the folder is taken, a file is above the limit, or the parts do not fit
    :return: the folder
    """
    folder = pathlib.Path(folder)
    if folder.exists() and any(folder.iterdir()):
        raise PackageError(f"{folder} is not empty")
    part = folder.with_name(folder.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    try:
        for name, content in {"README.md": f"# {about.name}\n\n{about.description}\n", **(files or {})}.items():
            write_file(part / name, content)
        state = write_state(part, network, arguments)
        block = {"channels": list(channels), "decoder": decoder.block(about.objects)}
        if scale:
            block["scale"] = dict(scale)
        if tiling:
            block["tiling"] = dict(tiling)
        if evaluation:
            block["evaluation"] = [dict(row) for row in evaluation]
        named = write_variants(part, variants)
        if list_variants and named:
            block["variants"] = named
        inputs, outputs, tests = tensors(network, channels, percentiles)
        bioimage.write(part, about, variants.fp32, OPSET, inputs, outputs, block, tests, about.fields(), state)
        check_sizes(part, limit)
        if folder.exists():
            folder.rmdir()
        part.rename(folder)
    except BaseException as error:
        shutil.rmtree(part, ignore_errors=True)
        if isinstance(error, bioimage.ConversionError):
            raise PackageError(str(error)) from error
        raise
    return folder


def write_file(file, content):
    if isinstance(content, pathlib.Path):
        shutil.copyfile(content, file)
    elif isinstance(content, str):
        file.write_text(content, encoding="utf-8")
    else:
        file.write_bytes(content)


def write_state(folder, network, arguments):
    """Writes weights.pt; gives its entry of bioimage.io's weights. Half precision where it is large:
    training goes on from there as well."""
    state = {name: value.detach().cpu() for name, value in network.state_dict().items()}
    if sum(value.numel() * value.element_size() for value in state.values()) > STATE_LIMIT:
        state = {name: value.half() if value.dtype == torch.float32 and value.abs().max() < 65504 else value
                 for name, value in state.items()}
    file = folder / "weights.pt"
    torch.save(state, file)
    return {"pytorch_state_dict": {
        "source": file.name,
        "sha256": bioimage.sha256(file),
        "architecture": {"callable": type(network).__name__, "import_from": networks.__name__,
                         "kwargs": plain(arguments)},
        "pytorch_version": torch.__version__.split("+")[0],
    }}


def plain(value):
    """Tuples as lists: YAML has no others."""
    if isinstance(value, dict):
        return {name: plain(one) for name, one in value.items()}
    return [plain(one) for one in value] if isinstance(value, (list, tuple)) else value


def write_variants(folder, variants):
    named = {}
    for name, weights in variants.smaller.items():
        file = folder / f"network-{name}.onnx"
        file.write_bytes(weights)
        named[name] = {"source": file.name, "sha256": bioimage.sha256(file)}
    return named


def tensors(network, channels, percentiles):
    """bioimage.io's inputs and outputs, and test tensors computed by the network itself."""
    raw = bioimage.test_image(TEST_SIDE, len(channels))
    image = bioimage.normalise(raw, *percentiles)[None]
    with torch.no_grad():
        found = network(torch.from_numpy(image))
    results = {name: found[name].numpy() for name in network.outputs}
    axes = bioimage.image_axes("bcyx", len(channels), (4 * network.step, network.step))
    axes[1]["channel_names"] = list(channels)
    inputs = [{"id": "image", "axes": axes, "data": {"type": "float32"},
               "preprocessing": bioimage.scale_range(*percentiles)}]
    outputs = [{"id": name, "axes": output_axes(result, network.spacing), "data": {"type": "float32"}}
               for name, result in results.items()]
    return inputs, outputs, {"image": raw[None], **results}


def output_axes(result, spacing):
    if result.ndim == 4:
        return bioimage.image_axes("bcyx", result.shape[1], None, spacing)
    return [{"type": "batch"}, {"type": "index", "size": result.shape[1]}]


def check_sizes(folder, limit):
    for file in sorted(folder.iterdir()):
        if limit and file.suffix in (".onnx", ".pt") and file.stat().st_size > limit:
            raise PackageError(f"{file.name} has {file.stat().st_size:,} bytes, at most {limit:,} are wanted")


def read_package(path):
    """What fine-tuning needs of a package that was trained here.

    Nothing in it is executed: the description is plain YAML, the weights are read as tensors only,
    and the network is one of networks.NETWORKS, by its name.

    :param path: folder or zip
    :raises PackageError: where it is no package, is damaged, or was not trained here
    """
    read = reader(pathlib.Path(path))
    description = next((found for found in (read(name, DESCRIPTION_LIMIT) for name in DESCRIPTIONS) if found), None)
    if description is None:
        raise PackageError(f"{path} holds no {' or '.join(DESCRIPTIONS)}: it is no model package")
    try:
        fields = yaml.safe_load(description)
        return package_of(path, fields, read)
    except yaml.YAMLError as error:
        raise PackageError(f"{path}: the description is no YAML: {str(error).splitlines()[0]}") from error
    except (KeyError, IndexError, TypeError, AttributeError) as error:
        raise PackageError(f"{path}: the description lacks {error}") from error


def reader(path):
    """A function that gives the bytes of a file of the package, None where it is not there."""
    if path.is_dir():
        root = path.resolve()

        def read(name, limit):
            file = (root / name).resolve()
            if root not in file.parents or not file.is_file():
                return None
            return bounded(name, file.stat().st_size, limit, file.read_bytes)
        return read
    if not zipfile.is_zipfile(path):
        raise PackageError(f"{path} is neither a folder nor a zip")
    with zipfile.ZipFile(path) as archive:
        entries = {info.filename: info for info in archive.infolist()}
    tops = {name.split("/")[0] for name in entries}
    top = f"{tops.pop()}/" if len(tops) == 1 and "/" in next(iter(entries)) else ""

    def read_zip(name, limit):
        info = entries.get(top + name)
        if info is None:
            return None
        with zipfile.ZipFile(path) as archive:
            return bounded(name, info.file_size, limit, lambda: archive.read(info))
    return read_zip


def bounded(name, size, limit, read):
    if size > limit:
        raise PackageError(f"{name} has {size:,} bytes, more than {limit:,}")
    return read()


def package_of(path, fields, read):
    own = fields["config"]["scopeside"]
    entry = fields["weights"].get("pytorch_state_dict")
    if not entry or entry["architecture"].get("import_from") != networks.__name__:
        raise PackageError(f"{path} was not trained here: it has no weights that training can go on from")
    kind = entry["architecture"]["callable"]
    if kind not in CLASSES:
        raise PackageError(f"{path} is a {kind}; there are {', '.join(CLASSES)}")
    scaling = next((p["kwargs"] for p in fields["inputs"][0].get("preprocessing", [])
                    if p["id"] == "scale_range"), None)
    if scaling is None:
        raise PackageError(f"{path} does not normalise by percentiles (scale_range)")
    decoder = own["decoder"]
    return Package(
        id=fields["id"], version=str(fields.get("version", 1)), name=fields["name"],
        licence=fields["license"], authors=[author["name"] for author in fields.get("authors", [])],
        cite=[(one["text"], str(one.get("url", "")).replace("https://doi.org/", "")) for one in fields.get("cite", [])],
        objects=decoder["objects"],
        decoder=Decoder(decoder["name"], tuple(decoder.get("maps", ())), decoder.get("parameters", {}),
                        decoder.get("tensors", {})),
        channels=tuple(own["channels"]),
        percentiles=(float(scaling["min_percentile"]), float(scaling["max_percentile"])),
        scale=own.get("scale", {}), network=kind, arguments=entry["architecture"].get("kwargs", {}),
        state=read_state(path, entry, read), description=fields)


def read_state(path, entry, read):
    name = entry["source"]
    content = read(name, READ_LIMIT)
    if content is None:
        raise PackageError(f"{path} lacks {name}")
    found = digest(content)
    if found != entry["sha256"]:
        raise PackageError(f"{name} has the SHA-256 {found}, the description says {entry['sha256']}")
    try:
        state = torch.load(io.BytesIO(content), map_location="cpu", weights_only=True)
    except Exception as error:
        raise PackageError(f"{name} holds no PyTorch weights: {type(error).__name__}") from error
    return {key: value.float() if value.is_floating_point() else value for key, value in state.items()}


def digest(content):
    return hashlib.sha256(content).hexdigest()
