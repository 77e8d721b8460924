"""Teaches a packaged model from a few images, as Cellpose 2 does (Pachitariu, Stringer 2022)."""
import dataclasses

from . import packaging
from .augment import Augmentation
from .images import DataError
from .packaging import PackageError
from .recipes import CELLPOSE2, RECIPES, Recipe

STEPS = 600
RATE = 4e-4


def open_package(path):
    """The package at a path; what is wrong with it is said as of any other input."""
    try:
        return packaging.read_package(path)
    except PackageError as error:
        raise DataError(str(error)) from error


def recipe_of(package, name):
    """How a packaged model is trained on: its own network and decoder, few steps, a low rate.

    Objects may be of any size, so crops are zoomed little: the new images show what size they have.
    """
    shipped = RECIPES.get(package.id)
    sizes = {key: value for key, value in package.arguments.items() if key != "channels"}
    parameters = {**(shipped.parameters if shipped else {}), **package.decoder.parameters}
    return Recipe(
        name, f"{package.name}, taught", f"{package.description['description']} Taught further.",
        package.decoder.name, package.objects, tuple(package.channels), sizes=sizes,
        percentiles=tuple(package.percentiles), parameters=parameters,
        min_diameter_um=package.scale.get("min_diameter_um", 0.0),
        crop=shipped.crop if shipped else 224, batch=4, steps=STEPS, rate=RATE, evaluate_every=50, patience=0,
        augmentation=dataclasses.replace(Augmentation(), zoom=(0.75, 1.35)),
        cite=(*(shipped.cite if shipped else ()), CELLPOSE2))


def check_decoder(package, recipe):
    """Refuses weights of another kind of network before anything is read."""
    if package.decoder.name != recipe.decoder:
        raise DataError(
            f"{package.reference} is a {package.decoder.name} model, {recipe.name} a {recipe.decoder} model: its weights "
            f"do not fit. Leave out {recipe.name} to teach {package.id} further, or pass --trunk instead of --from "
            "to begin with its trunk only")
    if tuple(package.channels) != recipe.channels:
        raise DataError(f"{package.reference} takes {', '.join(package.channels)}; {recipe.name} takes "
                        f"{', '.join(recipe.channels)}")
