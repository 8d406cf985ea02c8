"""Finds faces and follows them: MediaPipe's landmarks, with steady points and ids."""

from __future__ import annotations

import hashlib
import itertools
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np

from app.assets import ASSETS
from app.faults import FaultError
from app.perception.quiet import without_startup_lines
from app.perception.region import Region, next_region, search_regions, whole
from app.perception.smoothing import RESTART_SECONDS, Smoothed, face_size, smoothed
from filters.types import LANDMARKS, Face, Image, Points

MODEL = ASSETS / "face_landmarker.task"
_SHA256 = "64184e229b263107bc2b804c6625db1341ff2bb731874b0bcc2fe6544e0bc9ff"

_SAME_FACE = 0.6  # of a face's size that its centre may move between frames
_LOOKS = 2  # closer looks a frame while no face is found: each costs as much as the first
_TWICE = 0.25  # closer than this, two faces are one that was found twice


@dataclass(frozen=True, slots=True)
class _Followed:
    """A face of the frames before."""

    id: int
    past: Smoothed


class Landmarker:
    """MediaPipe's face landmarker. One thread owns it.

    Its clock is its own: capture times may stall, jump or begin anew.
    """

    def __init__(self, max_faces: int = 2, model: Path = MODEL, *, stills: bool = False) -> None:
        """Loads the model, which takes a second and a half.

        Args:
            max_faces: how many faces are looked for.
            stills: every picture is for itself: searched anew, not smoothed, ids from 0.
        Raises:
            FaultError: if the model is missing, damaged or can't be loaded.
        """
        _check(model)
        with without_startup_lines():
            self._mediapipe, self._landmarker = _loaded(model, max_faces, stills)
            self._stills = stills
            self._clock_ms = 0
            self._last_time: float | None = None
            self._followed: tuple[_Followed, ...] = ()
            self._ids = itertools.count()
            self._region: Region | None = None
            self._frame_size = (0, 0)
            self._searched = 0
            self._detect(_BLANK)  # the graph warms up, and writes the last of its lines

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def track(self, image: Image, time: float) -> tuple[Face, ...]:
        """The faces of the next frame.

        Args:
            time: the frame's capture time in seconds.
        Returns:
            At most `max_faces`; a face keeps its id while it is followed. Points may lie
            outside the frame.
        """
        step = 0.0 if self._last_time is None else time - self._last_time
        self._last_time = time
        # MediaPipe refuses a time that is not later than the last.
        self._clock_ms += max(1, round(1000 * step)) if 0 <= step < 60 else 1
        found, points = self._look(image)
        single = _without_twins(points)
        ids = self._identify([points[at] for at in single], time)
        faces = []
        followed = []
        for at, before in zip(single, ids, strict=True):
            past = smoothed(points[at], time, before[1])
            faces.append(_face(before[0], past.points, found, at))
            followed.append(_Followed(before[0], past))
        self._remember(followed, time)
        return tuple(faces)

    def reset(self) -> None:
        """Forgets every face; the next frame is searched anew."""
        self._followed = ()
        self._region = None
        self._last_time = None
        if self._stills:
            self._ids = itertools.count()
            return
        # The graph would look first where the faces were. In a black frame it loses them.
        self._clock_ms += 1
        self._detect(_BLANK)

    def close(self) -> None:
        """Lets go of the model; may be called more than once."""
        if self._landmarker is not None:
            self._landmarker.close()
            self._landmarker = None

    def _look(self, image: Image) -> tuple[Any, list[Points]]:
        """MediaPipe's findings and the points in frame pixels, looking closer where needed."""
        everything = whole(image)
        fits = self._region is not None and self._frame_size == image.shape[:2]
        first = self._region if fits and self._region is not None else everything
        others = [] if first == everything else [everything]
        searched = search_regions(image)
        if not self._stills:  # a few looks a frame, going on where the last frame stopped
            turn = self._searched % len(searched)
            searched = (searched[turn:] + searched[:turn])[:_LOOKS]
        for region in (first, *others, *searched):
            found = self._detect(region.cut(image))
            if found.face_landmarks:
                break
            self._clock_ms += 1
        else:
            self._searched += len(searched)
            self._region = None
            return found, []
        self._searched = 0
        points = [_in_frame(landmarks, region) for landmarks in found.face_landmarks]
        self._frame_size = image.shape[:2]
        self._region = next_region(image, region, points)
        return found, points

    def _detect(self, image: Image) -> Any:
        picture = self._mediapipe.Image(
            image_format=self._mediapipe.ImageFormat.SRGB, data=np.ascontiguousarray(image)
        )
        if self._stills:
            return self._landmarker.detect(picture)
        return self._landmarker.detect_for_video(picture, self._clock_ms)

    def _identify(self, faces: list[Points], time: float) -> list[tuple[int, Smoothed | None]]:
        """An id and a past for every face: those of the nearest face before, or new ones."""
        if self._stills:
            self._ids = itertools.count()
            return [(next(self._ids), None) for _ in faces]
        gaps = sorted(
            (_gap(points, known.past.points), at, place)
            for at, points in enumerate(faces)
            for place, known in enumerate(self._followed)
        )
        taken: dict[int, int] = {}
        for gap, at, place in gaps:
            if gap < _SAME_FACE and at not in taken and place not in taken.values():
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


