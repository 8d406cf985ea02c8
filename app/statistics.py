"""How the session is doing, over the last second."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from statistics import median

from app.effort import Saving
from app.faults import Fault

WINDOW_SECONDS = 1.0
SLOW_SECONDS = 5.0
"""The slow end needs more pictures than the middle."""


@dataclass(frozen=True, slots=True)
class Statistics:
    """How the session is doing.

    Attributes:
        fps: pictures finished in the last second.
        latency_ms: median from capture to finished picture over the last second.
        provider: what the network really runs on, "" until it is loaded.
        dropped: frames the pipeline had no time for, since start.
        stages: median milliseconds of each stage over the last second.
        source: the source's name, "" while none is open.
        size: (width, height) of the last picture, None before the first.
        reason: why the network runs where it does.
        saving: what is left out to keep up.
        slow: 95th percentile of each stage's milliseconds over the last seconds.
        slow_ms: the same, from capture to finished picture.
        virtual_camera_ms: between two pictures of the virtual camera, 0 while it is off.
        camera_rates: pictures a second the camera really gave in the last seconds, and what it
            says it gives; None when not known.
        trouble: what is the matter with the source just now, None when all is well.
    """

    fps: float = 0.0
    latency_ms: float = 0.0
    provider: str = ""
    dropped: int = 0
    stages: Mapping[str, float] = field(default_factory=dict)
    source: str = ""
    size: tuple[int, int] | None = None
    reason: str = ""
    saving: Saving = Saving.NOTHING
    slow: Mapping[str, float] = field(default_factory=dict)
    slow_ms: float = 0.0
    virtual_camera_ms: float = 0.0
    camera_rates: tuple[float | None, float | None] = (None, None)
    trouble: Fault | None = None


@dataclass(frozen=True, slots=True)
class _Finished:
    """One finished picture: when, how long after its capture, and its stages' milliseconds."""

    at: float
    latency_ms: float
    stages: Mapping[str, float]


class Meter:
    """Counts finished pictures; written by one thread, read by another."""

    def __init__(self) -> None:
        self._finished: deque[_Finished] = deque()
        self._lock = threading.Lock()

    def count(self, at: float, captured_at: float, stages: Mapping[str, float]) -> None:
        """Notes a picture finished at `at` seconds."""
        with self._lock:
            self._finished.append(_Finished(at, 1000 * (at - captured_at), stages))
            self._forget(at)

    def read(self, now: float) -> tuple[float, float, dict[str, float]]:
        """Pictures a second, median latency in ms, and median ms of each stage."""
        recent = self._since(now - WINDOW_SECONDS, now)
        if not recent:
            return 0.0, 0.0, {}
        names = recent[-1].stages.keys()
        stages = {
            name: median(one.stages[name] for one in recent if name in one.stages) for name in names
        }
        return len(recent) / WINDOW_SECONDS, median(one.latency_ms for one in recent), stages

    def slow(self, now: float) -> tuple[float, dict[str, float]]:
        """95th percentiles over the last `SLOW_SECONDS`: latency, and each stage."""
        recent = self._since(now - SLOW_SECONDS, now)
        if not recent:
            return 0.0, {}
        names = recent[-1].stages.keys()
        stages = {
            name: _slow_end([one.stages[name] for one in recent if name in one.stages])
            for name in names
        }
        return _slow_end([one.latency_ms for one in recent]), stages

    def _since(self, then: float, now: float) -> tuple[_Finished, ...]:
        with self._lock:
            self._forget(now)
            return tuple(one for one in self._finished if one.at > then)

    def _forget(self, now: float) -> None:
        while self._finished and self._finished[0].at <= now - SLOW_SECONDS:
            self._finished.popleft()


def _slow_end(milliseconds: list[float]) -> float:
    """The 95th percentile, the nearest that was measured."""
    ordered = sorted(milliseconds)
    return ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]
