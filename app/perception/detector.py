"""MediaPipe's face landmarker, as far as we use it: a picture in, faces out."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from app.assets import ASSETS
from app.faults import FaultError
from app.perception.quiet import without_startup_lines
from app.perception.region import Region
from filters.types import LANDMARKS, Image, Points

MODEL = ASSETS / "face_landmarker.task"
_SHA256 = "64184e229b263107bc2b804c6625db1341ff2bb731874b0bcc2fe6544e0bc9ff"
_WIDEST = 2560
"""Pixels across above which a picture is halved first: MediaPipe copies what it is given, and its
networks see a face in 256 pixels at most. Faces that are small in it are looked at in regions."""
_BLANK: Image = np.zeros((64, 64, 3), np.uint8)


@dataclass(frozen=True, slots=True)
class Found:
    """A face in one picture.

    Attributes:
        points: (478, 3) float32 in frame pixels; may lie outside the frame.
        pose: (4, 4) float32, canonical face to camera.
        blendshapes: the 52 scores by name.
    """

    points: Points
    pose: NDArray[np.float32]
    blendshapes: dict[str, float]


class Detector:
    """One MediaPipe graph. One thread owns it.

    Args:
        max_faces: how many faces are looked for.
        follow: look first where the faces of the picture before were (MediaPipe's VIDEO mode);
            False searches every picture anew.
    Raises:
        FaultError: if the model is missing, damaged or can't be loaded.
    """

    def __init__(self, model: Path, max_faces: int, follow: bool) -> None:
        _check(model)
        with without_startup_lines():
            self._mediapipe, self._landmarker = _loaded(model, max_faces, follow)
            self._follow = follow
            self._clock_ms = 0
            self.forget()  # the graph warms up, and writes the last of its lines

    def find(self, image: Image, region: Region, step: float = 0.0) -> list[Found]:
        """The faces in a region of the frame.

        Args:
            step: seconds since the picture before; anything odd counts as a millisecond.
        """
        # MediaPipe refuses a time that is not later than the last.
        self._clock_ms += max(1, round(1000 * step)) if 0 <= step < 60 else 1
        found = self._detect(_small_enough(region.cut(image)))
        return [
            Found(
                _in_frame(landmarks, region),
                np.asarray(found.facial_transformation_matrixes[at], np.float32),
                {shape.category_name: shape.score for shape in found.face_blendshapes[at]},
            )
            for at, landmarks in enumerate(found.face_landmarks)
        ]

    def forget(self) -> None:
        """The next picture is searched anew: in a black one the graph loses every face."""
        self._clock_ms += 1
        self._detect(_BLANK)

    def close(self) -> None:
        """Lets go of the model; may be called more than once."""
        if self._landmarker is not None:
            self._landmarker.close()
            self._landmarker = None

    def _detect(self, image: Image) -> Any:
        picture = self._mediapipe.Image(
            image_format=self._mediapipe.ImageFormat.SRGB, data=np.ascontiguousarray(image)
        )
        if self._follow:
            return self._landmarker.detect_for_video(picture, self._clock_ms)
        return self._landmarker.detect(picture)


def _small_enough(picture: Image) -> Image:
    while max(picture.shape[:2]) > _WIDEST:
        half = (picture.shape[1] // 2, picture.shape[0] // 2)
        picture = np.asarray(cv2.resize(picture, half, interpolation=cv2.INTER_AREA), np.uint8)
    return picture


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


def _loaded(model: Path, max_faces: int, follow: bool) -> tuple[Any, Any]:
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
    options = vision.FaceLandmarkerOptions(
        base_options=BaseOptions(model_asset_path=str(model)),
        running_mode=vision.RunningMode.VIDEO if follow else vision.RunningMode.IMAGE,
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
