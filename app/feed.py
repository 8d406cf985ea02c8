"""The session's source thread: opens the source chosen, paces files, brings back lost cameras."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from app.faults import FaultError
from app.frames import Frame
from app.mailbox import Mailbox
from app.sources.opening import is_camera, open_source, pinned
from app.sources.source import Source
from app.workers import STOP_SECONDS, OnFault, Worker

PAUSES = (0.25, 0.5, 1.0, 2.0)
"""Seconds before a lost camera is tried again; the last one from then on."""

_LATE_SECONDS = 0.25


class Opens(Protocol):
    """Opens sources; `open_source` does."""

    def __call__(self, spec: str, *, size: tuple[int, int] | None = None) -> Source:
        """The source that `spec` names. Raises FaultError."""


@dataclass(frozen=True, slots=True)
class Fed:
    """A frame on its way to the pipeline.

    Attributes:
        frame: captured on the session's clock, and counted from its start, whatever the source.
        take: changes when what came before says nothing about this frame: another source,
            the start of a file's next round, a camera that came back, another mirroring.
    """

    frame: Frame
    take: tuple[int, bool]


@dataclass(frozen=True, slots=True)
class Choice:
    """What the user wants to see.

    Attributes:
        number: counts the changes, to tell one choice from the same made anew.
    """

    spec: str
    size: tuple[int, int] | None
    number: int = 0


class Feed:
    """Puts the frames of the chosen source into `frames`, the newest only, until stopped."""

    def __init__(
        self,
        choice: Choice,
        mirror: bool,
        on_fault: OnFault,
        *,
        opener: Opens = open_source,
        clock: Callable[[], float] = time.monotonic,
        pauses: tuple[float, ...] = PAUSES,
    ) -> None:
        self.frames: Mailbox[Fed] = Mailbox(1)
        self.mirror = mirror
        self.source_name = ""
        self._choice = choice
        self._on_fault = on_fault
        self._opener = opener
        self._clock = clock
        self._pauses = pauses
        self._source: Source | None = None
        # Set to interrupt any wait: to stop, or because another source was chosen.
        self._news = threading.Event()
        self._index = 0
        self._take = 0
        self._worker = Worker("source", self._run, on_fault)

    def start(self) -> None:
        """Starts reading."""
        self._worker.start()

    def choose(self, spec: str, size: tuple[int, int] | None) -> None:
        """Changes the source; returns at once."""
        self._choice = Choice(spec, size, self._choice.number + 1)
        self._interrupt()

    def ask_to_stop(self) -> None:
        """Lets the thread end and whoever waits for frames go; returns at once."""
        self._worker.ask_to_stop()
        self._interrupt()
        self.frames.close()

    def stop(self, timeout: float = STOP_SECONDS) -> bool:
        """Ends the thread and closes the source; False if that took too long."""
        self.ask_to_stop()
        return self._worker.stop(timeout)

    def _interrupt(self) -> None:
        self._news.set()
        source = self._source
        if source is not None:
            source.close()

    def _run(self, stop: threading.Event) -> None:
        choice = self._choice
        tries = 0  # since a frame came; a fault is told at the first of them only
        told = False
        while not stop.is_set():
            # In this order: a choice made in between is seen, or its news is.
            self._news.clear()
            if choice.number != self._choice.number:
                choice, tries, told = self._choice, 0, False
            before = self._index
            try:
                choice = self._play(choice, stop)
            except FaultError as error:
                came = self._index > before
                if is_camera(choice.spec):
                    tries, told = (0, False) if came else (tries, told)
                if not told:
                    self._on_fault(error.fault)
                    told = True
                if not self._interrupted(choice, stop):
                    self._pause(choice, tries, came)
                    tries += 1

    def _pause(self, choice: Choice, tries: int, came: bool) -> None:
        """Waits before the next try: longer each time for a camera, for ever for a dead file."""
        if is_camera(choice.spec):
            self._news.wait(self._pauses[min(tries, len(self._pauses) - 1)])
        else:
            self._news.wait(self._pauses[0] if came else None)

    def _play(self, choice: Choice, stop: threading.Event) -> Choice:
        """Feeds the source until it is interrupted; files go round and round.

        Returns:
            The choice, with a name that finds the same camera again after it was unplugged.

        Raises:
            FaultError: when the source can't be opened or fails.
        """
        source = self._opener(choice.spec, size=choice.size)
        self._source = source
        self.source_name = source.name
        try:
            choice = replace(choice, spec=pinned(choice.spec))
            self._take += 1
            while not self._interrupted(choice, stop):
                for frame in source.frames() if source.live else self._paced(source):
                    if self._interrupted(choice, stop):
                        break
                    self._put(frame)
                # A picture shown again is no cut; a clip that starts again is.
                self._take += source.length != 1
        finally:
            self._source = None
            self.source_name = ""
            source.close()
        return choice

    def _interrupted(self, choice: Choice, stop: threading.Event) -> bool:
        return stop.is_set() or choice.number != self._choice.number

    def _put(self, frame: Frame) -> None:
        mirror = self.mirror
        image = np.ascontiguousarray(frame.image[:, ::-1]) if mirror else frame.image
        counted = Frame(self._index, frame.captured_at, image, frame.name)
        self.frames.put(Fed(counted, (self._take, mirror)))
        self._index += 1

    def _paced(self, source: Source) -> Iterator[Frame]:
        """A file's frames when they are due, with that as their capture time."""
        begun = self._clock()
        first: float | None = None
        for frame in source.frames():
            first = frame.captured_at if first is None else first
            due = begun + frame.captured_at - first
            wait = due - self._clock()
            if wait > 0 and self._news.wait(wait):
                return
            if wait < -_LATE_SECONDS:
                # Too slow a computer plays slowly, it does not fall behind for ever.
                begun -= wait
                due -= wait
            yield replace(frame, captured_at=due)
        # The last frame is shown for as long as the others.
        self._news.wait(1 / (source.rate or 30.0))
