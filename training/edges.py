"""How well the matte's edges come out in frames with more pixels than the network sees.

`python -m training.edges --data PACK --side 640`: clips are composed at `--side`, the shipped
network sees them at its own size, and its mattes are brought back plainly and along the picture's
edges.
"""

from __future__ import annotations

import time
from collections import defaultdict
from pathlib import Path
from typing import Annotated

import cv2
import numpy as np
import typer
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from model.contract import ModelError
from model.crop import scaled
from model.matting import Matting
from model.upsampling import enlarge
from training.command import PACK
from training.datasets.catalogue import DataError
from training.datasets.open import open_data
from training.evaluation.networks import run_model
from training.metrics.segmentation import boundary_f
from training.metrics.video import dtssd
from training.synthesis.clip import compose
from training.synthesis.plan import plan

SEED = 41_25
Frames = NDArray[np.uint8]
Mattes = NDArray[np.float32]


def figures(found: Mattes, alpha: Mattes) -> dict[str, float]:
    """Of one clip: boundary F within 1 and 2 px, error in the rim, dtSSD."""
    rim = np.stack(
        [cv2.dilate(((a > 0.02) & (a < 0.98)).astype(np.uint8), np.ones((9, 9))) > 0 for a in alpha]
    )
    pairs = list(zip(found, alpha, strict=True))
    return {
        "F, 1 px": float(np.mean([boundary_f(f, a, 1) for f, a in pairs])),
        "F, 2 px": float(np.mean([boundary_f(f, a, 2) for f, a in pairs])),
        "MAD in the rim": float(np.abs(found - alpha)[rim].mean()) if rim.any() else 0.0,
        "dtSSD": dtssd(found, alpha),
    }


def ways(frames: Frames, small: Frames, mattes: Mattes) -> dict[str, tuple[Mattes, float]]:
    """The mattes at the frames' size by each way, and its milliseconds a frame."""
    side = frames.shape[1]
    found = {}
    began = time.perf_counter()
    found["bilinear"] = np.stack([scaled(matte, side) for matte in mattes])
    middle = time.perf_counter()
    along = [enlarge(m, s, f) for m, s, f in zip(mattes, small, frames, strict=True)]
    found["along edges"] = np.stack(along)
    ended = time.perf_counter()
    count = 1e-3 * len(mattes)
    return {
        "bilinear": (found["bilinear"], (middle - began) / count),
        "along edges": (found["along edges"], (ended - middle) / count),
    }


def main(
    data: Annotated[Path, typer.Option(help="The training pack's folder.")] = PACK,
    side: Annotated[int, typer.Option(help="Of the crop in the frame, in pixels.", min=257)] = 640,
    clips: Annotated[int, typer.Option(help="How many.", min=1)] = 60,
    frames: Annotated[int, typer.Option(help="Frames a clip.", min=2)] = 4,
) -> None:
    """Print the figures of both ways."""
    try:
        catalogue, matting = open_data(data, "val"), Matting(None, "cpu")
    except (DataError, ModelError) as error:
        typer.echo(f"edges: {error}", err=True)
        raise typer.Exit(1) from error
    rows: dict[str, list[dict[str, float]]] = defaultdict(list)
    faces = catalogue.entries("face")
    for index in range(clips):
        rng = np.random.default_rng([SEED, index])
        face = catalogue.read_face(faces[index % len(faces)])
        clip = compose(rng, plan(rng, catalogue, face, side, frames, occluded=1.0))
        small = np.stack([scaled(frame, matting.contract.size) for frame in clip.frames])
        for name, (found, spent) in ways(clip.frames, small, run_model(matting, small)).items():
            rows[name].append({**figures(found, clip.alpha), "ms": spent})
    names = next(iter(rows.values()))[0].keys()
    table = Table(f"{clips} clips of {frames} frames of {side} px", *names)
    for name, each in rows.items():
        table.add_row(name, *(f"{np.mean([one[key] for one in each]):.4f}" for key in names))
    Console().print(table)


if __name__ == "__main__":
    typer.run(main)
