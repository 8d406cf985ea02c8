"""Where the faces of a frame are: by their landmarks, and where those are lost, by other signs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

from app.frames import Frame
from app.perception.carrying import carried
from app.perception.followed import Followed, box_of, share_a_place
from filters.types import Face, Image

HOLD = 0.4
"""Seconds for which a face is kept where it was after its landmarks are lost.

A hand before the face makes MediaPipe lose it, which is just when the filter must not blink. The
matte goes on meanwhile, and says that nothing is visible if the face has left.
"""
CARRY = 5.0
"""Seconds for which it is carried on while enough of it is seen to move as one (`carrying`)."""


class Tracks(Protocol):
    """Finds faces and follows them; `app.perception.landmarks.Landmarker` does."""

    def track(self, image: Image, time: float, vigilant: bool = False) -> tuple[Face, ...]:
        """The faces of the next frame, ids kept; if `vigilant`, none that is new is overlooked."""

    def reset(self) -> None:
        """Forget everything: another source begins."""

    def close(self) -> None:
        """Release what is held."""


@dataclass(frozen=True, slots=True)
class Lost:
    """A face of the frame before whose landmarks are not to be found in this one.

    Attributes:
        face: where it is now; its confidence is 0, for a filter that hides a face must not
            trust it.
        found_at, sure_at: see `Followed`.
    """

    face: Face
    found_at: float
    sure_at: float


@dataclass(frozen=True, slots=True)
class Places:
    """Where the faces of a frame are.

    Attributes:
        heirs: ids of faces that are others' under a new id, with those they had before.
    """

    seen: tuple[Face, ...]
    lost: tuple[Lost, ...] = ()
    heirs: Mapping[int, int] = field(default_factory=dict)

    @property
    def faces(self) -> tuple[Face, ...]:
        """All of them."""
        return (*self.seen, *(one.face for one in self.lost))


class Finder:
    """Finds faces frame by frame.

    A face whose landmarks are lost is carried along by what is seen of it, for `CARRY` seconds,
    and where that is too little, held for `HOLD`.
    """

    def __init__(self, tracks: Tracks) -> None:
        self._tracks = tracks
        self._skipped = False

    def find(
        self,
        frame: Frame,
        known: Mapping[int, Followed],
        saving: bool,
        vigilant: bool = False,
    ) -> Places:
        """Where the faces of this frame are.

        Args:
            known: the faces of the frame before, by id.
            saving: look for landmarks in every second frame only, where all faces can be carried.
            vigilant: look for faces not yet known in every frame.
        """
        seen = self._carried(frame, known) if saving and known and not self._skipped else None
        self._skipped = seen is not None
        if seen is None:
            seen = self._tracks.track(frame.image, frame.captured_at, vigilant)
        return _with_the_lost(frame, seen, known)

    def reset(self) -> None:
        """Forget every face."""
        self._skipped = False
        self._tracks.reset()

    def close(self) -> None:
        """Release the landmark model."""
        self._tracks.close()

    @staticmethod
    def _carried(frame: Frame, known: Mapping[int, Followed]) -> tuple[Face, ...] | None:
        """The faces of the frame before, where they are now; None if one is not to be trusted."""
        faces = []
        for one in known.values():
            points = carried(one.face.points, one.sight, frame.image)
            if points is None or one.face.confidence == 0:
                return None
            faces.append(replace(one.face, points=points))
        return tuple(faces)


def _with_the_lost(frame: Frame, seen: tuple[Face, ...], known: Mapping[int, Followed]) -> Places:
    """Faces seen, and those of the frame before that are still there.

    Where a face has come into a lost one's place under another id, it is the same if it could
    be carried there, and what is remembered goes over to it; else there was a cut, and nothing is
    left to keep.
    """
    now = frame.captured_at
    ids = {face.id for face in seen}
    new = [face for face in seen if face.id not in known]
    kept, heirs = [], {}
    for one in [followed for key, followed in known.items() if key not in ids]:
        if not 0 <= now - one.found_at <= CARRY:
            continue
        points = carried(one.face.points, one.sight, frame.image)
        if points is None and now - one.sure_at > HOLD:
            continue
        face = replace(one.face, confidence=0.0)
        if points is not None:
            face = replace(face, points=points)
        place = box_of(face.points)
        heir = next((other for other in new if share_a_place(box_of(other.points), place)), None)
        if heir is None:
            kept.append(Lost(face, one.found_at, now if points is not None else one.sure_at))
        elif points is not None:
            heirs[heir.id] = one.face.id
    return Places(seen, tuple(kept), heirs)
