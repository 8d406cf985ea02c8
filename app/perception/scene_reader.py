"""Understands a frame: where each face is, and which of its pixels are really face."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from app.frames import Frame, Scene
from filters.types import Face, Image, Matte
from model.crop import Box, Crop, follow
from model.matting import Matting
from model.memory import Memory, carry

FORGET_AFTER = 0.5
"""Seconds without a frame after which the network's memory no longer fits the face."""


class Tracks(Protocol):
    """Finds faces and follows them; `app.perception.landmarks.Landmarker` does."""

    def track(self, image: Image, time: float) -> tuple[Face, ...]:
        """The faces of the next frame, ids kept."""

    def reset(self) -> None:
        """Forget everything: another source begins."""

    def close(self) -> None:
        """Release what is held."""


@dataclass(frozen=True, slots=True)
class _Followed:
    """What is kept of a face from one frame to the next."""

    crop: Crop
    memory: Memory
    seen_at: float


class SceneReader:
    """Joins the landmarks and the matting network. One thread owns it.

    The memory of a face is dropped when the face is lost, when its crop jumps, when time went
    back or more than `FORGET_AFTER` went by, and on `reset`.
    """

    def __init__(self, landmarker: Tracks, matting: Matting) -> None:
        self._landmarker = landmarker
        self._matting = matting
        self._followed: dict[int, _Followed] = {}

    @property
    def provider(self) -> str:
        """Where the network really runs, e.g. "CPU"."""
        return self._matting.provider

    def read(self, frame: Frame, mattes: bool = True) -> Scene:
        """The frame's faces and mattes.

        Args:
            mattes: False finds the faces alone, and forgets the mattes' memory.
        """
        begun = time.perf_counter()
        faces = self._landmarker.track(frame.image, frame.captured_at)
        found = time.perf_counter()
        visible = self._mattes(frame, faces) if mattes else {}
        if not mattes:
            self._followed.clear()
        ended = time.perf_counter()
        stages = {"landmarks": 1e3 * (found - begun), "matte": 1e3 * (ended - found)}
        return Scene(frame, faces, visible, stages)

    def reset(self) -> None:
        """Forget every face: another source begins, or the pictures are unrelated."""
        self._followed.clear()
        self._landmarker.reset()

    def close(self) -> None:
        """Release the landmark model."""
        self._landmarker.close()

    def _mattes(self, frame: Frame, faces: tuple[Face, ...]) -> dict[int, Matte]:
        now = frame.captured_at
        before = {
            face_id: followed
            for face_id, followed in self._followed.items()
            if 0 <= now - followed.seen_at <= FORGET_AFTER
        }
        height, width = frame.image.shape[:2]
        crops, memories = [], []
        for face in faces:
            last = before.get(face.id)
            crop = follow(last.crop if last else None, _box(face.points))
            crops.append(crop)
            memories.append(carry(last.memory, last.crop, crop) if last else None)
        size = self._matting.contract.size
        cut = [crop.extract(frame.image, size) for crop in crops]
        batch = np.stack(cut) if cut else np.zeros((0, size, size, 3), np.uint8)
        alphas, after = self._matting.step(batch, memories)
        mattes = {}
        self._followed = {}
        for face, crop, alpha, memory in zip(faces, crops, alphas, after, strict=True):
            tile, origin = crop.paste(alpha, (width, height))
            mattes[face.id] = Matte(tile, origin)
            self._followed[face.id] = _Followed(crop, memory, now)
        return mattes


def _box(points: NDArray[np.float32]) -> Box:
    x0, y0 = points[:, :2].min(0)
    x1, y1 = points[:, :2].max(0)
    return float(x0), float(y0), float(x1), float(y1)
