"""Sources and waits that the tests of a feed hold in their hands."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator

import numpy as np

from app.faults import Fault, FaultError
from app.feed import Choice, Fed, Feed
from app.frames import Frame
from app.sources.orientation import Orientation

LOST = FaultError("Camera 0 was lost", "it is gone", "Plug it in again")


def shot(index: int = 0, time: float = 0.0, level: int = 0) -> Frame:
    image = np.zeros((4, 6, 3), np.uint8)
    image[:, :3] = level
    return Frame(index, time, image)


def taken(feed: Feed) -> Fed:
    fed = feed.frames.take(10)
    assert fed is not None
    return fed


class FakeSource:
    """Gives what it is told to, frame by frame; an exception in the list is raised."""

    def __init__(self, *script: Frame | Exception, live: bool = True) -> None:
        self.script = script
        self.live = live
        self.name = "fake"
        self.rate: float | None = 30.0
        self.length: int | None = len(script)
        self.closed = threading.Event()

    def frames(self) -> Iterator[Frame]:
        for item in self.script:
            if isinstance(item, Exception):
                raise item
            yield item
        if self.live:
            self.closed.wait(10)

    def close(self) -> None:
        self.closed.set()


class Waits(threading.Event):
    """An event that notes how long it was waited for and never makes anyone wait."""

    def __init__(self) -> None:
        super().__init__()
        self.noted: list[float] = []

    def wait(self, timeout: float | None = None) -> bool:
        if timeout is not None:
            self.noted.append(timeout)
            return self.is_set()
        return super().wait(10)


class Rig:
    """A feed whose sources and faults the test holds in its hands."""

    def __init__(self, *sources: FakeSource | Exception | None) -> None:
        """Takes what is opened one after another: an exception is raised, None never opens."""
        self.sources = list(sources)
        self.asked: list[tuple[str, tuple[int, int] | None]] = []
        self.faults: queue.Queue[Fault] = queue.Queue()
        self.exhausted = threading.Event()
        self.waiting = threading.Event()

    def open(
        self,
        spec: str,
        *,
        size: tuple[int, int] | None = None,
        cancelled: threading.Event | None = None,
    ) -> FakeSource:
        self.asked.append((spec, size))
        if not self.sources:
            self.exhausted.set()
            raise LOST
        source = self.sources.pop(0)
        if source is None:
            assert cancelled is not None
            self.waiting.set()
            assert cancelled.wait(10)
            raise FaultError(spec, "was cancelled", "Open it again")
        if isinstance(source, Exception):
            raise source
        return source

    def feed(
        self, spec: str = "camera:7", mirror: bool = False, clock: Callable[[], float] | None = None
    ) -> Feed:
        choice = Choice(spec, (64, 48))
        return Feed(
            choice,
            Orientation(mirror=mirror),
            self.faults.put,
            opener=self.open,
            clock=clock or (lambda: 0.0),
        )
