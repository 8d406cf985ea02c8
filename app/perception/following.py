"""Follows large faces in the whole frame, asking MediaPipe for as many as there are."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from app.perception.detector import Detector, Found
from app.perception.region import whole
from app.perception.smoothing import face_size
from filters.types import Image, Points

TWICE = 0.25
"""Of a face's size: closer than this, two faces are one that was found twice."""
_TRY_AGAIN = 10
"""Frames after which a number that could not be changed is tried again."""


class Follower:
    """MediaPipe in VIDEO mode, one graph for each number of faces. One thread owns it.

    Asked for more faces than it follows, MediaPipe detects anew in every frame and begins each
    face from that: it takes a seventh longer, and a face at rest shakes by 1 pixel instead of
    0.03. But a graph that begins does not know the faces which another follows, and may not find
    them: so the number is changed only once the new graph has found all that the old one has.
    """

    def __init__(self, model: Path, max_faces: int) -> None:
        self._model = model
        self._max_faces = max_faces
        self._graphs = {max_faces: Detector(model, max_faces, follow=True)}
        self._asked = max_faces
        self._tried = (max_faces, 0)

    @property
    def complete(self) -> bool:
        """Whether all faces are asked for."""
        return self._asked == self._max_faces

    def find(self, image: Image, step: float, count: int) -> list[Found]:
        """The faces of the next frame; one may be found twice.

        Args:
            step: seconds since the frame before.
            count: how many there are in the whole frame; 0 where any number is possible.
        """
        found = self._graphs[self._asked].find(image, whole(image), step)
        wanted = count if 0 < count < self._max_faces else self._max_faces
        number, frames = self._tried
        self._tried = (number, frames + 1)
        if wanted == self._asked or (wanted == number and frames < _TRY_AGAIN):
            return found
        self._tried = (wanted, 0)
        if wanted not in self._graphs:
            self._graphs[wanted] = Detector(self._model, wanted, follow=True)
        self._graphs[wanted].forget()  # it last saw another time
        seen = self._graphs[wanted].find(image, whole(image), step)
        known = all(any(gap(a.points, b.points) < TWICE for b in seen) for a in found)
        if known and (len(seen) == wanted or wanted == self._max_faces):
            self._asked = wanted
        return found + seen

    def forget(self) -> None:
        """The next frame is another time's."""
        self._asked = self._max_faces
        self._tried = (self._max_faces, 0)
        self._graphs[self._max_faces].forget()

    def close(self) -> None:
        """Lets go of the models."""
        for graph in self._graphs.values():
            graph.close()


def gap(a: Points, b: Points) -> float:
    """How far two faces' centres are apart, in sizes of the larger."""
    between = a[:, :2].mean(0) - b[:, :2].mean(0)
    return float(np.hypot(*between)) / max(face_size(a), face_size(b))


def each_once(faces: list[Found]) -> list[Found]:
    """Without those found twice; the first of two stays."""
    kept: list[Found] = []
    for face in faces:
        if all(gap(face.points, other.points) >= TWICE for other in kept):
            kept.append(face)
    return kept
