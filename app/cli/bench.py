"""`main.py bench`: what a frame costs on this computer, stage by stage and beside others' work."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import closing
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from rich.progress import track

from app.bench import filters, live, peers, stages
from app.bench.pictures import SIZES, MovingPictures
from app.bench.report import Report, write_trace
from app.cli import options
from app.cli.say import console, tell
from app.frames import Span
from app.look import Look
from app.looks.files import load_look, shipped_looks
from app.perception.opening import open_reader
from app.perception.scene_reader import SceneReader
from app.pipeline import Pipeline
from filters.catalog import every
from filters.types import Layer

_COUNTS = ("1", "2", "4")
_COLUMNS = 132
_LIVE_LOOKS = ("natural-makeup", "shades")
"""Make-up and a sprite: what the live session wears unless looks are named."""


def bench(
    size: Annotated[
        list[str] | None, typer.Option(help=f"{', '.join(SIZES)}; again for more. Default: all.")
    ] = None,
    faces: Annotated[
        list[int] | None, typer.Option(help="1, 2 or 4; again for more. Default: all.")
    ] = None,
    look: Annotated[
        list[str] | None, typer.Option(help="Again for more. Default: every shipped look.")
    ] = None,
    frames: Annotated[int, typer.Option(help="Frames measured of each.", min=2)] = 60,
    live_seconds: Annotated[
        float,
        typer.Option(
            "--live",
            help="Then a live session this long, wearing all the looks named or else make-up and"
            " a sprite; 0 for none.",
            min=0,
        ),
    ] = 20.0,
    virtual_camera: Annotated[
        bool, typer.Option("--virtual-camera", help="The live session sends to it.")
    ] = False,
    peer: Annotated[
        Path | None, typer.Option(help="A folder of .onnx and .tflite files to run beside ours.")
    ] = None,
    filters_alone: Annotated[
        bool,
        typer.Option("--filters", help="Only what each filter and each look costs at 720p."),
    ] = False,
    json: Annotated[Path | None, typer.Option(help="Write the figures here.")] = None,
    profile: Annotated[
        Path | None, typer.Option(help="Write a trace here, for ui.perfetto.dev.")
    ] = None,
    weights: options.Weights = None,
    device: options.Device = "auto",
) -> int:
    """Measure the pipeline: sizes by faces by looks, peers in the same run, a live session.

    Times are the middle and the slow end (p50 / p95). On a busy computer read the ratios.
    """
    sizes = _known(size or [*SIZES], SIZES, "size")
    counts = _known([*map(str, faces or _COUNTS)], _COUNTS, "faces")
    looks = {name: load_look(name) for name in look or shipped_looks()}
    events: list[Span] = []
    with closing(open_reader(weights, device, on_fault=tell)) as reader:
        pipeline = Pipeline(reader, tell)
        report = Report(reader.provider, reader.reason)
        if filters_alone:
            report.filters = filters.measure(reader, every(), looks, frames)
            sizes, live_seconds = [], 0
        combinations = [
            (name, int(count), worn) for name in sizes for count in counts for worn in looks
        ]
        pictures: dict[tuple[str, int], MovingPictures] = {}
        for name, count, worn in track(combinations, "bench", console=console(), transient=True):
            if (name, count) not in pictures:
                pictures = {(name, count): MovingPictures(SIZES[name], count)}
            row, spent = stages.measure(
                pipeline,
                pictures[name, count],
                looks[worn],
                frames,
                labels=(name, count, worn),
            )
            report.stages.append(row)
            events += spent
        if not filters_alone:
            report.peers = [
                peers.measure(peers.networks(reader.matting, peer), frames),
                *(peers.measure(_compositors(reader, name), frames) for name in sizes),
            ]
    if live_seconds:
        report.live = live.measure(
            lambda: open_reader(weights, device, on_fault=tell),
            MovingPictures(SIZES["720p"], 1),
            Look(tuple(worn for name in look or _LIVE_LOOKS for worn in load_look(name).worn)),
            live_seconds,
            virtual_camera,
        )
    report.show(console(_COLUMNS))
    if json is not None:
        report.write(json)
    if profile is not None:
        write_trace(events, profile)
    return 0


def _compositors(reader: SceneReader, size: str) -> dict[str, peers.Work]:
    """A layer as large as the face's matte, on a frame of this size."""
    frame = MovingPictures(SIZES[size], 1).frame(0)
    reader.reset()
    scene = reader.read(frame)
    matte = next(iter(scene.mattes.values()))
    rgba = np.full((*matte.alpha.shape, 4), (180, 60, 90, 200), np.uint8)
    works = peers.compositors(frame.image, Layer(rgba, matte.origin), matte)
    return {f"{name}, {size}": work for name, work in works.items()}


def _known(words: Sequence[str], known: Collection[str], what: str) -> list[str]:
    for word in words:
        if word not in known:
            raise typer.BadParameter(f"{what} is {word!r}, need one of {', '.join(known)}")
    return list(words)
