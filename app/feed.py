"""The session's source thread: opens the source chosen, paces files, brings back lost cameras."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Protocol

from app.faults import Fault, FaultError, fault_of
from app.frames import Frame
from app.mailbox import Mailbox
from app.sources.card import card
from app.sources.modes import USUAL
from app.sources.opening import is_camera, open_source, pinned
from app.sources.orientation import Orientation
from app.sources.shutter import Shutter
from app.sources.source import Measured, Source
from app.workers import STOP_SECONDS, OnFault, Worker

PAUSES = (0.25, 0.5, 1.0, 2.0)
"""Seconds before a lost camera is tried again; the last one from then on."""

BLACK = Fault(
    "The camera sees only black",
    "its privacy shutter or cap may be closed, or there is no light",
    "Open the shutter, or switch a light on",
    of_source=True,
)
LOOKING = "Looking for it..."

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
            the start of a file's next round, a camera that came back, another orientation.
        choice: the number of the choice it was read for.
        card: it is no picture of the source but one drawn in its place, to be left as it is.
    """

    frame: Frame
    take: tuple[int, Orientation]
    choice: int
    card: bool = False


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
        orientation: Orientation,
        on_fault: OnFault,
        *,
        opener: Opens = open_source,
        clock: Callable[[], float] = time.monotonic,
        pauses: tuple[float, ...] = PAUSES,
    ) -> None:
        """Prepares the thread.

        Args:
            orientation: how pictures are put upright; may be replaced at any time.
            on_fault: told, on the source's thread, once a trouble.
            opener: opens sources.
            clock: seconds, as the capture times of live sources.
            pauses: seconds before a lost camera is tried again.
        """
        self.frames: Mailbox[Fed] = Mailbox(1)
        self.orientation = orientation
        self.source_name = ""
        self.trouble: Fault | None = None
        """What is the matter with the camera just now, None when all is well."""
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
        self._size = USUAL  # (width, height) of the last picture
        self._worker = Worker("source", self._run, on_fault)

    def start(self) -> None:
        """Starts reading."""
        self._worker.start()

    @property
    def choice(self) -> int:
        """The number of the choice made last; frames of an earlier one may still come."""
        return self._choice.number

    @property
    def rates(self) -> tuple[float | None, float | None]:
        """Frames a second: as measured, and as the camera says; None when not known."""
        source = self._source
        if not isinstance(source, Measured):
            return None, None
        return source.measured_rate, source.rate

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
                    self.trouble = None
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
                fault, told = replace(fault, of_source=True), True
                self._on_fault(fault)
                if is_camera(choice.spec):
                    self._stand_in(fault, "" if hopeless else LOOKING, choice.number)
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
        shutter = Shutter() if is_camera(choice.spec) else None
        while not self._interrupted(choice, stop):
            for frame in source.frames() if source.live else self._paced(source):
                if self._interrupted(choice, stop):
                    break
                if shutter is not None:
                    self.trouble = BLACK if shutter.sees(frame.image, frame.captured_at) else None
                self._put(frame, choice.number)
            # A picture shown again is no cut; a clip that starts again is.
            self._take += source.length != 1

    def _interrupted(self, choice: Choice, stop: threading.Event) -> bool:
        return stop.is_set() or choice.number != self._choice.number

    def _put(self, frame: Frame, choice: int) -> None:
        orientation = self.orientation
        image = orientation.applied(frame.image)
        self._size = (image.shape[1], image.shape[0])
        counted = Frame(self._index, frame.captured_at, image, frame.name)
        self.frames.put(Fed(counted, (self._take, orientation), choice))
        self._index += 1

    def _stand_in(self, fault: Fault, doing: str, choice: int) -> None:
        """A card in place of the camera's last picture, until it is back."""
        self.trouble = fault
        self._take += 1
        drawn = Frame(self._index, self._clock(), card(fault.what, doing, self._size))
        self.frames.put(Fed(drawn, (self._take, self.orientation), choice, card=True))
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
