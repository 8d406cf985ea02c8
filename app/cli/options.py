"""Options that several commands share, declared once."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from app.sources.orientation import TURNS

_SMALLEST, _LARGEST = 16, 8192
"""Pixels a side that a camera or the demo may be asked for."""
Input = Annotated[
    str,
    typer.Argument(
        metavar="INPUT",
        help="A video, a picture, a folder of pictures sorted by name, demo, or camera:N.",
    ),
]
LookName = Annotated[
    str | None,
    typer.Option(
        metavar="NAME|FILE", help="A shipped look, a pack's as PACK/LOOK, or a look file."
    ),
]
Size = Annotated[
    str | None,
    typer.Option(metavar="WxH", help="Picture size asked of a camera or the demo, as 1280x720."),
]
Rotate = Annotated[
    int, typer.Option(metavar="DEGREES", help="Turn the picture clockwise by 90, 180 or 270.")
]
Start = Annotated[float, typer.Option(min=0.0, metavar="SECONDS", help="Begin here.")]
Duration = Annotated[
    float | None, typer.Option(min=0.0, metavar="SECONDS", help="End after this long.")
]
MaxFrames = Annotated[int | None, typer.Option(min=1, metavar="N", help="End after N frames.")]
Stills = Annotated[
    bool,
    typer.Option("--stills", help="The pictures are unrelated: remember nothing between them."),
]
Weights = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Another matting network than the shipped one.")
]
Device = Annotated[
    str,
    typer.Option(
        metavar="NAME", help="What the matting network runs on: auto, or a name doctor lists."
    ),
]


def parse_turn(degrees: int) -> int:
    """The degrees, if pictures can be turned by so many.

    Raises:
        typer.BadParameter: if not.
    """
    if degrees not in TURNS:
        raise typer.BadParameter(f"rotate is {degrees}, need one of {', '.join(map(str, TURNS))}")
    return degrees


def parse_size(text: str | None) -> tuple[int, int] | None:
    """(width, height) from words such as 1280x720.

    Raises:
        typer.BadParameter: if `text` is something else.
    """
    if text is None:
        return None
    found = re.fullmatch(r"(\d{2,5})[xX](\d{2,5})", text.strip())
    if found is None:
        raise typer.BadParameter(f"size is {text!r}, need width x height as in 1280x720")
    width, height = int(found[1]), int(found[2])
    if max(width, height) > _LARGEST or min(width, height) < _SMALLEST:
        raise typer.BadParameter(f"size is {text}, need {_SMALLEST} to {_LARGEST} pixels a side")
    return width, height
