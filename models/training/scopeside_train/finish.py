"""From a trained network to a package: smaller files, measurements by `scopeside evaluate`, card."""
import dataclasses
import pathlib
import platform
import shlex
import shutil
import subprocess
import sys

import numpy as np
import tifffile

from . import card, images, networks, packaging
from .images import DataError
from .packaging import PackageError

CALIBRATION_CROPS = 24
DEFAULT_LICENCE = "CC0-1.0"
# A user's own folder may be called nuclei as well; its licence is the user's to say.
OPEN = {*images.TRAINING, *images.VALIDATION}
# How planes are cut, by decoder. Half the field of view of the U-Net trunk is 118 pixels; what lies more than
# 64 pixels away changes nothing that shows.
TILINGS = {
    "flows": {"tile": 224, "halo": 0, "blend": "taper"},
    "star-convex": {"tile": 1024, "halo": 64, "blend": "centre"},
    "three-class": {"tile": 1024, "halo": 64, "blend": "centre"},
    "distance": {"tile": 1024, "halo": 64, "blend": "centre"},
}
ARCHITECTURES = {
    "star-convex": "A U-Net at half the resolution with added skips and batch norm, one probability and 32 distances "
                   "at every second pixel.",
    "flows": "Cellpose's residual U-Net with a style vector, two flows and one logit a pixel, its layers named as "
             "in Cellpose 2 and 3.",
    "three-class": "A U-Net at half the resolution with added skips and a tail at full resolution, three classes a pixel.",
    "distance": "A U-Net at half the resolution with added skips and a tail at full resolution, two distances a pixel.",
}


def package_of(run, network, recipe, options, base, train, validate, chosen, report):
    """Writes the package of a finished run.

    :param base: package that was fine-tuned, or None
    :param chosen: whether the decoder's thresholds were chosen on the validation images
    :return: what is known of it, as --json prints it
    """
    try:
        return _package_of(run, network, recipe, options, base, train, validate, chosen, report)
    except PackageError as error:
        raise DataError(str(error)) from error


def _package_of(run, network, recipe, options, base, train, validate, chosen, report):
    wanted = variants_of(recipe)
    report(f"Exports {', '.join(('fp32', *wanted))}")
    variants = packaging.export_variants(network, len(recipe.channels), calibration(run), wanted)
    if variants.quantised is not None:
        report(f"  8 bits: ranges by {variants.quantised.ranges}, relative errors "
               + ", ".join(f"{name} {error:.3f}" for name, error in variants.quantised.outputs.items()))
    about = about_model(recipe, options, base)
    written = dict(
        about=about, network=network, arguments={"channels": len(recipe.channels), **recipe.sizes},
        decoder=packaging.Decoder.of(network, recipe.parameters), channels=recipe.channels,
        percentiles=recipe.percentiles, variants=variants, tiling=TILINGS[recipe.decoder],
        scale={"min_diameter_um": recipe.min_diameter_um} if recipe.min_diameter_um else None)
    pictures = {"curve.png": run.folder / "curve.png"}
    card.curve_png(run.history, pictures["curve.png"])
    measured, failures = {}, []
    if validate and not options.no_card:
        draft = run.folder / "draft"
        shutil.rmtree(draft, ignore_errors=True)
        packaging.write_package(draft, **written)
        measured, failures = measure(draft, base and options.package, recipe, validate, run.folder, report)
        shutil.rmtree(draft)
    if failures:
        pictures["failures.png"] = run.folder / "failures.png"
    made = model_card(run, network, recipe, options, base, train, validate, measured, tuple(pictures), chosen)
    last = measured.get("after") or measured.get("fp32")
    dataset = dataset_name(validate)
    packaging.write_package(
        options.out, **written, files={"README.md": card.render(made), **pictures},
        evaluation=card.evaluation_rows(last, dataset) if last else (),
        limit=packaging.SHIPPED_LIMIT if recipe.shipped else None)
    return {
        "package": str(options.out), "recipe": recipe.name, "decoder": recipe.decoder, "steps": run.step,
        "seconds": round(run.seconds, 1), "parameters": recipe.parameters,
        **{name: summary(result) for name, result in measured.items()}}


