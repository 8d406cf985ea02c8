"""Finds faces and follows them: MediaPipe's landmarks, with steady points and ids."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from app.perception.detector import MODEL
from app.perception.following import gap
from app.perception.looking import Looker
from app.perception.smoothing import RESTART_SECONDS, Smoothed, smoothed
from filters.types import Face, Image, Points

MAX_FACES = 5
"""Faces followed at once; that many found may mean that there are more."""

_SAME_FACE = 0.6  # of a face's size that its centre may move between frames


@dataclass(frozen=True, slots=True)
class _Followed:
    """A face of the frames before."""

    id: int
    past: Smoothed


class Landmarker:
    """MediaPipe's face landmarker. One thread owns it.

    Its clock is its own: capture times may stall, jump or begin anew.
    """

    def __init__(
        self, max_faces: int = MAX_FACES, model: Path = MODEL, *, stills: bool = False
    ) -> None:
        """Loads the model, which takes a second and a half.

        Args:
            max_faces: how many faces are looked for.
            stills: every picture is for itself: searched anew, not smoothed, ids from 0.
        Raises:
            FaultError: if the model is missing, damaged or can't be loaded.
        """
        self._looker = Looker(model, max_faces, stills)
        self._stills = stills
        self._last_time: float | None = None
        self._followed: tuple[_Followed, ...] = ()
        self._ids = itertools.count()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def track(self, image: Image, time: float, vigilant: bool = False) -> tuple[Face, ...]:
        """The faces of the next frame.

        Args:
            time: the frame's capture time in seconds.
            vigilant: look for faces not yet known in every frame, not only in every tenth.
        Returns:
            At most `max_faces`; a face keeps its id while it is followed. Points may lie
            outside the frame.
        """
        step = 0.0 if self._last_time is None else time - self._last_time
        self._last_time = time
        found = self._looker.find(image, step, vigilant)
        known = self._identify([face.points for face in found], time)
        faces = []
        followed = []
        for face, (face_id, before) in zip(found, known, strict=True):
            past = smoothed(face.points, time, before)
            faces.append(Face(face_id, past.points, pose=face.pose, blendshapes=face.blendshapes))
            followed.append(_Followed(face_id, past))
        self._remember(followed, time)
        return tuple(faces)

    def reset(self) -> None:
        """Forgets every face; the next frame is searched anew."""
        self._followed = ()
        self._last_time = None
        self._looker.forget()

    def close(self) -> None:
        """Lets go of the models; may be called more than once."""
        self._looker.close()

    def _identify(self, faces: list[Points], time: float) -> list[tuple[int, Smoothed | None]]:
        """An id and a past for every face: those of the nearest face before, or new ones."""
        if self._stills:
            self._ids = itertools.count()
            return [(next(self._ids), None) for _ in faces]
        gaps = sorted(
            (gap(points, known.past.points), at, place)
            for at, points in enumerate(faces)
            for place, known in enumerate(self._followed)
        )
        taken: dict[int, int] = {}
        for distance, at, place in gaps:
            if distance < _SAME_FACE and at not in taken and place not in taken.values():
                taken[at] = place
        known = {at: self._followed[place] for at, place in taken.items()}
        return [
            (known[at].id, known[at].past) if at in known else (next(self._ids), None)
            for at in range(len(faces))
        ]

    def _remember(self, followed: list[_Followed], time: float) -> None:
        """Keeps the faces of this frame, and for a while those it has lost."""
        ids = {known.id for known in followed}
        lost = (
            known
            for known in self._followed
            if known.id not in ids and 0 <= time - known.past.time <= RESTART_SECONDS
        )
        self._followed = (*followed, *lost)
