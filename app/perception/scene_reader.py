"""Understands a frame: where each face is, and which of its pixels are really face."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from app.frames import Frame, Scene
from app.perception.carrying import Sight, carried, look
from filters.types import Face, Image, Matte
from model.crop import Box, Crop, follow, scaled
from model.matting import Matting
from model.memory import Memory, carry
from model.upsampling import enlarge

FORGET_AFTER = 0.5
"""Seconds without a frame after which the network's memory no longer fits the face."""
HOLD = 0.4
"""Seconds for which a face is kept where it was after its landmarks are lost.

A hand before the face makes MediaPipe lose it, which is just when the filter must not blink. The
matte goes on meanwhile, and says that nothing is visible if the face has left.
"""
CARRY = 5.0
"""Seconds for which it is carried on while enough of it is seen to move as one (`carrying`)."""


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
    """What is kept of a face from one frame to the next.

    Attributes:
        matted_at: time of the last frame with a matte.
        found_at: time of the last frame with landmarks.
        sure_at: time of the last frame in which it was found or carried.
    """

    face: Face
    crop: Crop
    memory: Memory
    sight: Sight
    matted_at: float
    found_at: float
    sure_at: float


class SceneReader:
    """Joins the landmarks and the matting network. One thread owns it.

    A face whose landmarks are lost is carried along by what is seen of it, for `CARRY` seconds, and
    where that is too little, held for `HOLD`. Its memory is dropped when it is lost for longer,
    when its crop jumps, when time went back or more than `FORGET_AFTER` went by without a frame,
    and on `reset`.
    """

    def __init__(self, landmarker: Tracks, matting: Matting) -> None:
        self._landmarker = landmarker
        self._matting = matting
        self._followed: dict[int, _Followed] = {}
        self._skipped = False

    @property
    def matting(self) -> Matting:
        """The network; its thread is the reader's."""
        return self._matting

    @property
    def provider(self) -> str:
        """Where the network really runs, e.g. "CPU"."""
        return self._matting.provider

    @property
    def reason(self) -> str:
        """Why it runs there."""
        return self._matting.reason

    def read(self, frame: Frame, mattes: bool = True, saving: bool = False) -> Scene:
        """The frame's faces and mattes.

        Args:
            mattes: False finds the faces alone, and forgets the mattes' memory.
            saving: look for landmarks in every second frame only, where all faces can be carried.
        """
        begun = time.perf_counter()
        seen = self._seen(frame, mattes and saving)
        found = time.perf_counter()
        if mattes:
            kept = self._kept(seen, frame)
            faces = (*seen, *(lost.face for lost in kept))
            visible = self._mattes(frame, seen, kept)
        else:
            faces, visible = seen, {}
            self._followed.clear()
        ended = time.perf_counter()
        stages = {"landmarks": 1e3 * (found - begun), "matte": 1e3 * (ended - found)}
        return Scene(frame, faces, visible, stages)

    def reset(self) -> None:
        """Forget every face: another source begins, or the pictures are unrelated."""
        self._followed.clear()
        self._skipped = False
        self._landmarker.reset()

    def close(self) -> None:
        """Release the landmark model."""
        self._landmarker.close()

    def _seen(self, frame: Frame, saving: bool) -> tuple[Face, ...]:
        """The frame's faces by their landmarks, or carried from the frame before."""
        known = self._followed.values()
        if saving and known and not self._skipped:
            points = [carried(one.face.points, one.sight, frame.image) for one in known]
            sure = all(one.face.confidence > 0 for one in known)
            if sure and all(found is not None for found in points):
                self._skipped = True
                pairs = zip(known, points, strict=True)
                return tuple(replace(one.face, points=at) for one, at in pairs if at is not None)
        self._skipped = False
        return self._landmarker.track(frame.image, frame.captured_at)

    def _kept(self, seen: tuple[Face, ...], frame: Frame) -> list[_Followed]:
        """Faces of the frame before that were not found in this one, where they are now.

        Their confidence is 0: a filter that hides a face must not trust them. Where a face has come
        into the place under another id, it is the same if it could be carried there, and what is
        remembered goes over to it; else there was a cut, and nothing is left to keep.
        """
        now = frame.captured_at
        ids = {face.id for face in seen}
        new = [face for face in seen if face.id not in self._followed]
        kept = []
        for lost in [known for known in self._followed.values() if known.face.id not in ids]:
            if not 0 <= now - lost.found_at <= CARRY:
                continue
            points = carried(lost.face.points, lost.sight, frame.image)
            if points is None and now - lost.sure_at > HOLD:
                continue
            face = replace(lost.face, confidence=0.0)
            if points is not None:
                face = replace(face, points=points)
            place = _box(face.points)
            heir = next((one for one in new if _share_a_place(_box(one.points), place)), None)
            if heir is None:
                sure_at = now if points is not None else lost.sure_at
                kept.append(replace(lost, face=face, sure_at=sure_at))
            elif points is not None:
                self._followed[heir.id] = lost
        return kept

    def _mattes(
        self, frame: Frame, seen: tuple[Face, ...], kept: list[_Followed]
    ) -> dict[int, Matte]:
        now = frame.captured_at
        before = {
            face_id: followed
            for face_id, followed in self._followed.items()
            if 0 <= now - followed.matted_at <= FORGET_AFTER
        }
        height, width = frame.image.shape[:2]
        faces = [*seen, *(lost.face for lost in kept)]
        crops, memories = [], []
        for face in faces:
            last = before.get(face.id)
            box = _box(face.points)
            crop = follow(last.crop if last else None, box)
            crops.append(crop)
            moves = (_box(last.face.points), box) if last else None
            memories.append(carry(last.memory, last.crop, crop, moves) if last else None)
        size = self._matting.contract.size
        squares = [crop.square(frame.image) for crop in crops]
        cut = [scaled(square, size) for square in squares]
        batch = np.stack(cut) if cut else np.zeros((0, size, size, 3), np.uint8)
        alphas, after = self._matting.step(batch, memories)
        times = [(now, now)] * len(seen) + [(lost.found_at, lost.sure_at) for lost in kept]
        mattes = {}
        self._followed = {}
        for place, (face, crop, memory) in enumerate(zip(faces, crops, after, strict=True)):
            tile, origin = crop.paste(
                enlarge(alphas[place], cut[place], squares[place]), (width, height)
            )
            mattes[face.id] = Matte(tile, origin)
            sight = look(crop, cut[place], alphas[place])
            self._followed[face.id] = _Followed(face, crop, memory, sight, now, *times[place])
        return mattes


def _share_a_place(one: Box, other: Box) -> bool:
    """Whether the middle of either lies in the other."""
    return _in_the_middle(one, other) or _in_the_middle(other, one)


def _in_the_middle(inner: Box, outer: Box) -> bool:
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return outer[0] <= x <= outer[2] and outer[1] <= y <= outer[3]


def _box(points: NDArray[np.float32]) -> Box:
    x0, y0 = points[:, :2].min(0)
    x1, y1 = points[:, :2].max(0)
    return float(x0), float(y0), float(x1), float(y1)
