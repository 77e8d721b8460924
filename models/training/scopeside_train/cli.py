"""The command line of models/train."""
import argparse
import dataclasses
import json
import pathlib
import subprocess
import sys
import time

import numpy as np

from . import images
from .images import TRAINING, VALIDATION, DataError
from .recipes import RECIPES

ROLES = ("nucleus", "cell", "membrane", "other")
ROOT = pathlib.Path(__file__).resolve().parents[3]

EXAMPLES = """\
examples:
  models/train --list                                    what can be trained
  models/train nuclei-star --data DATA                   as the shipped model was
  models/train nuclei-star --images my/images --labels my/labels --out models/my-nuclei
  models/train --from models/nuclei-star --images my/images --labels my/labels --out models/my-nuclei
  models/train --from models/cells-flow --images cell=my/actin --images nucleus=my/dapi --labels my/labels \\
      --out models/my-cells

Images and labels have the same names. Labels are label images, as napari and Fiji save them: 0 is background, each
object has a number of its own. Stop with Ctrl-C whenever you like; the same command with --resume goes on."""


def parser():
    top = argparse.ArgumentParser(
        prog="models/train", formatter_class=argparse.RawDescriptionHelpFormatter, epilog=EXAMPLES,
        description="Train a segmentation model from images and label images, or teach an existing one (--from), "
        "and write it as a model package with a card that says how good it is.")
    top.add_argument("model", nargs="?", metavar="MODEL", help="recipe of a new model, see --list")
    top.add_argument("--from", dest="package", metavar="PACKAGE", type=pathlib.Path,
                     help="fine-tune the model of this package; 5 images may do, 100 to 200 corrected objects suffice")
    top.add_argument("--list", action="store_true", help="show the recipes")

    data = top.add_argument_group("images")
    data.add_argument("--images", action="append", default=[], metavar="[ROLE=]DIR",
                      help=f"grey PNG, TIFF or .npy planes; once a channel, with its role: {', '.join(ROLES)}")
    data.add_argument("--labels", type=pathlib.Path, metavar="DIR", help="label images of the same names")
    data.add_argument("--val-images", action="append", default=[], metavar="[ROLE=]DIR",
                      help="images to choose and report by. Default: a fifth of --images; of fewer than five "
                      "images the right quarter of each")
    data.add_argument("--val-labels", type=pathlib.Path, metavar="DIR")
    data.add_argument("--data", type=pathlib.Path, metavar="DIR",
                      help=f"folder with {', '.join((*TRAINING, *VALIDATION))}: what the shipped models learnt from")
    data.add_argument("--simulated", type=int, metavar="N",
                      help="add N fields that `scopeside simulate` draws. Default: what the recipe says")
    data.add_argument("--allow-empty", action="store_true", help="accept fields without any object")

    run = top.add_argument_group("training")
    run.add_argument("--steps", type=int, help="of the optimiser. Default: what the recipe says")
    run.add_argument("--batch", type=int, help="crops a step")
    run.add_argument("--rate", type=float, help="greatest learning rate")
    run.add_argument("--evaluate-every", type=int, metavar="STEPS")
    run.add_argument("--patience", type=int, metavar="N", help="end after N evaluations without a lower validation loss")
    run.add_argument("--rotation", choices=("right-angles", "any"), help="how crops are turned")
    run.add_argument("--trunk", type=pathlib.Path, metavar="PACKAGE",
                     help="begin with those layers of another package's network that fit, whatever its decoder")
    run.add_argument("--seed", type=int, default=0)
    run.add_argument("--device", choices=("auto", "cpu", "cuda"), default="auto")
    run.add_argument("--threads", type=int, help="CPU threads. Default: all cores")
    run.add_argument("--work", type=pathlib.Path, metavar="DIR",
                     help="checkpoints and history. Default: .scopeside/training/NAME")
    run.add_argument("--resume", action="store_true", help="go on where a former run in --work stopped")

    out = top.add_argument_group("result")
    out.add_argument("--out", type=pathlib.Path, metavar="DIR", help="folder of the package. Default: models/MODEL")
    out.add_argument("--name", help="of the model, for people")
    out.add_argument("--licence", help="SPDX identifier of the new weights. Default: CC0-1.0, with --from that of the package")
    out.add_argument("--author", action="append", default=[])
    out.add_argument("--description", help="one sentence: what it segments in what images")
    out.add_argument("--json", action="store_true", help="print the result as JSON; everything else goes to standard error")
    out.add_argument("--no-card", action="store_true", help="leave out the measurements by `scopeside evaluate`")
    return top


