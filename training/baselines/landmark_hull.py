"""The row to beat: the outline of the landmarks, filled. Filters without occlusion handling use it.

The landmarks are taken from the clean picture, so the hull is never misled by the occluder.
"""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Self

import cv2
import mediapipe
import numpy as np
from mediapipe.tasks.python import BaseOptions, vision
from numpy.typing import NDArray

LANDMARKER = Path(__file__).parents[2] / "assets" / "face_landmarker.task"


class LandmarkHull:
    """Finds the face's convex hull in a still picture. Close it when done."""

    def __init__(self, model: Path = LANDMARKER) -> None:
        options = vision.FaceLandmarkerOptions(
            base_options=BaseOptions(model_asset_path=str(model)), num_faces=1
        )
        self._landmarker = vision.FaceLandmarker.create_from_options(options)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._landmarker.close()

    def outline(self, image: NDArray[np.uint8]) -> NDArray[np.float32] | None:
        """(n, 2) float32 corners of the hull in pixels; None if no face is found."""
        picture = mediapipe.Image(image_format=mediapipe.ImageFormat.SRGB, data=image)
        found = self._landmarker.detect(picture).face_landmarks
        if not found:
            return None
        height, width = image.shape[:2]
        points = np.array([(p.x * width, p.y * height) for p in found[0]], np.float32)
        return np.asarray(cv2.convexHull(points)[:, 0], np.float32)


def fill(
    outline: NDArray[np.float32], affine: NDArray[np.float32], size: int
) -> NDArray[np.float32]:
    """The hull as a mask after an affine map, anti-aliased.

    Args:
        outline: (n, 2) in the picture's pixels.
        affine: (2, 3), the picture's pixels to the crop's.
        size: side of the crop.
    """
    corners = outline @ affine[:, :2].T + affine[:, 2]
    mask = np.zeros((size, size), np.uint8)
    cv2.fillPoly(mask, [np.round(corners * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
    return np.asarray(mask / 255, np.float32)
