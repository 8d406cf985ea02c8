"""The session's source thread: opens the source chosen, paces files, brings back lost cameras."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Protocol

import cv2
import numpy as np

from app.faults import FaultError, fault_of
from app.frames import Frame
from app.mailbox import Mailbox
from app.sources.opening import is_camera, open_source, pinned
from app.sources.source import Source
from app.workers import STOP_SECONDS, OnFault, Worker

PAUSES = (0.25, 0.5, 1.0, 2.0)
"""Seconds before a lost camera is tried again; the last one from then on."""

_LATE_SECONDS = 0.25

_logger = logging.getLogger(__name__)


class Opens(Protocol):
    """Opens sources; `open_source` does."""

    def __call__(
        self,
        spec: str,
        *,
        size: tuple[int, int] | None = None,
        cancelled: threading.Event | None = None,
    ) -> Source:
        """The source that `spec` names; gives up soon once `cancelled`. Raises FaultError."""


@dataclass(frozen=True, slots=True)
class Fed:
    """A frame on its way to the pipeline.

    Attributes:
        frame: captured on the session's clock, and counted from its start, whatever the source.
        take: changes when what came before says nothing about this frame: another source,
            the start of a file's next round, a camera that came back, another mirroring.
        choice: the number of the choice it was read for.
    """

    frame: Frame
    take: tuple[int, bool]
    choice: int


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
        # Held while a choice is made or taken up, or its news could interrupt itself.
        self._choosing = threading.Lock()
        self._index = 0
        self._take = 0
        self._worker = Worker("source", self._run, on_fault)

    def start(self) -> None:
        """Starts reading."""
        self._worker.start()

    @property
    def choice(self) -> int:
        """The number of the choice made last; frames of an earlier one may still come."""
        return self._choice.number

    def choose(self, spec: str, size: tuple[int, int] | None) -> None:
        """Changes the source; returns at once."""
        with self._choosing:
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
        while True:
            with self._choosing:
                # In this order: what is asked for after this sets the news again.
                self._news.clear()
                if stop.is_set():
                    return
                if choice.number != self._choice.number:
                    choice, tries, told = self._choice, 0, False
            before = self._index
            try:
                with self._opened(choice) as source:
                    # At once, for a camera that is lost leaves by an exception.
                    choice = replace(choice, spec=pinned(choice.spec))
                    self._play(source, choice, stop)
                continue
            except FaultError as error:
                fault, hopeless = error.fault, False
            except Exception as error:
                _logger.exception("%s failed", choice.spec)
                fault, hopeless = fault_of(error, f"{choice.spec} can't be shown"), True
            if self._interrupted(choice, stop):
                continue  # Its trouble is no news to someone who has left it.
            came = self._index > before
            if is_camera(choice.spec):
                tries, told = (0, False) if came else (tries, told)
            if not told:
                self._on_fault(replace(fault, of_source=True))
                told = True
            self._news.wait(None if hopeless else self._pause(choice, tries, came))
            tries += 1

    def _pause(self, choice: Choice, tries: int, came: bool) -> float | None:
        """Seconds until the next try: longer each time for a camera, None for a dead file."""
        if is_camera(choice.spec):
            return self._pauses[min(tries, len(self._pauses) - 1)]
        return self._pauses[0] if came else None

    @contextmanager
    def _opened(self, choice: Choice) -> Iterator[Source]:
        """The chosen source, within reach of an interruption, closed in the end."""
        source = self._opener(choice.spec, size=choice.size, cancelled=self._news)
        self._source, self.source_name = source, source.name
        try:
            yield source
        finally:
            self._source, self.source_name = None, ""
            source.close()

    def _play(self, source: Source, choice: Choice, stop: threading.Event) -> None:
        """Feeds the source until it is interrupted; files go round and round.

        Raises:
            FaultError: when the source fails.
        """
        self._take += 1
        while not self._interrupted(choice, stop):
            for frame in source.frames() if source.live else self._paced(source):
                if self._interrupted(choice, stop):
                    break
                self._put(frame, choice.number)
            # A picture shown again is no cut; a clip that starts again is.
            self._take += source.length != 1

    def _interrupted(self, choice: Choice, stop: threading.Event) -> bool:
        return stop.is_set() or choice.number != self._choice.number

    def _put(self, frame: Frame, choice: int) -> None:
        mirror = self.mirror
        image = np.asarray(cv2.flip(frame.image, 1), np.uint8) if mirror else frame.image
        counted = Frame(self._index, frame.captured_at, image, frame.name)
        self.frames.put(Fed(counted, (self._take, mirror), choice))
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
