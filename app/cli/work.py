"""The loop that render and matte share: every frame in order, and an account of it."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)

from app.cli.stopping import Stopping
from app.faults import FaultError
from app.frames import Frame
from app.sources.opening import is_camera
from app.sources.source import Source

_RUN_UP = 0.5
"""Seconds looked at before the first frame that is kept: landmarks and memory settle in them."""

_REPORT_EVERY = 5.0
"""Seconds between lines of progress where there is no terminal to draw a bar on."""


@dataclass(frozen=True, slots=True)
class Span:
    """Which frames to keep: from `start` on, for `duration` and at most `count` of them."""

    start: float = 0.0
    duration: float | None = None
    count: int | None = None

    @property
    def open_ended(self) -> bool:
        """Whether nothing but the source ends it."""
        return self.duration is None and self.count is None

    def total(self, source: Source) -> int | None:
        """How many frames that will be, as far as the source knows."""
        known = [] if self.count is None else [self.count]
        if self.duration is not None and source.rate:
            known.append(math.ceil(self.duration * source.rate))
        if source.length is not None:
            skipped = math.ceil(self.start * source.rate) if source.rate else 0
            known.append(max(source.length - skipped, 0))
        return min(known) if known else None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it.

    Attributes:
        kept: frames written.
        with_face: how many of them had a face.
        seconds: how long it took.
        fault: what ended it early, if something did.
        interrupted: whether the user did.
    """

    kept: int = 0
    with_face: int = 0
    seconds: float = 0.0
    fault: FaultError | None = None
    interrupted: bool = False


Take = Callable[[Frame, bool], int]
"""Deals with a frame, writes it if asked to, and returns how many faces it has."""


def refuse_endless(spec: str, span: Span) -> None:
    """A camera never ends by itself, and a file of unknown length would fill the disk.

    Raises:
        typer.BadParameter: if `spec` is a camera and nothing limits `span`.
    """
    if is_camera(spec) and span.open_ended:
        raise typer.BadParameter(f"{spec} never ends, need --duration or --max-frames")


def work_through(source: Source, span: Span, take: Take, title: str, console: Console) -> Outcome:
    """Take the frames of `span`, in order, until they end, fail, or the user stops it.

    Only a fault of the source or of writing ends in `Outcome.fault`: what was written stays.
    """
    began = time.monotonic()
    kept = with_face = 0
    fault: FaultError | None = None
    first: float | None = None
    with Stopping() as stopping, _progress(console, title, span.total(source)) as advance:
        try:
            with closing(_frames(source)) as frames:
                for frame in frames:
                    if stopping.wanted:
                        break
                    if first is None:
                        first = frame.captured_at
                    at = frame.captured_at - first
                    if at < span.start - _RUN_UP:
                        continue
                    if span.duration is not None and at >= span.start + span.duration - 1e-6:
                        break
                    keep = at >= span.start - 1e-6
                    faces = take(frame, keep)
                    if keep:
                        kept += 1
                        with_face += faces > 0
                        advance()
                    if kept == span.count:
                        break
        except FaultError as error:
            fault = error
        finally:
            source.close()
        return Outcome(kept, with_face, time.monotonic() - began, fault, stopping.wanted)


def conclude(
    outcome: Outcome, output: Path, provider: str, no_face: str, console: Console
) -> tuple[int, str | None]:
    """Tell what was written.

    Args:
        no_face: what it means that no frame had a face.
    Returns:
        The exit code, and the one line for stderr if something is to be complained about.
    """
    frames = "1 frame" if outcome.kept == 1 else f"{outcome.kept} frames"
    if outcome.kept:
        pace = outcome.kept / max(outcome.seconds, 1e-6)
        console.print(
            f"{frames} in {outcome.seconds:.1f} s ({pace:.1f} a second) on {provider}: {output}",
            markup=False,
            soft_wrap=True,
        )
    rest = f"{frames} were written to {output}" if outcome.kept else "Nothing was written"
    if outcome.fault is not None:
        return 1, f"{outcome.fault} {rest}."
    if outcome.interrupted:
        return 130, f"Stopped: {rest[0].lower()}{rest[1:]}."
    if not outcome.kept:
        return 1, f"{rest}: the input has no frame in the part asked for."
    if not outcome.with_face:
        return 0, f"Warning: no face was found: {no_face}."
    return 0, None


def _frames(source: Source) -> Generator[Frame, None, None]:
    """The frames of a source as something that can be closed."""
    yield from source.frames()


@contextmanager
def _progress(console: Console, title: str, total: int | None) -> Iterator[Callable[[], None]]:
    """A bar on a terminal; elsewhere a line now and then. Yields what to call for every frame."""
    if not console.is_terminal:
        yield _lines(console, title, total)
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TaskProgressColumn(show_speed=True),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task(title, total=total)
        yield lambda: progress.advance(task)


def _lines(console: Console, title: str, total: int | None) -> Callable[[], None]:
    done, due = 0, -math.inf
    end = "" if total is None else f" of {total}"

    def advance() -> None:
        nonlocal done, due
        done += 1
        if time.monotonic() >= due:
            due = time.monotonic() + _REPORT_EVERY
            console.print(f"{title}: frame {done}{end}", markup=False, soft_wrap=True)
            console.file.flush()

    return advance
