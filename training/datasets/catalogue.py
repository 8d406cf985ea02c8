"""What every collection of training pictures offers, whatever its folders look like."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

Split = Literal["train", "val"]
KINDS = ("face", "hand", "object", "mask", "glasses", "texture", "background")


class DataError(Exception):
    """Training data that cannot be used: names the file, what was found and what was wanted."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One picture.

    Attributes:
        path: absolute.
        kind: one of `KINDS`.
        open: may be redistributed.
        luminance: mean CIE L* of the face's skin, 0 to 100; 0 for other kinds.
        box: x0, y0, x1, y1 of the face in its picture; zeros for other kinds.
        labels: the file with the face's mask or the occluder's alpha; None: inside `path`, or
            beside it where the collection says.
    """

    path: Path
    kind: str
    source: str
    quality: str
    open: bool
    luminance: float = 0.0
    box: tuple[int, int, int, int] = (0, 0, 0, 0)
    labels: Path | None = None


@dataclass(frozen=True, slots=True)
class LabelledFace:
    """A clean face.

    Attributes:
        image: (H, W, 3) uint8 RGB.
        alpha: (H, W) uint8, visible face.
        person: (H, W) uint8, the whole person, used to swap the background; None: not known.
        box: x0, y0, x1, y1 of the face in pixels.
        luminance: mean CIE L* of its skin, 0 to 100.
        points: (478, 3) float32 landmarks in pixels, z growing away from the camera; or None.
    """

    image: NDArray[np.uint8]
    alpha: NDArray[np.uint8]
    person: NDArray[np.uint8] | None
    box: tuple[int, int, int, int]
    luminance: float
    points: NDArray[np.float32] | None = None


class Catalogue(Protocol):
    """One split of a collection."""

    def entries(self, kind: str) -> Sequence[Entry]:
        """Every entry of one of `KINDS`, always in the same order; empty if there are none."""

    def read_face(self, entry: Entry) -> LabelledFace:
        """Decode a face and its labels.

        Raises:
            DataError: names the file and what is wrong with it.
        """

    def read_layer(self, entry: Entry) -> NDArray[np.uint8]:
        """An occluder as (h, w, 4) uint8 RGBA, straight alpha.

        Raises:
            DataError: names the file and what is wrong with it.
        """
