"""Finds the face of a photo, such as one that a face swap is to wear."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from app.perception.landmarks import Landmarker
from filters.types import Face, Image

_BORDER = 0.5
"""What is put around a photo without a face, as a share of its longer side: faces that fill a whole
picture are larger than MediaPipe's detector looks for."""


class PortraitFinder:
    """Finds the largest face of a still picture. One thread owns it.

    The model, which takes a second and a half to load, is loaded for the first picture.
    """

    def __init__(self) -> None:
        self._landmarker: Landmarker | None = None

    def __call__(self, image: Image) -> Face | None:
        """The largest face, its points in pixels of the picture; they may lie outside of it.

        Args:
            image: (H, W, 3) uint8 RGB, of any size.
        Returns:
            None when there is no face.
        Raises:
            FaultError: if the model is missing, damaged or can't be loaded.
        """
        if self._landmarker is None:
            self._landmarker = Landmarker(stills=True)
        faces = self._landmarker.track(image, 0.0)
        if not faces:
            border = round(_BORDER * max(image.shape[:2]))
            framed = cv2.copyMakeBorder(
                image, border, border, border, border, cv2.BORDER_CONSTANT, value=(128, 128, 128)
            )
            away = np.array([border, border, 0], np.float32)
            faces = tuple(
                replace(face, points=face.points - away)
                for face in self._landmarker.track(np.asarray(framed, np.uint8), 0.0)
            )
        return max(faces, key=_area, default=None)

    def close(self) -> None:
        """Lets go of the model; may be called more than once."""
        if self._landmarker is not None:
            self._landmarker.close()
            self._landmarker = None


def _area(face: Face) -> float:
    return float(np.prod(np.ptp(face.points[:, :2], axis=0)))