_BLANK: Image = np.zeros((64, 64, 3), np.uint8)


def _check(model: Path) -> None:
    try:
        content = model.read_bytes()
    except OSError as error:
        raise FaultError(
            "The face landmark model can't be read",
            f"{model}: {error.strerror}",
            "Install the app again, it ships with this file",
        ) from error
    # MediaPipe ends the whole program over some kinds of damage.
    found = hashlib.sha256(content).hexdigest()
    if model == MODEL and found != _SHA256:
        raise FaultError(
            "The face landmark model is damaged",
            f"{model} has sha256 {found[:8]}..., need {_SHA256[:8]}...",
            "Install the app again, it ships with this file",
        )


def _loaded(model: Path, max_faces: int, stills: bool) -> tuple[Any, Any]:
    """MediaPipe and a landmarker; imported here because it takes more than a second."""
    try:
        import mediapipe
        from mediapipe.tasks.python import BaseOptions, vision
    except (ImportError, OSError) as error:
        raise FaultError(
            "MediaPipe can't be loaded",
            str(error),
            "Install its system libraries, on Debian and Ubuntu: sudo apt install libegl1 libgles2",
        ) from error
    mode = vision.RunningMode.IMAGE if stills else vision.RunningMode.VIDEO
    options = vision.FaceLandmarkerOptions(
        base_options=BaseOptions(model_asset_path=str(model)),
        running_mode=mode,
        num_faces=max_faces,
        output_face_blendshapes=True,
        output_facial_transformation_matrixes=True,
    )
    try:
        return mediapipe, vision.FaceLandmarker.create_from_options(options)
    except (RuntimeError, ValueError, OSError) as error:
        raise FaultError(
            "The face landmark model can't be loaded",
            f"{model}: {str(error).rstrip('.')}",
            "Install the app again, it ships with this file",
        ) from error


def _in_frame(landmarks: list[Any], region: Region) -> Points:
    """The points of one face, from shares of the region to pixels of the frame."""
    flat = (value for point in landmarks for value in (point.x, point.y, point.z))
    shares = np.fromiter(flat, np.float32, 3 * LANDMARKS).reshape(LANDMARKS, 3)
    scale = np.array((region.width, region.height, region.width), np.float32)
    return shares * scale + np.array((region.left, region.top, 0), np.float32)


def _face(id: int, points: Points, found: Any, at: int) -> Face:
    pose = np.asarray(found.facial_transformation_matrixes[at], np.float32)
    shapes = {shape.category_name: shape.score for shape in found.face_blendshapes[at]}
    return Face(id, points, pose=pose, blendshapes=shapes)


def _without_twins(faces: list[Points]) -> list[int]:
    """The places of the faces that are not found twice; the first of two stays."""
    kept: list[int] = []
    for at, points in enumerate(faces):
        if all(_gap(points, faces[other]) >= _TWICE for other in kept):
            kept.append(at)
    return kept


def _gap(a: Points, b: Points) -> float:
    """How far two faces' centres are apart, in sizes of the larger."""
    between = a[:, :2].mean(0) - b[:, :2].mean(0)
    return float(np.hypot(*between)) / max(face_size(a), face_size(b))
