"""The fixed validation clips: the same every time, on every machine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.contract import SIZE
from training.baselines.landmark_hull import fill, hull_of
from training.datasets.catalogue import Catalogue
from training.datasets.landmarks import LandmarkFinder
from training.synthesis.clip import Clip, compose
from training.synthesis.plan import plan

SEED = 20_25


@dataclass(frozen=True, slots=True)
class Case:
    """A validation clip.

    Attributes:
        hull: the face's outline by its landmarks, filled, (T, S, S) float32.
    """

    clip: Clip
    hull: NDArray[np.float32]


def validation_cases(data: Catalogue, count: int, frames: int, side: int = SIZE) -> Iterator[Case]:
    """Each validation face in turn, always with occluders; faces without landmarks are left out.

    Args:
        side: of the crops, in pixels: what the networks were trained at.
    """
    faces = data.entries("face")
    with LandmarkFinder() as finder:
        for index in range(count):
            rng = np.random.default_rng([SEED, index])
            face = data.read_face(faces[index % len(faces)])
            outline = hull_of(finder, face.image)
            if outline is None:
                continue
            clip = compose(rng, plan(rng, data, face, side, frames, occluded=1.0))
            yield Case(clip, np.stack([fill(outline, a, side) for a in clip.affines]))
