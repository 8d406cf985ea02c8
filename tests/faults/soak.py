"""A long live session, watched: memory, threads, file handles and delay.

`python -m tests.faults.soak --minutes 60 --out soak` runs a session on moving pictures at a
camera's pace; every twenty seconds it wears the next shipped look, every minute it switches to the
demo and back. It writes soak.csv and soak.png and prints what was then and at the end; the exit
code is 1 if memory grew by more than 5 MB after every look had been worn once, or if there are more
threads or handles than there were then.
"""

from __future__ import annotations

import csv
import itertools
import os
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated

import cv2
import numpy as np
import typer
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from app.bench.live import PacedPictures, resident
from app.bench.pictures import SIZES, MovingPictures
from app.faults import Fault
from app.looks.files import load_look, shipped_looks
from app.session import Session
from app.sources.opening import open_source
from app.sources.source import Source

EVERY = 5.0
LOOK_EVERY, SOURCE_EVERY = 20.0, 60.0
MOST_GROWTH = 5.0
"""Megabytes."""


@dataclass(frozen=True, slots=True)
class Sample:
    """How it was at one moment.

    Attributes:
        seconds: since the start.
        megabytes: resident, the pictures it is fed not counted.
        threads: of the process, those of its libraries too.
        handles: open files.
        delay: 95th percentile from capture to picture over the last seconds, milliseconds.
        rate: pictures a second.
    """

    seconds: float
    megabytes: float
    threads: int
    handles: int
    delay: float
    rate: float


def watch(minutes: float) -> tuple[list[Sample], list[Fault]]:
    """Run the session and sample it."""
    faults: list[Fault] = []
    looks = itertools.cycle([load_look(name) for name in shipped_looks()])
    pictures = MovingPictures(SIZES["720p"], 1)
    fed = PacedPictures(pictures).megabytes

    def opened(
        spec: str, *, size: tuple[int, int] | None = None, cancelled: threading.Event | None = None
    ) -> Source:
        return PacedPictures(pictures) if spec == "bench" else open_source(spec, size=size)

    session = Session("bench", look=next(looks), on_fault=faults.append, opener=opened)
    samples: list[Sample] = []
    session.start()
    pause = threading.Event()
    began = time.monotonic()
    due_look, due_source, spec = LOOK_EVERY, SOURCE_EVERY, "bench"
    try:
        while (now := time.monotonic() - began) < 60 * minutes:
            if now >= due_look:
                due_look += LOOK_EVERY
                session.wear(next(looks))
            if now >= due_source:
                due_source += SOURCE_EVERY
                spec = "demo" if spec == "bench" else "bench"
                session.use_source(spec, (1280, 720))
            told = session.statistics()
            samples.append(
                Sample(
                    round(now, 1),
                    round((resident() or 0.0) - fed, 1),
                    len(os.listdir("/proc/self/task")),
                    len(os.listdir("/proc/self/fd")),
                    round(told.slow_ms, 1),
                    round(told.fps, 1),
                )
            )
            pause.wait(EVERY)
    finally:
        session.stop()
    return samples, faults


def drawn(samples: list[Sample]) -> NDArray[np.uint8]:
    """Curves of memory, threads, handles, delay and rate, one under the other."""
    names = ("megabytes", "threads", "handles", "delay", "rate")
    width, high = 900, 130
    sheet = np.full((high * len(names), width, 3), 255, np.uint8)
    for at, name in enumerate(names):
        values = np.array([getattr(one, name) for one in samples], float)
        top = max(float(values.max()) * 1.1, 1.0)
        x = np.linspace(60, width - 10, len(values))
        y = at * high + high - 12 - values / top * (high - 34)
        line = np.stack((x, y), axis=1).astype(np.int32)
        cv2.polylines(sheet, [line], False, (150, 90, 20), 1, cv2.LINE_AA)
        words = f"{name}: {values[0]:g} to {values[-1]:g}, most {values.max():g}"
        cv2.putText(sheet, words, (60, at * high + 18), 0, 0.45, (40, 40, 40), 1, cv2.LINE_AA)
    return sheet


def main(
    minutes: Annotated[float, typer.Option(min=0.5)] = 60.0,
    out: Annotated[Path, typer.Option(help="Of the .csv and the .png.")] = Path("soak"),
) -> None:
    """Run, write and judge."""
    samples, faults = watch(minutes)
    with out.with_suffix(".csv").open("w", newline="") as file:
        table = csv.DictWriter(file, list(asdict(samples[0])))
        table.writeheader()
        table.writerows(asdict(one) for one in samples)
    cv2.imwrite(str(out.with_suffix(".png")), drawn(samples))
    part = max(1, len(samples) // 10)
    # the first time a look is worn loads what it draws with
    loaded = LOOK_EVERY * len(shipped_looks()) + SOURCE_EVERY
    after = [one for one in samples if one.seconds >= min(loaded, 30 * minutes)]
    early, late = after[:part], samples[-part:]
    shown = Table(f"{minutes:g} minutes", "all looks worn", "at the end")
    grown = []
    for name in ("megabytes", "threads", "handles", "delay", "rate"):
        then, now = (
            float(np.median([getattr(one, name) for one in some])) for some in (early, late)
        )
        shown.add_row(name, f"{then:g}", f"{now:g}")
        limit = {"megabytes": MOST_GROWTH, "threads": 0, "handles": 0}.get(name)
        if limit is not None and now - then > limit:
            grown.append(name)
    Console().print(shown)
    for fault in faults:
        typer.echo(str(fault), err=True)
    if grown or faults:
        typer.echo(f"soak: grew: {', '.join(grown) or 'nothing'}; faults: {len(faults)}", err=True)
        raise typer.Exit(1)


if __name__ == "__main__":
    typer.run(main)
