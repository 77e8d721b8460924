"""Trains a network: crops, steps, evaluations, checkpoints. The same seed gives the same network."""
import copy
import dataclasses
import json
import math
import os
import pathlib
import time

import numpy as np
import torch
from scopeside_convert import package

from . import augment, losses, targets, validation
from .images import SIMULATED, DataError


class Prepared:
    """A sample ready to be cropped: normalised image, labels, and what is computed once.

    image    [channel, y, x], float32, percentiles at 0 and 1
    labels   [y, x], int32
    flows    [2, y, x] or None, computed when first asked for
    centres  [object, 2], a pixel of each object; None without objects
    """

    def __init__(self, sample, percentiles, with_flows):
        self.name = sample.name
        self.source = sample.source
        self.image = package.normalise(sample.image, *percentiles)
        self.labels = sample.labels
        self.diameter = sample.median_diameter
        self.objects = sample.objects
        self._with_flows = with_flows
        self._flows = None
        self.centres = _centres(sample.labels) if self.objects else None

    @property
    def flows(self):
        if self._with_flows and self._flows is None:
            self._flows = targets.flow_target(self.labels).astype(np.float16)
        return self._flows


def _centres(labels):
    y, x = np.nonzero(labels)
    number = labels[y, x]
    count = np.maximum(np.bincount(number), 1)
    return np.stack([np.bincount(number, y) / count, np.bincount(number, x) / count], axis=1)[1:]


def weights_of(samples, simulated_share):
    """How often each image is drawn: the more objects the oftener, but by the square root only, so
    that crowded images do not crowd out the others; simulated ones have their share."""
    weight = np.array([math.sqrt(sample.objects + 4) for sample in samples])
    drawn = np.array([sample.source == SIMULATED for sample in samples])
    if drawn.any() and not drawn.all():
        weight[drawn] *= simulated_share / weight[drawn].sum()
        weight[~drawn] *= (1 - simulated_share) / weight[~drawn].sum()
    return weight / weight.sum()


@dataclasses.dataclass
class Device:
    """Where and in which precision to compute."""

    name: str
    autocast: object
    words: str

    @staticmethod
    def choose(wanted="auto"):
        if wanted == "cuda" and not torch.cuda.is_available():
            raise DataError("no CUDA device is available to PyTorch; --device cpu works everywhere")
        if wanted in ("auto", "cuda") and torch.cuda.is_available():
            kind = torch.bfloat16 if torch.cuda.is_bf16_supported() else torch.float16
            return Device("cuda", kind, f"{torch.cuda.get_device_name()}, {str(kind)[6:]}")
        fast = _cpu_has_bfloat16()
        return Device("cpu", torch.bfloat16 if fast else None,
                      f"{torch.get_num_threads()} CPU threads, {'bfloat16' if fast else 'float32'}")

    def context(self):
        return torch.autocast(self.name, dtype=self.autocast or torch.bfloat16,
                              enabled=self.autocast is not None)


def _cpu_has_bfloat16():
    try:
        flags = pathlib.Path("/proc/cpuinfo").read_text(encoding="ascii", errors="replace")
    except OSError:
        return False
    return "avx512_bf16" in flags or "amx_bf16" in flags


class Average:
    """Exponential average of a network's weights and statistics: what is evaluated and kept."""

    def __init__(self, network, decay):
        self.network = copy.deepcopy(network).eval()
        self.decay = decay
        self.steps = 0

    def update(self, network):
        self.steps += 1
        decay = min(self.decay, self.steps / (self.steps + 10))
        with torch.no_grad():
            for mine, its in zip(self.network.state_dict().values(), network.state_dict().values()):
                if mine.dtype.is_floating_point:
                    mine.lerp_(its, 1 - decay)
                else:
                    mine.copy_(its)