def variants_of(recipe):
    """Smaller files that are worth having. Layers of 8 channels take ONNX Runtime longer in 8 bits than in single
    precision: a quarter-width flow network 1.3 times as long."""
    narrow = recipe.decoder == "flows" and min(recipe.sizes.get("widths", (8,))) < 32
    return ("fp16",) if narrow else ("fp16", "int8")


def calibration(run):
    """Normalised crops of training images, as they are trained on, for the ranges of 8-bit numbers."""
    for step in range(CALIBRATION_CROPS // run.recipe.batch + 1):
        image, _ = run.batch((1 << 30) + step)
        yield image.cpu()


def about_model(recipe, options, base):
    authors = options.author or (base.authors if base else ["Scopeside"])
    names = [author["name"] if isinstance(author, dict) else author for author in authors]
    identifier = options.out.name
    return packaging.About(
        name=options.name or (recipe.title if identifier == recipe.name and not base else identifier),
        version="1", description=options.description or recipe.description,
        licence=options.licence or (base.licence if base else DEFAULT_LICENCE), authors=names,
        cite=list(recipe.cite), objects=recipe.objects, identifier=identifier,
        tags=(recipe.decoder, *recipe.channels, "fluorescence"),
        parent=base.id if base else "")


def measure(draft, before, recipe, validate, folder, report):
    """JSON of `scopeside evaluate` on the validation images, by row of the card's table."""
    truth, options = write_validation(folder / "validation", recipe, validate)
    found = folder / "validation" / "found"
    rows = {"before": (before, "fp32"), "after": (draft, "fp32")} if before else {"fp32": (draft, "fp32")}
    if "int8" in variants_of(recipe):
        rows["after, int8" if before else "int8"] = (draft, "int8")
    measured = {}
    for name, (package, precision) in rows.items():
        report(f"Measures {name} with scopeside evaluate")
        shutil.rmtree(found, ignore_errors=True)
        measured[name] = card.evaluate(truth, model=package, labels_out=found if precision == "fp32" else None,
                                       options=[*options, "--precision", precision, "--objects", recipe.objects])
        report(f"  {summary(measured[name])}")
        if precision == "fp32":
            predictions = {file.stem: images.read_plane(file) for file in found.iterdir()
                           if file.suffix in images.SUFFIXES}
    if not all(card.may_be_shown(sample.source) for sample in validate):
        return measured, []
    drawn = card.failures_png(
        {sample.name: sample.image[0] for sample in validate}, {sample.name: sample.labels for sample in validate},
        predictions, folder / "failures.png")
    return measured, drawn


def write_validation(folder, recipe, validate):
    """Validation samples as files, as `scopeside evaluate` reads them."""
    shutil.rmtree(folder, ignore_errors=True)
    for sample in validate:
        for role, plane in zip(recipe.channels, sample.image):
            write_plane(folder / role / f"{sample.name}.tif", plane)
        write_plane(folder / "labels" / f"{sample.name}.tif", sample.labels)
    several = len(recipe.channels) > 1
    options = []
    for role in recipe.channels:
        options += ["--images", f"{role}={folder / role}" if several else folder / role]
    return folder / "labels", options


def write_plane(file, plane):
    file.parent.mkdir(parents=True, exist_ok=True)
    whole = plane.min(initial=0) >= 0 and plane.max(initial=0) < 65536 and (plane == np.round(plane)).all()
    tifffile.imwrite(file, plane.astype(np.uint16 if whole else np.float32))


def summary(result):
    """The figures one looks at first."""
    found = card.pooled(result["images"])
    return {"images": found["images"], "objects": found["objects"], "f1": found["f1"][0], "mean_f1": found["mean_f1"],
            "ap50": found["ap50"],
            "count_error": None if found["count_error"] is None else found["count_error"] / 100}


def dataset_name(validate):
    sources = list(dict.fromkeys(sample.source for sample in validate))
    return " and ".join(f"BBBC038 {source}" if source in OPEN else
                        f"the held-out part of {source}" for source in sources)


def model_card(run, network, recipe, options, base, train, validate, measured, pictures, chosen):
    return card.Card(
        name=options.name or recipe.title, purpose=options.description or recipe.description,
        not_for=limits(recipe), data=[*sources(train, "training"), *sources(validate, "choosing and reporting")],
        licence=options.licence or (base.licence if base else DEFAULT_LICENCE),
        architecture=ARCHITECTURES[recipe.decoder], parameters=networks.parameters(network),
        multiply_adds=networks.multiply_adds(network, len(recipe.channels)),
        training={
            "began with": base.reference if base else (f"the trunk of {options.trunk.name}" if options.trunk else "nothing"),
            "steps": f"{run.step:,} of {recipe.batch} crops of {recipe.crop}²",
            "best state": f"step {best_step(run.history):,}" if run.history else "the last",
            "time": f"{run.seconds / 60:.0f} min", "machine": f"{run.device.words}, {machine()}",
            "PyTorch": run.torch_version, "seed": str(run.seed),
            "decoder": ", ".join(f"{name} {value}" for name, value in recipe.parameters.items())},
        command=command(options), dataset=dataset_name(validate), measured=measured, groups=groups(validate),
        thresholds_chosen=chosen,
        pictures=pictures, cite=recipe.cite, notes=notes(recipe, train))


def best_step(history):
    return next((row["step"] for row in reversed(history) if row.get("best")), history[-1]["step"])


def limits(recipe):
    common = ["brightfield or phase contrast", "three-dimensional segmentation", "diagnosis"]
    if "cell" in recipe.channels:
        return (*common, "stains and tissues unlike the simulated ones without teaching it (--from)")
    return (*common, "histology in colour", "nuclei of less than 8 or more than 70 pixels")


def notes(recipe, train):
    drawn = sum(sample.source == images.SIMULATED for sample in train)
    if drawn == len(train) and drawn:
        return ("**The cells it learnt from are drawn, none is real**, and so are the ones it is measured on above: `scopeside "
                "simulate`'s irregular macrophage-like cells, packed epithelium, small round cells in dense tissue. Expect "
                "less on real ones, and teach it with your own (`models/train --from`).",)
    return ()


def sources(samples, use):
    found = []
    for name in dict.fromkeys(sample.source for sample in samples):
        some = [sample for sample in samples if sample.source == name]
        open_ = name in OPEN
        licence = "CC0 (BBBC038)" if open_ else "CC0, drawn by scopeside simulate" if name == images.SIMULATED else "the user's own"
        found.append(card.Source(f"BBBC038, {name}" if open_ else name, len(some), sum(s.objects for s in some), licence, use))
    return found


def groups(samples):
    """Names of images by group: where they come from, or of one origin by their size."""
    by = {sample.source for sample in samples}
    found = {}
    for sample in samples:
        name = sample.source if len(by) > 1 else f"{sample.labels.shape[0]}×{sample.labels.shape[1]}"
        found.setdefault(name, []).append(sample.name)
    return found if len(found) > 1 else {}


def machine():
    """The processor's name, where the system tells."""
    try:
        lines = pathlib.Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
        names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
        return f"{names[0]}, {len(names)} cores"
    except (OSError, IndexError):
        return platform.machine()


def command(options):
    """The command line that trains the same model again, without what belongs to one run."""
    words, skip = ["models/train"], False
    for word in options.words:
        if skip or word in ("--resume", "--json"):
            skip = False
            continue
        if word in ("--work", "--device", "--threads"):
            skip = True
            continue
        if words[-1] == "--data":
            word = "DATA"
        words.append(pathlib.Path(word).name if word.startswith("/") else word)
    return " ".join(shlex.quote(word) for word in words)
