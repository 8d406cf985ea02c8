"""What to leave out when the computer can't keep up, and when to take it up again.

In this order: landmarks are looked for in every second frame only, and carried in between by what
the picture shows; then the matting network sees smaller crops; then, always, frames are dropped,
the oldest first, so that delay can't grow.
"""

from __future__ import annotations

from collections import deque
from enum import IntEnum

WINDOW = 45
"""Frames that are judged together: a second and a half of a camera's."""
TOO_MANY = 0.08
"""Share of frames without time for them above which more is left out."""
TIGHT = 0.9
"""Share of the time between frames above which landmarks, which are hardly missed, are left out
though all frames are done: every slow frame then keeps the next one waiting."""


class Saving(IntEnum):
    """What is left out; each with what comes before it."""

    NOTHING = 0
    LANDMARKS = 1
    """Landmarks are looked for in every second frame only."""
    MATTE = 2
    """The matting network sees smaller crops."""


ROOM = {Saving.NOTHING: 0.0, Saving.LANDMARKS: 0.8, Saving.MATTE: 0.7}
"""Share of the time between frames that may be used for the last thing left out to be taken up
again: landmarks cost up to a fifth more (docs/performance.md), the larger matte a third."""


class Effort:
    """Decides frame by frame; one thread owns it."""

    def __init__(self) -> None:
        self._frames: deque[tuple[int, float, float]] = deque(maxlen=WINDOW)
        self._saving = Saving.NOTHING

    @property
    def saving(self) -> Saving:
        """What to leave out of the next frame."""
        return self._saving

    def note(self, index: int, captured_at: float, spent: float) -> None:
        """A frame was done.

        Args:
            index: of the frame in its source; frames between two were dropped.
            captured_at, spent: in seconds.
        """
        if self._frames and not 0 < captured_at - self._frames[-1][1] < 1:
            self._frames.clear()  # another source, or a pause
        self._frames.append((index, captured_at, spent))
        if len(self._frames) < WINDOW:
            return
        first, last = self._frames[0], self._frames[-1]
        came = last[0] - first[0]
        if came <= 0:
            self._frames.clear()
            return
        interval = (last[1] - first[1]) / came
        dropped = 1 - (WINDOW - 1) / came
        used = sum(frame[2] for frame in self._frames) / WINDOW / interval
        late = dropped > TOO_MANY or (self._saving < Saving.LANDMARKS and used > TIGHT)
        change = int(late) or -int(used < ROOM[self._saving])
        wanted = Saving(min(max(self._saving + change, Saving.NOTHING), Saving.MATTE))
        if wanted != self._saving:
            self._saving = wanted
            self._frames.clear()
