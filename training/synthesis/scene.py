"""What a clip will show, before any of it is drawn: pictures, their paths, and a camera."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.datasets.catalogue import LabelledFace
from training.synthesis.camera import Webcam
from training.synthesis.motion import Affine
from training.synthesis.occluders import Kind
from training.synthesis.shapes import Rgba


@dataclass(frozen=True, slots=True)
class Shadow:
    """What an occluder takes from the light beside it.

    Attributes:
        right, down: where it falls, in pixels of the canvas.
        strength: share of the light taken, in [0, 1].
        sigma: of its blur, in pixels.
    """

    right: float
    down: float
    strength: float
    sigma: float


@dataclass(frozen=True, slots=True)
class Thing:
    """An occluder on its way across the canvas.

    Attributes:
        rgba: (h, w, 4) uint8, straight alpha.
        affines: (T, 2, 3) float32, its pixels to the canvas's in each frame.
        drift: (T, 2), how far it moves right and down while the shutter is open.
        covers: False for light on a lens: what is behind it still counts as visible.
    """

    kind: Kind
    rgba: Rgba
    affines: Affine
    drift: NDArray[np.float64]
    shadow: Shadow | None
    covers: bool = True


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Somebody else in the picture, who keeps still.

    Attributes:
        image: (h, w, 3) uint8 RGB.
        person, face: (h, w) uint8 alpha of the whole person and of the face.
        affine: (1, 2, 3) float32, its picture's pixels to the canvas's.
        behind: seen only where the first face is not.
    """

    image: NDArray[np.uint8]
    person: NDArray[np.uint8]
    face: NDArray[np.uint8]
    affine: Affine
    behind: bool


@dataclass(frozen=True, slots=True)
class Scene:
    """A clip to be drawn.

    Attributes:
        size: S, side of the square canvas in pixels.
        affines: (T, 2, 3) float32, the face picture's pixels to the canvas's.
        background: (S, S, 3) uint8; None: the face's own.
        deserted: nobody is there, the background alone.
        things: what passes in front, the last one nearest.
        crf: of H.264 after the camera; None: none.
    """

    size: int
    face: LabelledFace
    affines: Affine
    background: NDArray[np.uint8] | None
    deserted: bool
    neighbour: Neighbour | None
    things: tuple[Thing, ...]
    webcam: Webcam
    crf: int | None

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """What its occluders are."""
        return tuple(thing.kind for thing in self.things if thing.covers)
