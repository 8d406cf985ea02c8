"""Faces, pictures and mattes made up for the tests.

The landmarks in tests/data/astronaut_face.npz were found by MediaPipe on the public-domain
portrait of Eileen Collins (NASA) that scikit-image ships, 512 x 512 pixels.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from filters.regions import hull
from filters.types import Face, FilterContext, Image, Matte

_DATA = Path(__file__).parent.parent / "data" / "astronaut_face.npz"


@cache
def _portrait() -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    with np.load(_DATA) as data:
        return data["points"].astype(np.float32), data["pose"].astype(np.float32)


def face_at(
    centre: tuple[float, float], width: float, roll: float = 0.0, yaw: float = 0.0, id: int = 0
) -> Face:
    """A smiling face, `width` pixels wide, turned in the picture and away from the camera."""
    points, pose = _portrait()
    points = points - (points.min(axis=0) + points.max(axis=0)) / 2
    points = points * np.float32(width / np.ptp(points[:, 0]))
    c, s = np.cos(np.radians(yaw)), np.sin(np.radians(yaw))
    points = points @ np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]], np.float32).T
    c, s = np.cos(np.radians(roll)), np.sin(np.radians(roll))
    points = points @ np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]], np.float32).T
    points = points + np.array([*centre, 0], np.float32)
    return Face(id=id, points=np.asarray(points, np.float32), pose=pose)


def face_in(image: Image, share: float = 0.5) -> Face:
    """A face in the middle of a picture, `share` of its height tall or so."""
    height, width = image.shape[:2]
    return face_at((width / 2, height / 2), share * height * 0.8)


@cache
def picture(width: int, height: int, seed: int = 0) -> Image:
    """A skin-coloured picture with soft light, spots and grain."""
    rng = np.random.default_rng(seed)
    spots = cv2.resize(
        rng.random((9, 12, 3)).astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC
    )
    grain = 12 * (rng.random((height, width, 1), np.float32) - np.float32(0.5))
    image = np.array([196, 150, 128], np.float32) + 60 * (spots - 0.5) + grain
    out: Image = np.clip(image, 0, 255).astype(np.uint8)
    out.flags.writeable = False
    return out


def matte_of(face: Face, image: Image, value: float = 1.0) -> Matte:
    """The face's whole hull, hard-edged, at one value."""
    alpha = np.zeros(image.shape[:2], np.float32)
    cv2.fillPoly(alpha, [np.round(hull(face.points)).astype(np.int32)], value)
    return Matte(alpha)


def behind(
    matte: Matte, image: Image, box: tuple[int, int, int, int], colour: tuple[int, int, int]
) -> tuple[Image, Matte]:
    """Hold a rectangle (x0, y0, x1, y1) in front of the face: the picture and the matte then."""
    x0, y0, x1, y1 = box
    with_box, alpha = image.copy(), matte.alpha.copy()
    with_box[max(y0, 0) : y1, max(x0, 0) : x1] = colour
    alpha[max(y0, 0) : y1, max(x0, 0) : x1] = 0
    with_box.flags.writeable = False
    return with_box, Matte(alpha, matte.origin)


def context(image: Image, face: Face, matte: Matte | None = None) -> FilterContext:
    """What a filter sees at time 0."""
    return FilterContext(image=image, face=face, matte=matte, time=0.0)
