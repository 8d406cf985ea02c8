"""What holding the crop still and moving the memory with it are worth, on moving clips.

`python -m training.crops --data PACK`: the shipped network sees the same clips through a crop that
holds still inside a margin, through one that follows the face in every frame, and through the
app's, which holds a face at rest and follows one that moves; its memory is moved with the face or
with the crop, left where it was, or cleared. Where the face is, is known from the clip, with a
shake as landmarks have it; the app's crop is chosen before that is known, from where the face was
going. `--swing` lets the camera swing over every clip, so that each face wanders a third of its
width in half a second.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from model.contract import ModelError
from model.crop import Box, Crop, Pixel, around, follow, foreseen, step_between
from model.matting import Matting
from model.memory import Memory, carry
from training.command import PACK
from training.datasets.catalogue import DataError
from training.datasets.open import open_data
from training.metrics.segmentation import boundary_f, iou
from training.metrics.video import dtssd
from training.synthesis.clip import Clip, compose
from training.synthesis.plan import plan

SEED = 50_25
SHAKE = 0.004
"""Deviation of the face's box between frames, of its size: MediaPipe's, smoothed, at rest."""
_SWING = 0.1
"""Of the clip's side, to each hand."""
_PERIOD = 30
"""Frames."""

Follows = Callable[[Crop | None, Box, Box | None], Crop]
Carries = Callable[[Memory, Crop, Crop, tuple[Box, Box]], Memory | None]


@dataclass(frozen=True, slots=True)
class Way:
    """How crop and memory go from frame to frame.

    Attributes:
        foresees: choose the crop from the frames before alone, as the app does.
    """

    follows: Follows
    carries: Carries
    foresees: bool = False


def _left(memory: Memory, before: Crop, now: Crop, faces: tuple[Box, Box]) -> Memory:
    return memory


def _with_the_crop(
    memory: Memory, before: Crop, now: Crop, faces: tuple[Box, Box]
) -> Memory | None:
    return carry(memory, before, now)


def _cleared(memory: Memory, before: Crop, now: Crop, faces: tuple[Box, Box]) -> None:
    return None


def _held(crop: Crop | None, box: Box, before: Box | None) -> Crop:
    return follow(crop, box)


def _fresh(crop: Crop | None, box: Box, before: Box | None) -> Crop:
    return around(box)


WAYS = {
    "holds or follows, foreseen; memory with the face (the app's)": Way(follow, carry, True),
    "holds or follows; memory with the face": Way(follow, carry),
    "holds still, memory moved with the face": Way(_held, carry),
    "holds still, memory moved with the crop": Way(_held, _with_the_crop),
    "holds still, memory left": Way(_held, _left),
    "holds still, memory cleared": Way(_held, _cleared),
    "follows, memory moved with the crop": Way(_fresh, _with_the_crop),
    "follows, memory left": Way(_fresh, _left),
}


def mattes(matting: Matting, way: Way, clip: Clip, boxes: list[Box]) -> NDArray[np.float32]:
    """The clip's mattes in its own pixels, (T, S, S), 0 outside the crop."""
    side = clip.frames.shape[1]
    crop: Crop | None = None
    memory: Memory | None = None
    found = np.zeros(clip.alpha.shape, np.float32)
    for at, frame in enumerate(clip.frames):
        before = boxes[at - 1] if at else None
        box = _expected(boxes[:at]) if way.foresees and at else boxes[at]
        now = way.follows(crop, box, before)
        if memory is not None and crop is not None and before is not None:
            memory = way.carries(memory, crop, now, (before, box))
        crop = now
        alphas, (memory,) = matting.step(crop.extract(frame)[None], [memory])
        tile, (x, y) = crop.paste(alphas[0], (side, side))
        found[at, y : y + tile.shape[0], x : x + tile.shape[1]] = tile
    return found


def _expected(past: list[Box]) -> Box:
    return foreseen(past[-1], step_between(past[-2], past[-1])) if past[1:] else past[-1]


