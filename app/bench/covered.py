"""In how many pictures of a video a face is found while something covers it.

`python -m app.bench.covered VIDEO_OR_FOLDER ...` prints, for each video: pictures in which
MediaPipe alone finds a face in the whole frame; in which it does with the closer looks of
`app.perception.looking`; with faces held for 0.4 s; and with faces carried by their visible skin.
Where an .npy file lies beside a video, as `training.covered` writes it, the last two columns say
how far landmarks, found and carried, are from it, as a share of the face's height.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import track
from rich.table import Table

from app.faults import FaultError
from app.perception.detector import MODEL, Detector
from app.perception.finding import HOLD
from app.perception.opening import open_reader
from app.perception.region import whole
from app.sources.video_file import VideoFile
from filters.types import Face

_STEP = 1 / 30


@dataclass(frozen=True, slots=True)
class Row:
    """What became of the faces of one video.

    Attributes:
        frames: how many pictures it has.
        alone, found, held, carried: in how many of them there is a face, see above.
        missed: mean distance of found landmarks from the true ones, None where not known.
        carried_missed: the same of carried ones.
    """

    name: str
    frames: int
    alone: int
    found: int
    held: int
    carried: int
    missed: float | None = None
    carried_missed: float | None = None


def measure(video: Path) -> Row:
    """Read a video as the app does, and once more with MediaPipe alone.

    Raises:
        FaultError: if the video, the landmark model or the network can't be read.
    """
    truth = np.load(beside) if (beside := video.with_suffix(".npy")).is_file() else None
    alone = found = held = carried = frames = 0
    apart: dict[bool, list[float]] = {True: [], False: []}
    last = -np.inf
    detector = Detector(MODEL, 1, follow=True)
    with closing(detector), closing(open_reader()) as reader, closing(VideoFile(video)) as source:
        for frame in source.frames():
            alone += bool(detector.find(frame.image, whole(frame.image), _STEP))
            faces = reader.read(frame).faces
            if any(face.confidence > 0 for face in faces):
                found, last = found + 1, frame.captured_at
            held += frame.captured_at - last <= HOLD
            carried += bool(faces)
            if truth is not None and faces:
                face, miss = _nearest(faces, truth[frame.index])
                apart[face.confidence > 0].append(miss)
            frames += 1
    sure, unsure = (float(np.mean(each)) if each else None for each in apart.values())
    return Row(video.name, frames, alone, found, held, carried, sure, unsure)


def _nearest(faces: tuple[Face, ...], points: NDArray[np.float32]) -> tuple[Face, float]:
    """The face nearest to the true landmarks, and how far its own are from them."""
    height = float(np.ptp(points[:, 1]))
    apart = [float(np.linalg.norm(f.points[:, :2] - points, axis=1).mean()) for f in faces]
    best = int(np.argmin(apart))
    return faces[best], apart[best] / height


def main(
    paths: Annotated[list[Path], typer.Argument(help="Videos, and folders of videos (.mkv).")],
) -> None:
    """Count the pictures with a face."""
    videos: list[Path] = []
    for path in paths:
        videos += sorted(path.glob("*.mkv")) if path.is_dir() else [path]
    if not videos:
        typer.echo("covered: there is no .mkv file", err=True)
        raise typer.Exit(1)
    try:
        rows = [measure(video) for video in track(videos, "videos", console=Console(stderr=True))]
    except FaultError as error:
        typer.echo(f"covered: {error}", err=True)
        raise typer.Exit(1) from error
    heads = ("MediaPipe alone", "closer looks", "held", "carried", "off", "off, carried")
    table = Table("video", "pictures", *heads)
    for row in [*rows, _sum(rows)]:
        counts = (row.frames, row.alone, row.found, row.held, row.carried)
        table.add_row(row.name, *map(str, counts), _share(row.missed), _share(row.carried_missed))
    Console().print(table)


def _sum(rows: list[Row]) -> Row:
    counts = [(row.frames, row.alone, row.found, row.held, row.carried) for row in rows]
    return Row("all", *(sum(column) for column in zip(*counts, strict=True)))


def _share(value: float | None) -> str:
    return "" if value is None else f"{100 * value:.1f} %"


if __name__ == "__main__":
    typer.run(main)
