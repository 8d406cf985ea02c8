"""Places on the head by name, for things to hang on. Left and right are the person's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from filters.head import BRIDGE, Head
from filters.mesh import canonical_face
from filters.types import Face

AnchorName = Literal[
    "eyes",
    "nose",
    "forehead",
    "mouth",
    "chin",
    "left-cheek",
    "right-cheek",
    "left-ear",
    "right-ear",
    "head-top",
]
ANCHOR_NAMES: tuple[AnchorName, ...] = get_args(AnchorName)


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place on the head.

    Attributes:
        at: in head coordinates, cm.
        landmarks: whose middle is there; what is worn follows them where the face is not average.
        share: how much it follows them, 0 to 1; all the way where the face moves by itself.
        over_hair: whether hair is beneath what hangs here, not before it.
    """

    at: tuple[float, float, float]
    landmarks: tuple[int, ...] = ()
    share: float = 0.0
    over_hair: bool = False

    def moved(self, head: Head, face: Face) -> NDArray[np.float32]:
        """How far what hangs here is moved in the picture, (2,) pixels."""
        if not self.landmarks:
            return np.zeros(2, np.float32)
        chosen = list(self.landmarks)
        vertices = canonical_face().vertices
        usual = vertices[chosen].mean(axis=0, keepdims=True) - vertices[BRIDGE]
        seen = face.points[chosen, :2].mean(axis=0)
        return np.asarray((seen - head.project(usual)[0]) * np.float32(self.share), np.float32)


ANCHORS: Mapping[AnchorName, Anchor] = {
    "eyes": Anchor((0.0, -0.6, 0.5), (33, 133, 362, 263), 0.5),
    "nose": Anchor((0.0, -3.8, 2.6), (4,), 0.8),
    "forehead": Anchor((0.0, 3.3, 0.2), (151,), 0.5),
    "mouth": Anchor((0.0, -7.5, 0.7), (13, 14), 1.0),
    "chin": Anchor((0.0, -12.2, -0.3), (152,), 1.0),
    "left-cheek": Anchor((4.6, -4.8, -0.9), (425,), 0.7),
    "right-cheek": Anchor((-4.6, -4.8, -0.9), (205,), 0.7),
    # the landmarks end before the ears
    "left-ear": Anchor((8.6, -1.6, -7.6), (454,), 1.0, over_hair=True),
    "right-ear": Anchor((-8.6, -1.6, -7.6), (234,), 1.0, over_hair=True),
    # the canonical face ends at the hairline, 5 cm up; a head with its hair is twice as high
    "head-top": Anchor((0.0, 11.0, -5.0), over_hair=True),
}
