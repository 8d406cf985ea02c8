"""`main.py matte`: the visible face of every frame as a grey picture."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from app.cli import options
from app.cli.say import complain, console, tell
from app.cli.work import Span, conclude, refuse_endless, work_through
from app.frames import Frame
from app.outputs.mattes import MattesWriter
from app.outputs.writing import refuse_overwriting
from app.perception.opening import open_reader
from app.sources.opening import open_source
from app.sources.pictures import pictures_of


def matte(
    input: options.Input,
    output: Annotated[
        Path,
        typer.Argument(metavar="OUTPUT_DIR", help="A folder for the mattes, made if need be."),
    ],
    stills: options.Stills = False,
    start: options.Start = 0.0,
    duration: options.Duration = None,
    max_frames: options.MaxFrames = None,
    size: options.Size = None,
    weights: options.Weights = None,
    device: options.Device = "auto",
) -> int:
    """Write one 8-bit grey PNG a frame: white where the face is visible, black elsewhere."""
    span = Span(start, duration, max_frames)
    refuse_endless(input, span)
    with closing(open_source(input, size=options.parse_size(size))) as source:
        refuse_overwriting([Path(input).expanduser()], [output])
        writer = MattesWriter(output, pictures_of(source))
        with closing(open_reader(weights, device, stills, on_fault=tell)) as reader:

            def take(frame: Frame, keep: bool) -> int:
                if stills:
                    reader.reset()
                scene = reader.read(frame)
                if keep:
                    writer.write(scene)
                return len(scene.faces)

            outcome = work_through(source, span, take, "matte", console())
            provider = reader.provider
    code, complaint = conclude(outcome, output, provider, "every matte is black", console())
    if complaint:
        complain(complaint)
    return code
