"""Clips of a face that a large hand covers for a while, to see what becomes of its landmarks.

`python -m training.covered --data PACK --to FOLDER` writes, for each face and part of it (mouth,
eyes, half), 90 pictures at 30 a second:

    00_mouth.mkv   640 x 360, without loss
    00_mouth.npy   (90, 478, 2) float32: where the landmarks are, in pixels

The hand comes in after half a second and stays two. `python -m app.bench.covered FOLDER` counts
the pictures in which the face is found. The clips keep the licences of the pack.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import cv2
import numpy as np
import typer
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import track

from training.command import PACK
from training.datasets.catalogue import Catalogue, DataError, Entry
from training.datasets.landmarks import LandmarkFinder
from training.datasets.open import open_data
from training.synthesis.clip import Clip, compose
from training.synthesis.plan import plan

SEED = 9
FRAMES = 90
_HEIGHT = 360
_SIDES = 140
"""Columns added to the left and the right of a square clip."""
PARTS = {"mouth": (0.5, 0.72), "eyes": (0.5, 0.3), "half": (0.25, 0.5)}
"""What is covered: where the hand's middle goes, in widths and heights of the face."""
_WIDE, _TALL = 1.25, 1.2
"""The hand's width over mouth or eyes, its height over half, in sizes of the face."""
_BEGINS, _ENDS, _MOVES = 15, 80, 12
"""Frames: when the hand sets out, when it is gone, how long it takes."""

Frames = NDArray[np.uint8]


def covered(frames: Frames, places: NDArray[np.float32], hand: Frames, part: str) -> Frames:
    """The clip with a hand that covers a part of the face, follows it, and goes.

    Args:
        frames: (T, H, W, 3) uint8 RGB.
        places: (T, n, 2) landmarks in its pixels.
        hand: (h, w, 4) uint8 RGBA, straight alpha.
        part: one of `PARTS`.
    """
    out = frames.copy()
    height, width = frames.shape[1:3]
    tall, wide = hand.shape[:2]
    for at, points in enumerate(places):
        (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
        across, down = right - left, bottom - top
        scale = _TALL * down / tall if part == "half" else _WIDE * across / wide
        x, y = PARTS[part]
        below = (1 - _presence(at)) * (height + scale * tall)
        move = np.array(
            [
                [scale, 0, left + x * across - scale * wide / 2],
                [0, scale, top + y * down - scale * tall / 2 + below],
            ]
        )
        drawn = cv2.warpAffine(hand, move, (width, height), flags=cv2.INTER_AREA)
        alpha = drawn[..., 3:].astype(np.float32) / 255
        out[at] = np.rint(out[at] * (1 - alpha) + drawn[..., :3] * alpha)
    return out


def _presence(frame: int) -> float:
    """0 where the hand is out of the picture, 1 where it covers."""
    coming, going = (frame - _BEGINS) / _MOVES, (_ENDS - frame) / _MOVES
    return float(np.clip(min(coming, going), 0, 1))


def main(
    to: Annotated[Path, typer.Option(help="A new folder.")],
    data: Annotated[Path, typer.Option(help="The training pack's folder.")] = PACK,
    faces: Annotated[int, typer.Option(help="How many; each is covered in three ways.", min=1)] = 5,
) -> None:
    """Write the clips."""
    try:
        count = _write(data, to, faces)
    except (DataError, OSError) as error:
        typer.echo(f"covered: {error}", err=True)
        raise typer.Exit(1) from error
    typer.echo(f"{count} clips in {to}")


def _write(data: Path, to: Path, wanted: int) -> int:
    catalogue = open_data(data, "val")
    faces, hands = list(catalogue.entries("face")), catalogue.entries("hand")
    if not hands:
        raise DataError(f"{data} has no hands among its occluders")
    to.mkdir(parents=True)
    with LandmarkFinder() as finder:
        for index in track(range(wanted), "clips", console=Console(stderr=True)):
            rng = np.random.default_rng([SEED, index])
            clip, places = _clean(catalogue, finder, rng, faces[7 * index % len(faces) :])
            margin = ((0, 0), (0, 0), (_SIDES, _SIDES), (0, 0))
            wide = np.pad(clip.frames, margin, mode="edge")
            places[..., 0] += _SIDES
            hand = catalogue.read_layer(hands[int(rng.integers(len(hands)))])
            for part in PARTS:
                name = to / f"{index:02d}_{part}"
                _save(name.with_suffix(".mkv"), covered(wide, places, hand, part))
                np.save(name.with_suffix(".npy"), places)
    return wanted * len(PARTS)


def _clean(
    catalogue: Catalogue, finder: LandmarkFinder, rng: np.random.Generator, faces: list[Entry]
) -> tuple[Clip, NDArray[np.float32]]:
    """A clip without anything before the face, and where its landmarks are, (T, 478, 2).

    They are found in the first frame, which may be mirrored, and moved as the clip moves.
    """
    for entry in faces:
        scene = plan(rng, catalogue, catalogue.read_face(entry), _HEIGHT, FRAMES, occluded=0.0)
        clip = compose(rng, scene)
        points = finder.find(clip.frames[0])
        if points is not None:
            first = cv2.invertAffineTransform(clip.affines[0])
            still = points[:, :2] @ first[:, :2].T + first[:, 2]
            places = [still @ a[:, :2].T + a[:, 2] for a in clip.affines]
            return clip, np.stack(places).astype(np.float32)
    raise DataError("no face of the pack has landmarks")


def _save(path: Path, frames: Frames) -> None:
    size = (frames.shape[2], frames.shape[1])
    out = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"FFV1"), 30, size)
    if not out.isOpened():
        raise OSError(f"{path} can't be written as a video")
    for frame in frames:
        out.write(frame[..., ::-1])
    out.release()


if __name__ == "__main__":
    typer.run(main)
