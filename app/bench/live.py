"""The app without its window: a camera's pace, one session, minutes on end."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from app.bench.figures import Times
from app.bench.pictures import RATE, MovingPictures
from app.effort import Saving
from app.faults import Fault
from app.frames import Frame
from app.look import Look
from app.pipeline import Reads
from app.session import Session
from app.statistics import Meter


@dataclass(frozen=True, slots=True)
class LiveRow:
    """How a session went.

    Attributes:
        seconds: measured, from the first finished picture on.
        rate: pictures finished a second.
        dropped: frames there was no time for, as a share.
        latency: from capture to sink, milliseconds.
        late: the same in the last tenth of the time: growth shows here.
        first_picture: seconds from start to the first finished picture.
        saving: what was left out at the end, to keep up.
        resident: megabytes in memory at the end without the benchmark's own pictures, None where
            it is not known.
        growth: megabytes more than after the first tenth.
        faults: what it told.
        virtual_camera: the device it sent to, "" for none.
    """

    seconds: float
    rate: float
    dropped: float
    latency: Times
    late: Times
    first_picture: float
    saving: Saving
    resident: float | None
    growth: float | None
    faults: tuple[str, ...]
    virtual_camera: str


class PacedPictures:
    """Gives pictures at a camera's pace; a frame nobody takes is gone."""

    name = "bench"
    live = True
    rate = RATE
    length = None

    def __init__(self, pictures: MovingPictures) -> None:
        # drawn before, as a camera's pictures come for nothing
        self._images = [pictures.frame(index).image for index in range(46)]
        self.megabytes = sum({id(one): one.nbytes for one in self._images}.values()) / 1e6
        self._closed = threading.Event()

    def frames(self) -> Iterator[Frame]:
        """Pictures at a camera's pace, until `close`; those there was no time for are left out."""
        begun = time.monotonic()
        index = 0
        while not self._closed.wait(max(0.0, begun + index / RATE - time.monotonic())):
            yield Frame(index, time.monotonic(), self._images[index % len(self._images)])
            index = max(index + 1, int((time.monotonic() - begun) * RATE))

    def close(self) -> None:
        """Ends `frames`."""
        self._closed.set()


class _Log(Meter):
    """Remembers every picture."""

    def __init__(self) -> None:
        super().__init__()
        self.finished: list[tuple[float, float]] = []

    def count(self, at: float, captured_at: float, stages: Mapping[str, float]) -> None:
        super().count(at, captured_at, stages)
        self.finished.append((at, 1e3 * (at - captured_at)))


def measure(
    reader: Callable[[], Reads],
    pictures: MovingPictures,
    look: Look,
    seconds: float,
    virtual_camera: bool,
) -> LiveRow:
    """Run a session for `seconds` after its first picture.

    Raises:
        TimeoutError: if no picture is finished within 30 seconds.
    """
    faults: list[Fault] = []
    log = _Log()
    camera = PacedPictures(pictures)
    session = Session(
        "bench",
        look=look,
        on_fault=faults.append,
        reader=reader,
        opener=lambda spec, *, size=None, cancelled=None: camera,
        meter=log,
    )
    started = time.monotonic()
    session.start()
    try:
        _until(lambda: bool(log.finished), 30)
        first = log.finished[0][0]
        if virtual_camera:
            session.start_virtual_camera()
        _until(lambda: time.monotonic() >= first + seconds / 10, seconds)
        early = resident()
        _until(lambda: time.monotonic() >= first + seconds, seconds)
        statistics, device = session.statistics(), session.virtual_camera or ""
        late = resident()
    finally:
        session.stop()
    latencies = [latency for at, latency in log.finished if at <= first + seconds]
    last = latencies[-max(1, len(latencies) // 10) :]
    return LiveRow(
        seconds,
        len(latencies) / seconds,
        statistics.dropped / max(statistics.dropped + len(latencies), 1),
        Times.of(latencies),
        Times.of(last),
        first - started,
        statistics.saving,
        late - camera.megabytes if late is not None else None,
        late - early if late is not None and early is not None else None,
        tuple(map(str, faults)),
        device,
    )


def resident() -> float | None:
    """Megabytes of this process in memory; None where the system does not tell (Linux does)."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return None
    return pages * 4096 / 1e6


def _until(there: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + max(seconds, 1) + 1
    pause = threading.Event()
    while not there():
        if time.monotonic() > deadline:
            raise TimeoutError("the session finished no picture in time")
        pause.wait(0.02)
