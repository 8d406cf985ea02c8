"""Coloured faces to swap."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from filters.regions import hull
from filters.types import Face, Image
from tests.filters.scenes import face_in

GREEN = (40, 170, 60)


def painted(image: Image, face: Face, colour: tuple[int, int, int]) -> Image:
    """The picture with the face's whole hull in one colour."""
    out = image.copy()
    cv2.fillPoly(out, [np.round(hull(face.points)).astype(np.int32)], colour)
    return out


def photo_of(folder: Path, colour: tuple[int, int, int], name: str = "photo.png") -> Path:
    """A photo, 240 x 240, of a face of one colour, where `face_in(photo, 0.8)` is."""
    image = np.full((240, 240, 3), 90, np.uint8)
    image = painted(image, face_in(image, 0.8), colour)
    path = folder / name
    cv2.imwrite(str(path), cv2.cvtColor(image, cv2.COLOR_RGB2BGR))
    return path


def colour_at(image: Image, face: Face, *landmarks: int) -> list[int]:
    """The pixel in the middle of some landmarks."""
    x, y = np.round(face.points[list(landmarks), :2].mean(axis=0)).astype(int)
    return [int(value) for value in image[y, x]]
