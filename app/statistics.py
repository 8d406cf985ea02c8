"""How the session is doing, over the last second."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from statistics import median

WINDOW_SECONDS = 1.0


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
    """

    fps: float = 0.0
    latency_ms: float = 0.0
    provider: str = ""
    dropped: int = 0
    stages: Mapping[str, float] = field(default_factory=dict)
    source: str = ""
    size: tuple[int, int] | None = None
    reason: str = ""


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
        with self._lock:
            self._forget(now)
            recent = tuple(self._finished)
        if not recent:
            return 0.0, 0.0, {}
        names = recent[-1].stages.keys()
        stages = {
            name: median(one.stages[name] for one in recent if name in one.stages) for name in names
        }
        return len(recent) / WINDOW_SECONDS, median(one.latency_ms for one in recent), stages

    def _forget(self, now: float) -> None:
        while self._finished and self._finished[0].at <= now - WINDOW_SECONDS:
            self._finished.popleft()
