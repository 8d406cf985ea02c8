"""`main.py live`, and `main.py` alone: the app with its window."""

from __future__ import annotations

from typing import Annotated

import typer

from app.cli.options import Device, LookName, Size, Weights, parse_size, parse_turn
from app.cli.say import tell
from app.cli.wearing import default_look, look_of
from app.faults import FaultError
from app.log import log_path, logged
from app.packs.shelf import take_in
from app.settings.file import settings_path
from app.settings.memory import recalled
from app.settings.schema import Settings


def live(
    source: Annotated[
        str | None,
        typer.Option(
            metavar="SOURCE",
            help="demo, camera:N, or a file. The one shown last when not given, else the first"
            " camera, else the demo.",
        ),
    ] = None,
    look: LookName = None,
    size: Size = None,
    mirror: Annotated[
        bool | None, typer.Option("--mirror/--no-mirror", help="Swap left and right.")
    ] = None,
    rotate: Annotated[
        int | None,
        typer.Option(metavar="DEGREES", help="Turn clockwise by 0, 90, 180 or 270 degrees."),
    ] = None,
    portrait: Annotated[
        bool | None,
        typer.Option("--portrait/--no-portrait", help="Cut to 9:16, after turning."),
    ] = None,
    weights: Weights = None,
    device: Device = "auto",
    fresh: Annotated[
        bool,
        typer.Option(
            "--fresh", help="Neither use what is remembered from last time nor change it."
        ),
    ] = False,
) -> int:
    """Open the app; the same as no command at all."""
    asked, turn = parse_size(size), None if rotate is None else parse_turn(rotate)
    if weights is not None and not weights.is_file():
        raise FaultError(
            "The matting network can't be used",
            f"{weights} is missing",
            "Give a network exported by training.export, or leave --weights out",
        )
    with logged(log_path()):
        memory = None if fresh else recalled(settings_path())
        if memory is not None and look is None:
            take_in(tell)  # for it may wear a filter of a pack
            memory = memory.with_look()
        name = look if look is not None else default_look()
        if memory is not None and memory.look is not None:
            worn, name = memory.look, memory.look_name
        else:
            worn = look_of(name, (), ())
        before = memory.before if memory is not None else Settings()
        known = "" if name.lower().endswith(".toml") else name
        # Qt is loaded only here: every other command runs on a machine without a screen.
        from app.ui.application import run

        return run(
            source,
            worn,
            size=asked,
            mirror=before.mirror if mirror is None else mirror,
            turn=before.turn if turn is None else turn,
            portrait=before.portrait if portrait is None else portrait,
            look_name=known,
            weights=weights,
            device=device,
            memory=memory,
        )
