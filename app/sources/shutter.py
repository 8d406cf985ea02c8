"""Notices a camera that is open and black: a closed privacy shutter, a cap, or no light."""

from __future__ import annotations

import numpy as np

from filters.types import Image

DARK_SECONDS = 2.0
DARKEST = 32
"""What a covered sensor, however noisy, stays below; a face by the light of a screen does not."""
_STEP = 16  # every how many pixels is looked at
_LIT = 0.01  # the share of them that may be hot


class Shutter:
    """Watches the pictures of one camera."""

    def __init__(self) -> None:
        self._dark_since: float | None = None

    def sees(self, image: Image, at: float) -> bool:
        """Whether nothing but black came for `DARK_SECONDS`.

        Args:
            image: the next picture.
            at: when it was captured, in seconds.
        """
        if not is_black(image):
            self._dark_since = None
            return False
        if self._dark_since is None:
            self._dark_since = at
        return at - self._dark_since >= DARK_SECONDS


def is_black(image: Image) -> bool:
    """Whether hardly a pixel has anything in any colour."""
    lit = image[::_STEP, ::_STEP].max(axis=2) >= DARKEST
    return bool(np.mean(lit) <= _LIT)
