"""How often pictures really come, whatever a camera says."""

from __future__ import annotations

import threading
from collections import deque

WINDOW_SECONDS = 3.0
_LEAST_SECONDS = 0.5  # a shorter time says little


class RateMeter:
    """Counts pictures over the last seconds; written by one thread, read by another."""

    def __init__(self) -> None:
        self._times: deque[float] = deque()
        self._lock = threading.Lock()

    def note(self, at: float) -> None:
        """A picture came at `at` seconds."""
        with self._lock:
            self._times.append(at)
            self._forget(at)

    def read(self, now: float) -> float | None:
        """Pictures a second until `now`: intervals over the time they took; None when unknown."""
        with self._lock:
            self._forget(now)
            count = len(self._times) - 1
            if count < 1:
                return None
            first, last = self._times[0], self._times[-1]
        # A pause of more than two pictures is part of the truth; a shorter one is just the next
        # picture on its way.
        end = now if now - last > 2 * (last - first) / count else last
        return count / (end - first) if end - first >= _LEAST_SECONDS else None

    def _forget(self, now: float) -> None:
        while self._times and self._times[0] < now - WINDOW_SECONDS:
            self._times.popleft()
