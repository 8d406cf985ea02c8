"""Sharpen a student until its alpha is as near to the truth as it can be.

`python -m training.calibrate --run runs/soup --data PACK --to runs/calibrated`. Cross-entropy
teaches a student to say how probable face is, and averaged weights say it softer still; but where
a hand is face with probability 0.2 the best alpha is 0. So the logits are multiplied by the one
number that makes the mean |Δalpha| over clips least (temperature scaling, Guo et al. 2017, arXiv
1706.04599, for L1 in place of likelihood). The clips are the training split's, composed anew; what
is face and what is not (alpha > 0.5) stays as it was.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import numpy as np
import torch
import typer
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import track
from scipy.optimize import minimize_scalar

from model.contract import SIZE
from training.checkpoint import TrainingError, trained
from training.datasets.catalogue import Catalogue, DataError
from training.datasets.clips import face_weights
from training.datasets.open import open_data
from training.derived import origin_of, write_derived
from training.networks.prediction import read_maps
from training.networks.recurrent import RecurrentNetwork
from training.synthesis.clip import compose
from training.synthesis.plan import plan

SEED = 40_17
BOUNDS = (0.25, 4.0)
"""Between which the number is looked for."""
Plane = NDArray[np.float32]


def calibrate(run: Path, data: Catalogue, to: Path, clips: int, frames: int) -> float:
    """Write a sharpened student as a finished run.

    Args:
        data: the training split.
    Returns:
        What the logits were multiplied by.
    Raises:
        TrainingError: if `run` is no student with a sigmoid, or `to` holds a run already.
    """
    network, settings = trained(run)
    if network.outputs != 1 or settings.squash != "sigmoid":
        raise TrainingError(f"{run} is no student with a sigmoid: there are no logits to sharpen")
    logits, truth = _seen(network, data, clips, frames)
    by = sharpest(logits, truth)
    weights = network.state_dict()
    for name in ("decoder.head.weight", "decoder.head.bias"):
        weights[name] = weights[name] * by
    origin = [*origin_of(run), {"calibrated": run.name, "by": round(by, 4), "clips": clips}]
    write_derived(weights, network.outputs, settings, to, origin)
    return by


def sharpest(logits: Plane, truth: Plane) -> float:
    """The number k for which the mean of |σ(k · logits) - truth| is least."""

    def error(k: float) -> float:
        return float(np.abs(1 / (1 + np.exp(-k * logits)) - truth).mean())

    return float(minimize_scalar(error, bounds=BOUNDS, method="bounded").x)


def _seen(
    network: RecurrentNetwork, data: Catalogue, clips: int, frames: int
) -> tuple[Plane, Plane]:
    """Logits and true alphas, flat, of clips as training draws them, memory carried."""
    faces = data.entries("face")
    chances = face_weights(list(faces))
    logits, truth = [], []
    for index in track(range(clips), "clips", console=Console(stderr=True)):
        rng = np.random.default_rng([SEED, index])
        face = data.read_face(faces[int(rng.choice(len(faces), p=chances))])
        clip = compose(rng, plan(rng, data, face, SIZE, frames, occluded=1.0))
        images = torch.from_numpy(clip.frames).permute(0, 3, 1, 2)[None].float() / 255
        with torch.no_grad():
            seen = read_maps(network(images)[0], "sigmoid").logits
        assert seen is not None
        logits.append(seen.numpy().ravel())
        truth.append(clip.alpha.ravel())
    return np.concatenate(logits), np.concatenate(truth)


def main(
    run: Annotated[Path, typer.Option(help="The student's folder.")],
    to: Annotated[Path, typer.Option(help="The folder to write.")],
    data: Annotated[Path, typer.Option(help="The training pack's folder.")] = Path(
        "../shared/data"
    ),
    clips: Annotated[int, typer.Option(help="How many clips.", min=1)] = 96,
    frames: Annotated[int, typer.Option(help="Frames a clip.", min=1)] = 4,
) -> None:
    """Sharpen a student."""
    try:
        by = calibrate(run, open_data(data, "train"), to, clips, frames)
    except (DataError, TrainingError, OSError) as error:
        typer.echo(f"calibrate: {error}", err=True)
        raise typer.Exit(1) from error
    typer.echo(f"{to}: logits of {run} times {by:.3f}")


if __name__ == "__main__":
    typer.run(main)
