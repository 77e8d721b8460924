"""What each of Scopeside's own models is, and how it is trained: one recipe a model."""
import dataclasses

from .augment import Augmentation
from .networks import NETWORKS


@dataclasses.dataclass(frozen=True)
class Recipe:
    """A model and its training.

    decoder      how Scopeside reads the network's outputs
    objects      what it finds, by CellProfiler's names
    channels     roles of the image's channels, in the network's order
    sizes        of the network, see its class
    percentiles  of each channel of a plane that become 0 and 1
    parameters   of the decoder; thresholds are chosen on the validation images afterwards
    min_diameter_um  of the smallest object, where a plane's pixel size is known: what is smaller is debris
    crop         side of a training crop, pixels
    batch        crops a step
    steps        of the optimiser
    rate         greatest learning rate; rises for the first tenth, then falls as a cosine to nothing
    shipped      whether it goes into the repository, where weights have at most 8 MiB
    simulated    fields that the project's simulator adds to the training images
    simulated_share  of the crops that are taken of them, where there are other images as well
    patience     evaluations without a lower validation loss after which training ends; 0 for never
    """

    name: str
    title: str
    description: str
    decoder: str
    objects: str
    channels: tuple
    sizes: dict = dataclasses.field(default_factory=dict)
    percentiles: tuple = (1.0, 99.8)
    parameters: dict = dataclasses.field(default_factory=dict)
    min_diameter_um: float = 0.0
    crop: int = 256
    batch: int = 4
    steps: int = 10000
    rate: float = 2e-3
    decay: float = 1e-4
    evaluate_every: int = 500
    patience: int = 0
    shipped: bool = False
    simulated: int = 0
    simulated_share: float = 0.25
    augmentation: Augmentation = Augmentation()
    cite: tuple = ()

    def network(self):
        return NETWORKS[self.decoder](len(self.channels), **self.sizes)


STARDIST = ("Schmidt, Weigert, Broaddus, Myers 2018, Cell Detection with Star-convex Polygons, MICCAI",
            "10.1007/978-3-030-00934-2_30")
CELLPOSE = ("Stringer, Wang, Michaelos, Pachitariu 2021, Cellpose: a generalist algorithm for cellular "
            "segmentation, Nature Methods 18:100", "10.1038/s41592-020-01018-x")
CELLPOSE2 = ("Pachitariu, Stringer 2022, Cellpose 2.0: how to train your own model, Nature Methods "
             "19:1634", "10.1038/s41592-022-01663-4")
CAICEDO = ("Caicedo et al. 2019, Evaluation of Deep Learning Strategies for Nucleus Segmentation in "
           "Fluorescence Images, Cytometry A 95:952", "10.1002/cyto.a.23863")
DEEPCELL = ("Bannon et al. 2021, DeepCell Kiosk, Nature Methods 18:43", "10.1038/s41592-020-01023-0")
BBBC038 = ("Caicedo et al. 2019, Nucleus segmentation across imaging experiments: the 2018 Data "
           "Science Bowl, Nature Methods 16:1247 (BBBC038)", "10.1038/s41592-019-0612-7")

NUCLEI = "Nuclei in fluorescence images, bright on dark, about 8 to 70 pixels across"

RECIPES = {recipe.name: recipe for recipe in (
    Recipe(
        "nuclei-star", "Nuclei, star-convex", f"{NUCLEI}; the default on CPUs.",
        "star-convex", "Nuclei", ("nucleus",), min_diameter_um=6.0,
        parameters={"prob_thresh": 0.5, "nms_thresh": 0.3, "rays": 32, "grid": 2, "border": 0},
        steps=7500, simulated=400, shipped=True, cite=(STARDIST, BBBC038)),
    Recipe(
        "nuclei-flow", "Nuclei, flows", f"{NUCLEI}; any shape, slower than nuclei-star.",
        "flows", "Nuclei", ("nucleus",), min_diameter_um=6.0, percentiles=(1.0, 99.8),
        parameters={"cellprob_threshold": 0.0, "flow_threshold": 0.4, "min_size": 15},
        crop=224, steps=3500, simulated=400, shipped=True, cite=(CELLPOSE, BBBC038)),
    Recipe(
        "nuclei-flow-full", "Nuclei, flows, full width",
        f"{NUCLEI}; any shape. Cellpose's own widths: for GPUs.",
        "flows", "Nuclei", ("nucleus",), min_diameter_um=6.0, sizes={"widths": (32, 64, 128, 256)},
        parameters={"cellprob_threshold": 0.0, "flow_threshold": 0.4, "min_size": 15},
        crop=224, batch=16, simulated=400, cite=(CELLPOSE, BBBC038)),
    Recipe(
        "nuclei-unet3", "Nuclei, interior and boundary", f"{NUCLEI}; three classes a pixel.",
        "three-class", "Nuclei", ("nucleus",), min_diameter_um=6.0,
        parameters={"order": "background, interior, boundary", "min_size": 12, "dilation": 1,
                    "connectivity": 4},
        steps=1500, simulated=400, shipped=True, cite=(CAICEDO, BBBC038)),
    Recipe(
        "nuclei-distance", "Nuclei, inner and outer distance",
        f"{NUCLEI}; centres and borders by distance.",
        "distance", "Nuclei", ("nucleus",), min_diameter_um=6.0,
        parameters={"maxima_algorithm": "h_maxima", "maxima_threshold": 0.03, "radius": 5, "maxima_smooth": 1.0,
                    "interior_smooth": 0.0, "interior_threshold": 0.2, "small_objects_threshold": 15,
                    "fill_holes_threshold": 15},
        steps=1500, simulated=400, shipped=True, cite=(DEEPCELL, BBBC038)),
    Recipe(
        "cells-flow", "Whole cells, flows",
        "Whole cells from a cell stain and a nuclear stain; trained on simulated cells only.",
        "flows", "Cells", ("cell", "nucleus"),
        parameters={"cellprob_threshold": 0.0, "flow_threshold": 0.4, "min_size": 15},
        crop=224, steps=1800, simulated=600, shipped=True, cite=(CELLPOSE, CELLPOSE2)),
)}