def main(words=None):
    words = sys.argv[1:] if words is None else words
    options = parser().parse_args(words)
    options.words = words
    try:
        return run(options)
    except DataError as error:
        print(f"models/train: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\nStopped; the same command with --resume goes on from the last evaluation.", file=sys.stderr)
        return 130


def say(text):
    print(text, file=sys.stderr, flush=True)


def run(options):
    if options.list:
        for recipe in RECIPES.values():
            print(f"{recipe.name:18} {recipe.decoder:12} {'+'.join(recipe.channels):14} {recipe.description}")
        return 0
    check(options)
    # PyTorch takes seconds to load: after what can be refused at once.
    from . import finetune, finish, selection, training

    if options.threads:
        import torch
        torch.set_num_threads(options.threads)
    base = finetune.open_package(options.package) if options.package else None
    if base and options.model:
        finetune.check_decoder(base, RECIPES[options.model])
    recipe = adjusted(finetune.recipe_of(base, options.out.name) if base else RECIPES[options.model], options)
    trunk = finetune.open_package(options.trunk) if options.trunk else None
    train, validate = gather(options, recipe)
    describe(train, validate)
    work = options.work or ROOT / ".scopeside" / "training" / options.out.name
    run_ = training.Training(recipe, train, validate, work, options.seed, options.device, say)
    say(f"Trains {recipe.name} ({recipe.decoder}) on {run_.device.words}, {recipe.steps} steps of {recipe.batch} crops, in {work}")
    start(run_, options, base, trunk)
    with Progress(recipe.steps, run_.step) as progress:
        run_.run(progress.step)
    network = run_.best_network()
    parameters, _ = selection.choose(network, recipe, run_.validating, report=say)
    chosen = selection.enough(run_.validating)
    recipe = dataclasses.replace(recipe, parameters=parameters)
    result = finish.package_of(run_, network, recipe, options, base, train, validate, chosen, say)
    if options.json:
        print(json.dumps(result, indent=1))
    else:
        say(f"Written to {result['package']}; try: deploy/scopeside models verify {result['package']}")
    return 0


def check(options):
    """What can be refused before anything is read."""
    if not options.model and not options.package:
        raise DataError(f"say what to train: one of {', '.join(RECIPES)}, or --from PACKAGE")
    if options.model and options.model not in RECIPES:
        raise DataError(f"there is no recipe {options.model}; there are {', '.join(RECIPES)}")
    if bool(options.images) != bool(options.labels):
        raise DataError("--images and --labels belong together")
    # Nuclei are drawn in addition to real ones; for whole cells there is nothing else.
    drawn = options.simulated or (options.simulated is None and options.model and "cell" in RECIPES[options.model].channels)
    if not options.package and not options.data and not options.images and not drawn:
        raise DataError("no images: pass --images and --labels, or --data")
    if bool(options.val_images) != bool(options.val_labels):
        raise DataError("--val-images and --val-labels belong together")
    if options.package and not options.images:
        raise DataError("--from needs --images and --labels")
    if options.package and not options.out:
        raise DataError("--from needs --out: the folder of the new package")
    for name, least in (("steps", 1), ("batch", 1), ("evaluate_every", 1), ("patience", 0), ("threads", 1),
                        ("simulated", 0), ("seed", 0)):
        value = getattr(options, name)
        if value is not None and value < least:
            raise DataError(f"--{name.replace('_', '-')} {value}: at least {least}")
    if options.rate is not None and not 0 < options.rate < 1:
        raise DataError(f"--rate {options.rate}: above 0 and below 1")
    out = options.out or (ROOT / "models" / options.model if options.model else None)
    if out and (out / "model.yaml").exists():
        raise DataError(f"{out} holds a package already; choose another --out, or remove it")
    options.out = out


