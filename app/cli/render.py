"""`main.py render`: a look on a video, a picture, a folder of pictures, the demo or a camera."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from app.cli import options
from app.cli.destination import Destination, destination_for
from app.cli.say import complain, console, tell
from app.cli.wearing import look_of
from app.cli.work import Outcome, Span, conclude, refuse_endless, work_through
from app.effort import Saving
from app.faults import Fault
from app.frames import Frame, Scene
from app.look import NO_FILTERS, Look
from app.outputs.disclosure import disclosed
from app.outputs.encoding import Format
from app.outputs.provenance import note_of
from app.perception.opening import open_reader
from app.perception.scene_reader import SceneReader
from app.pipeline import Pipeline, Reads
from app.sources.opening import open_source
from app.sources.source import Source
from filters.catalog import by_id


def render(
    input: options.Input,
    output: Annotated[
        Path,
        typer.Argument(
            metavar="OUTPUT",
            help="A video (.mp4 .mkv .mov .webm), a picture (.png .jpg), or a folder for pictures."
            " A file of that name is replaced.",
        ),
    ],
    look: options.LookName = None,
    filter: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help="A filter instead of a look; may be given again."),
    ] = None,
    set: Annotated[
        list[str] | None,
        typer.Option(metavar="[FILTER.]NAME=VALUE", help="A parameter; may be given again."),
    ] = None,
    no_matte: Annotated[
        bool, typer.Option("--no-matte", help="Lay filters over everything, to compare.")
    ] = False,
    codec: Annotated[
        Format | None,
        typer.Option(help="How a video is encoded: h264 plays everywhere, h265 is smaller."),
    ] = None,
    no_badge: Annotated[
        bool,
        typer.Option("--no-badge", help="Leave out the badge that tells of another's face."),
    ] = False,
    stills: options.Stills = False,
    start: options.Start = 0.0,
    duration: options.Duration = None,
    max_frames: options.MaxFrames = None,
    size: options.Size = None,
    weights: options.Weights = None,
    device: options.Device = "auto",
) -> int:
    """Lay a look over INPUT and write OUTPUT, without sound."""
    worn = look_of(look, filter or (), set or ())
    destination = destination_for(output, Path(input).expanduser(), note_of(worn), codec)
    span = Span(start, duration, 1 if destination.single else max_frames)
    refuse_endless(input, span)
    asked = options.parse_size(size)
    with closing(open_source(input, size=asked)) as source:
        destination.prepare(source)
        with closing(open_reader(weights, device, stills, on_fault=tell)) as reader:
            faults: list[Fault] = []
            reads: Reads = _Unmatted(reader) if no_matte else reader
            pipeline = Pipeline(reads, faults.append)
            marked = NO_FILTERS if no_badge else worn
            outcome = _rendered(source, pipeline, destination, span, worn, marked, stills)
    code, complaint = conclude(outcome, output, pipeline.provider, _without_face(worn), console())
    for fault in faults:
        complain(str(fault))
    if complaint:
        complain(complaint)
    # A picture without the filter that was asked for is not what was asked for.
    return 1 if faults and code == 0 else code


def _rendered(
    source: Source,
    pipeline: Pipeline,
    destination: Destination,
    span: Span,
    look: Look,
    marked: Look,
    stills: bool,
) -> Outcome:
    """Every frame through the pipeline into the destination, which is finished in any case.

    Args:
        marked: the look whose badge the pictures carry.
    """

    def take(frame: Frame, keep: bool) -> int:
        if stills:
            pipeline.reset()
        picture = pipeline.process(frame, look)
        if keep:
            destination.write(disclosed(picture, marked))
        return len(picture.scene.faces)

    with closing(destination):
        return work_through(source, span, take, "render", console())


class _Unmatted:
    """Reads faces and leaves the mattes out: filters then cover whatever is in front."""

    def __init__(self, reader: SceneReader) -> None:
        self._reader = reader

    @property
    def provider(self) -> str:
        return self._reader.provider

    @property
    def reason(self) -> str:
        return self._reader.reason

    def read(
        self, frame: Frame, *, saving: Saving = Saving.NOTHING, vigilant: bool = False
    ) -> Scene:
        return self._reader.find(frame, vigilant)

    def reset(self) -> None:
        self._reader.reset()

    def close(self) -> None:
        self._reader.close()


def _without_face(look: Look) -> str:
    """What the output shows where there is no face."""
    if any(by_id(worn.filter_id).privacy for worn in look.enabled):
        return "a privacy filter is worn, so every picture was hidden whole"
    return "the pictures are unchanged"
