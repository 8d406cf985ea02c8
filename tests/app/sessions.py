"""A session on a made-up reader and source, for the tests of what it does."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

import numpy as np

from app.effort import Saving
from app.faults import Fault, FaultError
from app.frames import Frame, Scene, Span
from app.session import Session


class FakeReader:
    """Sees no faces, and remembers what it was shown."""

    provider = "fake provider"
    reason = "asked for"

    def __init__(self) -> None:
        self.seen: list[Frame] = []
        self.resets = 0
        self.closed = threading.Event()
        self.may_go_on = threading.Event()
        self.may_go_on.set()

    def read(
        self, frame: Frame, *, saving: Saving = Saving.NOTHING, vigilant: bool = False
    ) -> Scene:
        self.seen.append(frame)
        assert self.may_go_on.wait(10)
        return Scene(frame, spans=(Span("landmarks", 0.0, 0.002),))

    def reset(self) -> None:
        self.resets += 1

    def close(self) -> None:
        self.closed.set()


class Ticking:
    """A live source of any size that gives pictures until it is closed."""

    live = True
    rate: float | None = 200.0
    length: int | None = None

    def __init__(
        self,
        spec: str,
        *,
        size: tuple[int, int] | None = None,
        cancelled: threading.Event | None = None,
    ) -> None:
        if spec == "none":
            raise FaultError("Camera 9 is not there", "none", "Plug one in")
        self.name = spec
        self._size = size or (64, 48)
        self._closed = threading.Event()

    def frames(self) -> Iterator[Frame]:
        index = 0
        while not self._closed.wait(0.005):
            image = np.full((self._size[1], self._size[0], 3), 60, np.uint8)
            image[::2] = 200
            yield Frame(index, time.monotonic(), image)
            index += 1

    def close(self) -> None:
        self._closed.set()


class Rig:
    def __init__(self) -> None:
        self.reader = FakeReader()
        self.faults: list[Fault] = []
        self.session = Session(
            "ticking",
            size=(64, 48),
            on_fault=self.faults.append,
            reader=lambda: self.reader,
            opener=Ticking,
        )


def eventually(condition: Callable[[], object]) -> None:
    """Waits for another thread; fails after 10 s."""
    end = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < end, "it did not happen within 10 s"
        threading.Event().wait(0.002)