def adjusted(recipe, options):
    """The recipe with what the command line says differently."""
    changes = {name: getattr(options, name) for name in ("steps", "batch", "rate", "evaluate_every", "patience")
               if getattr(options, name) is not None}
    if "steps" in changes and "evaluate_every" not in changes:
        changes["evaluate_every"] = max(1, min(recipe.evaluate_every, recipe.steps, changes["steps"] // 5))
    if options.rotation:
        changes["augmentation"] = dataclasses.replace(recipe.augmentation, rotation=options.rotation)
    if options.simulated is not None:
        changes["simulated"] = options.simulated
    return dataclasses.replace(recipe, **changes)


def folders(words, channels, option):
    """Folders of an option, one a channel, in the network's order."""
    given = {}
    for word in words:
        role, mark, path = word.partition("=")
        if not mark or role not in ROLES:
            role, path = (channels[0] if len(channels) == 1 else ""), word
        if not role:
            raise DataError(f"{option} {word}: the model takes {', '.join(channels)}; write {option} "
                            f"{channels[0]}={word}")
        if role not in channels:
            raise DataError(f"{option} {word}: the model takes {', '.join(channels)}, no {role}")
        if role in given:
            raise DataError(f"{option} gives {role} twice: {given[role]} and {path}")
        given[role] = pathlib.Path(path)
    missing = [role for role in channels if role not in given]
    if missing:
        raise DataError(f"{option} gives no {' and no '.join(missing)}; the model takes {', '.join(channels)}")
    return [given[role] for role in channels]


def gather(options, recipe):
    """Samples to train on and samples to validate on."""
    train, validate = [], []
    if options.images:
        train += images.read_folder(folders(options.images, recipe.channels, "--images"), options.labels,
                                    str(options.labels), options.allow_empty)
        if len(train) == 1:
            raise DataError(f"{options.labels} holds one image; training needs at least two, five or more are better")
        if not (options.val_images or options.data):
            train, validate = images.hold_out(train, options.seed)
    if options.val_images:
        validate += images.read_folder(folders(options.val_images, recipe.channels, "--val-images"),
                                       options.val_labels, str(options.val_labels), options.allow_empty)
    if options.data:
        for part, into in [*((p, train) for p in TRAINING), *((p, validate) for p in VALIDATION)]:
            if recipe.channels == ("nucleus",):
                # Some fields of that set are empty indeed.
                into += images.read_folder([options.data / part / "images"], options.data / part / "labels", part, True)
    if recipe.simulated:
        drawn = simulate(recipe, recipe.simulated)
        held = 0 if validate else max(2, len(drawn) // 20)
        train += drawn[held:]
        validate += drawn[:held]
    if not any(sample.objects for sample in train):
        raise DataError("none of the training images has an object")
    return train, validate


def simulate(recipe, count):
    """Fields with exact truth, drawn by the project's own simulator; the same ones every time."""
    kind = "cells" if "cell" in recipe.channels else "nuclei"
    folder = ROOT / ".scopeside" / "simulated" / f"{kind}-{count}"
    if not (folder / "index.csv").exists():
        say(f"Draws {count} simulated fields of {kind} into {folder}")
        command = [str(ROOT / "deploy" / "scopeside"), "simulate", f"--{kind}", "--count", str(count),
                   "--size", "384", "--seed", "1", "--out", str(folder)]
        if subprocess.run(command, stdout=sys.stderr, check=False).returncode:
            raise DataError("the simulator failed, see above: " + " ".join(command))
    planes = ["cell", "nucleus"] if kind == "cells" else ["images"]
    return images.read_folder([folder / plane for plane in planes], folder / "labels", images.SIMULATED, True)


def describe(train, validate):
    for what, samples in (("train on", train), ("validate on", validate)):
        by_source = {}
        for sample in samples:
            by_source.setdefault(sample.source, []).append(sample)
        for source, some in by_source.items():
            diameters = [sample.median_diameter for sample in some if sample.objects]
            size = f", median diameter {np.median(diameters):.0f} px" if diameters else ""
            say(f"To {what}: {len(some)} images, {sum(s.objects for s in some)} objects{size} ({source})")
    if not validate:
        say("To validate on: nothing")


def start(run_, options, base, trunk):
    if options.resume:
        if not run_.resume():
            raise DataError(f"{run_.folder} has no checkpoint to resume")
        say(f"Goes on at step {run_.step}")
        return
    if run_.checkpoint.exists():
        raise DataError(f"{run_.folder} holds a former run: pass --resume to go on with it, or choose another --work")
    if base:
        run_.start_from(base.state, base.reference)
    elif trunk:
        run_.start_from(trunk.state, f"what fits of {trunk.reference}")


class Progress:
    """A bar on a terminal, a line a minute elsewhere."""

    def __init__(self, steps, first):
        from tqdm import tqdm
        self.bar = tqdm(total=steps, initial=first, unit="step", dynamic_ncols=True, file=sys.stderr,
                        disable=None, smoothing=0.02)
        self.said = time.monotonic()

    def step(self, step, steps, loss, seconds):
        self.bar.update(step - self.bar.n)
        self.bar.set_postfix_str(f"loss {loss:.3f}", refresh=False)
        if self.bar.disable and time.monotonic() - self.said > 60:
            self.said = time.monotonic()
            left = (steps - step) * seconds / 60
            say(f"  {step} of {steps} steps, loss {loss:.4f}, {seconds:.2f} s a step, {left:.0f} min left")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.bar.close()