class Training:
    """One training run, in a folder that holds its checkpoint and history.

    :param start: weights to begin with, by name; those whose shape differs are left out
    """

    def __init__(self, recipe, samples, validating, folder, seed=0, device="auto", report=print):
        self.recipe = recipe
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.device = Device.choose(device)
        self.report = report
        self.seed = seed
        self.torch_version = torch.__version__
        torch.manual_seed(seed)
        with_flows = recipe.decoder == "flows"
        self.samples = [Prepared(one, recipe.percentiles, with_flows) for one in samples]
        self.validating = [Prepared(one, recipe.percentiles, with_flows) for one in validating]
        self.weights = weights_of(self.samples, recipe.simulated_share)
        self.network = recipe.network().to(self.device.name).to(memory_format=torch.channels_last)
        self.average = Average(self.network, 0.998)
        self.optimiser = torch.optim.AdamW(
            self.network.parameters(), lr=recipe.rate, weight_decay=recipe.decay)
        self.scaler = torch.cuda.amp.GradScaler(enabled=self.device.autocast == torch.float16)
        self.step = 0
        self.seconds = 0.0
        self.history = []
        self.best = -math.inf

    def start_from(self, state, what):
        """Takes over weights whose names and shapes agree."""
        own = self.network.state_dict()
        fitting = {name: value for name, value in state.items()
                   if name in own and own[name].shape == value.shape}
        if not fitting:
            raise DataError(f"{what} has no weights that fit a {self.recipe.decoder} network")
        own.update(fitting)
        self.network.load_state_dict(own)
        self.average = Average(self.network, 0.998)
        self.report(f"Starts from {what}: {len(fitting)} of {len(own)} tensors")

    @property
    def checkpoint(self):
        return self.folder / "checkpoint.pt"

    @property
    def best_file(self):
        return self.folder / "best.pt"

    def resume(self):
        """Goes on where a former run of the same recipe stopped; the crops that follow are the same."""
        if not self.checkpoint.exists():
            return False
        saved = torch.load(self.checkpoint, map_location=self.device.name)
        if saved["recipe"] != self.recipe.name or saved["seed"] != self.seed:
            raise DataError(
                f"{self.checkpoint} is of {saved['recipe']} with seed {saved['seed']}; "
                "choose another --work folder, or remove it")
        self.network.load_state_dict(saved["network"])
        self.average.network.load_state_dict(saved["average"])
        self.average.steps = saved["step"]
        self.optimiser.load_state_dict(saved["optimiser"])
        self.scaler.load_state_dict(saved["scaler"])
        self.step, self.seconds = saved["step"], saved["seconds"]
        self.history, self.best = saved["history"], saved["best"]
        return True

    def save(self):
        state = {
            "recipe": self.recipe.name, "seed": self.seed, "step": self.step,
            "seconds": self.seconds, "history": self.history, "best": self.best,
            "network": self.network.state_dict(), "average": self.average.network.state_dict(),
            "optimiser": self.optimiser.state_dict(), "scaler": self.scaler.state_dict()}
        _replace(self.checkpoint, lambda file: torch.save(state, file))

    def best_network(self):
        """The averaged network of the best evaluation, in single precision, on the CPU."""
        network = self.recipe.network()
        network.load_state_dict(torch.load(self.best_file, map_location="cpu"))
        return network.eval()

    def rate(self):
        """Learning rate of the step: up for a tenth (1,000 steps at most), then down as a cosine."""
        rise = max(1, min(1000, self.recipe.steps // 10))
        if self.step < rise:
            return self.recipe.rate * (self.step + 1) / rise
        share = (self.step - rise) / max(1, self.recipe.steps - rise)
        return self.recipe.rate * 0.5 * (1 + math.cos(math.pi * min(1.0, share)))

    def batch(self, step):
        """Crops of a step, the same ones whenever it is asked for."""
        random = np.random.default_rng([self.seed, step])
        chosen = random.choice(len(self.samples), self.recipe.batch, p=self.weights)
        crops = [augment.crop(self.samples[i], self.recipe.crop, self.recipe.augmentation, random)
                 for i in chosen]
        return losses.collate(crops, self.recipe.decoder, self.device.name)

    def run(self, progress=None):
        """Trains to the end, or until the loss on validation images has not fallen for a while.

        :param progress: called with step, steps, smoothed loss, seconds a step
        """
        started = time.monotonic() - self.seconds
        smooth = None
        since, began = 0, time.monotonic()
        total = []
        while self.step < self.recipe.steps:
            loss = self._one_step()
            if not math.isfinite(loss):
                raise DataError(f"the loss became {loss} at step {self.step}; try a lower --rate")
            total.append(loss)
            smooth = loss if smooth is None else 0.98 * smooth + 0.02 * loss
            self.step += 1
            since += 1
            self.seconds = time.monotonic() - started
            if progress:
                progress(self.step, self.recipe.steps, smooth, (time.monotonic() - began) / since)
            if self.step % self.recipe.evaluate_every == 0 or self.step == self.recipe.steps:
                self._evaluate(float(np.mean(total)))
                total = []
                self.seconds = time.monotonic() - started
                self.save()
                since, began = 0, time.monotonic()
                if self._enough():
                    self.report(f"No lower validation loss for {self.recipe.patience} evaluations: done")
                    break

    def _one_step(self):
        for group in self.optimiser.param_groups:
            group["lr"] = self.rate()
        image, target = self.batch(self.step)
        self.network.train()
        with self.device.context():
            raw = self.network.raw(image.contiguous(memory_format=torch.channels_last))
            loss = losses.LOSSES[self.recipe.decoder](raw, target)
        self.optimiser.zero_grad(set_to_none=True)
        self.scaler.scale(loss).backward()
        self.scaler.unscale_(self.optimiser)
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 5.0)
        self.scaler.step(self.optimiser)
        self.scaler.update()
        self.average.update(self.network)
        return float(loss.detach())

    def _evaluate(self, loss):
        began = time.monotonic()
        row = {"step": self.step, "loss": loss, "rate": self.rate(), "seconds": self.seconds}
        if self.validating:
            result = validation.score(
                self.average.network, self.recipe, self.validating, self.device.name)
            row.update(val_loss=self._validation_loss(), f1=float(result.f1[0]),
                       mean_f1=float(result.mean_f1), ap50=float(result.ap50),
                       count_error=float(result.count_error))
            # Not F1: at thresholds that are still to be chosen it says little of what they will give.
            score = -row["val_loss"]
        else:
            score = float(self.step)
        self.history.append(row)
        if score > self.best:
            self.best = score
            row["best"] = True
            state = self.average.network.state_dict()
            _replace(self.best_file, lambda file: torch.save(state, file))
        _replace(self.folder / "history.json",
                 lambda file: pathlib.Path(file).write_text(json.dumps(self.history, indent=1)))
        words = "".join(f", {name} {row[name]:.3f}" for name in ("val_loss", "f1", "mean_f1", "ap50",
                                                                  "count_error") if name in row)
        self.report(f"step {self.step}: loss {loss:.4f}{words}{' *' if row.get('best') else ''}"
                    f" ({time.monotonic() - began:.0f} s)")

    def _validation_loss(self):
        """Mean loss of one plain crop of each validation image, always the same crop."""
        plain = augment.Augmentation(zoom=(1, 1), gamma=0, gain=0, blur=0, noise=0, light=0,
                                     objects=0, background=0)
        values = []
        for number, sample in enumerate(self.validating):
            random = np.random.default_rng([self.seed, 1 << 40, number])
            crops = [augment.crop(sample, self.recipe.crop, plain, random)]
            image, target = losses.collate(crops, self.recipe.decoder, self.device.name)
            with torch.no_grad():
                raw = self.average.network.raw(image)
                values.append(float(losses.LOSSES[self.recipe.decoder](raw, target)))
        return float(np.mean(values))

    def _enough(self):
        patience = self.recipe.patience
        return (patience > 0 and len(self.history) > patience
                and not any(row.get("best") for row in self.history[-patience:]))


def _replace(file, write):
    """Writes a file so that whoever reads it sees the old one or the new one, never a half."""
    part = file.with_name(file.name + ".part")
    write(part)
    os.replace(part, file)