def swung(rng: np.random.Generator, clip: Clip) -> Clip:
    """The same clip under a camera that swings, by whole pixels; its edges repeat."""
    side = clip.frames.shape[1]
    time = np.arange(len(clip.frames))
    ways = rng.uniform(0.5, 1, 2) * rng.choice((-1, 1), 2) * _SWING * side
    phase = rng.uniform(0, 2 * np.pi, 2)
    path = ways * (np.sin(2 * np.pi * time[:, None] / _PERIOD + phase) - np.sin(phase))
    shifts = np.round(path).astype(int)

    def moved(pictures: NDArray[Pixel]) -> NDArray[Pixel]:
        pairs = zip(pictures, shifts.tolist(), strict=True)
        return np.stack([_shifted(picture, x, y) for picture, (x, y) in pairs])

    return replace(clip, frames=moved(clip.frames), alpha=moved(clip.alpha), face=moved(clip.face))


def _shifted(picture: NDArray[Pixel], x: int, y: int) -> NDArray[Pixel]:
    height, width = picture.shape[:2]
    rows = np.clip(np.arange(height) - y, 0, height - 1)
    columns = np.clip(np.arange(width) - x, 0, width - 1)
    return picture[rows][:, columns]


def boxes_of(rng: np.random.Generator, clip: Clip) -> list[Box]:
    """Where the whole face is in every frame, with landmarks' shake."""
    boxes = []
    for face in clip.face:
        ys, xs = np.nonzero(face > 0.5)
        box = np.array((xs.min(), ys.min(), xs.max() + 1, ys.max() + 1), float)
        shake = SHAKE * max(box[2] - box[0], box[3] - box[1]) * rng.normal(size=4)
        x0, y0, x1, y1 = (box + shake).tolist()
        boxes.append((x0, y0, x1, y1))
    return boxes


def main(
    data: Annotated[Path, typer.Option(help="The training pack's folder.")] = PACK,
    side: Annotated[int, typer.Option(help="Of the clips, in pixels.", min=128)] = 480,
    clips: Annotated[int, typer.Option(help="How many.", min=1)] = 60,
    swing: Annotated[bool, typer.Option("--swing", help="Let the camera swing.")] = False,
    frames: Annotated[int, typer.Option(help="Frames a clip.", min=2)] = 24,
) -> None:
    """Print the figures of every way."""
    try:
        catalogue, matting = open_data(data, "val"), Matting(None, "cpu")
    except (DataError, ModelError) as error:
        typer.echo(f"crops: {error}", err=True)
        raise typer.Exit(1) from error
    rows: dict[str, list[dict[str, float]]] = defaultdict(list)
    faces = catalogue.entries("face")
    for index in range(clips):
        rng = np.random.default_rng([SEED, index])
        face = catalogue.read_face(faces[index % len(faces)])
        clip = compose(rng, plan(rng, catalogue, face, side, frames, occluded=1.0))
        clip = swung(rng, clip) if swing else clip
        boxes = boxes_of(rng, clip)
        for name, way in WAYS.items():
            found = mattes(matting, way, clip, boxes)
            pairs = list(zip(found, clip.alpha, strict=True))
            rows[name].append(
                {
                    "IoU": float(np.mean([iou(f, a) for f, a in pairs])),
                    "boundary F": float(np.mean([boundary_f(f, a) for f, a in pairs])),
                    "MAD": float(np.abs(found - clip.alpha).mean()),
                    "dtSSD": dtssd(found, clip.alpha),
                }
            )
    names = next(iter(rows.values()))[0].keys()
    table = Table(f"{clips} clips of {frames} frames of {side} px", *names)
    for name, each in rows.items():
        table.add_row(name, *(f"{np.mean([one[key] for one in each]):.4f}" for key in names))
    Console(width=120).print(table)


if __name__ == "__main__":
    typer.run(main)
