"""`main.py live`, and `main.py` alone: the app with its window."""

from __future__ import annotations

from typing import Annotated

import typer

from app.cli.options import Device, LookName, Size, Weights, parse_size
from app.cli.wearing import default_look, look_of
from app.faults import FaultError


def live(
    source: Annotated[
        str | None,
        typer.Option(
            metavar="SOURCE",
            help="demo, camera:N, or a file. The first camera when not given, else the demo.",
        ),
    ] = None,
    look: LookName = None,
    size: Size = None,
    mirror: Annotated[bool, typer.Option("--mirror", help="Swap left and right.")] = False,
    weights: Weights = None,
    device: Device = "auto",
) -> int:
    """Open the app; the same as no command at all."""
    asked = parse_size(size)
    if weights is not None and not weights.is_file():
        raise FaultError(
            "The matting network can't be used",
            f"{weights} is missing",
            "Give a network exported by training.export, or leave --weights out",
        )
    name = look if look is not None else default_look()
    worn = look_of(name, (), ())
    # Qt is loaded only here: every other command runs on a machine without a screen.
    from app.ui.application import run

    known = "" if name.lower().endswith(".toml") else name
    return run(
        source, worn, size=asked, mirror=mirror, look_name=known, weights=weights, device=device
    )
