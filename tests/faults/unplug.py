"""A webcam unplugged again and again while it is read, in one process.

`python -m tests.faults.unplug --times 20` needs vivid's webcam and v4l2-ctl. It prints, for each
time, how long the card took to come and how long the picture to come back after that; the exit
code is 1 if a card took over 1 s, a picture over 2 s, or anything was told more than once.
"""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from app.faults import Fault
from app.feed import Choice, Fed, Feed
from app.sources.orientation import Orientation

CARD, PICTURE = 1.0, 2.0
"""Seconds a card and a picture may take."""
_PATIENCE = 120.0


def main(
    device: Annotated[Path, typer.Option()] = Path("/dev/video10"),
    times: Annotated[int, typer.Option(min=1)] = 20,
    slowness: Annotated[float, typer.Option(help="How much slower this computer is.")] = 1.0,
) -> None:
    """Unplug, wait for the card, wait for the picture, again."""
    faults: list[Fault] = []
    feed = Feed(Choice(f"camera:{device}", (320, 180)), Orientation(), faults.append)
    table = Table("time", "card after", "picture after", "told")
    missed = 0
    feed.start()
    try:
        _next(feed, lambda fed: not fed.card)
        for at in range(times):
            before = len(faults)
            subprocess.run(["v4l2-ctl", "-d", str(device), "-c", "disconnect=1"], check=True)
            began = time.monotonic()
            _next(feed, lambda fed: fed.card)
            card = time.monotonic()
            _next(feed, lambda fed: not fed.card)
            back = time.monotonic()
            told = len(faults) - before
            late = card - began > CARD * slowness or back - card > PICTURE * slowness
            missed += late or told != 1
            table.add_row(str(at + 1), f"{card - began:.2f} s", f"{back - card:.2f} s", str(told))
    finally:
        feed.stop()
    Console().print(table)
    raise typer.Exit(1 if missed else 0)


def _next(feed: Feed, wanted: Callable[[Fed], bool]) -> Fed:
    """The first frame of a kind.

    Raises:
        TimeoutError: if none comes.
    """
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        fed = feed.frames.take(1.0)
        if fed is not None and wanted(fed):
            return fed
    raise TimeoutError("the frame waited for did not come")


if __name__ == "__main__":
    typer.run(main)
