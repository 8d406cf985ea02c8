"""Where the parts of a face are: landmark lists, lengths, and anti-aliased polygon masks.

The lists are loops over MediaPipe's face mesh (`FaceLandmarksConnections`). "Left" and "right" are
the person's own: the right eye is on the left of an unmirrored picture.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from filters.tiles import Tile
from filters.types import Alpha, Points

# fmt: off
FACE_OVAL = (
    10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377,
    152, 148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
)
LIPS_OUTER = (
    61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 409, 270, 269, 267, 0, 37, 39, 40, 185,
)
LIPS_INNER = (
    78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308, 415, 310, 311, 312, 13, 82, 81, 80, 191,
)
RIGHT_EYE = (33, 7, 163, 144, 145, 153, 154, 155, 133, 173, 157, 158, 159, 160, 161, 246)
LEFT_EYE = (263, 249, 390, 373, 374, 380, 381, 382, 362, 398, 384, 385, 386, 387, 388, 466)
RIGHT_BROW = (46, 53, 52, 65, 55, 107, 66, 105, 63, 70)
LEFT_BROW = (276, 283, 282, 295, 285, 336, 296, 334, 293, 300)
RIGHT_IRIS = (469, 470, 471, 472)
LEFT_IRIS = (474, 475, 476, 477)
# fmt: on
RIGHT_IRIS_CENTRE = 468
LEFT_IRIS_CENTRE = 473
RIGHT_CHEEK = (50, 205, 187, 117)
"""Around the apple of the right cheek; its mean is where blush goes."""
LEFT_CHEEK = (280, 425, 411, 346)
"""Around the apple of the left cheek."""
RIGHT_SIDE, LEFT_SIDE = 234, 454
"""In front of the ears, where the face is widest."""


def face_width(points: Points) -> float:
    """The face's width in pixels, measured in depth too, so turning the head leaves it alone.

    Args:
        points: (478, 3) landmarks in frame pixels.
    Returns:
        At least 1.
    """
    return max(1.0, float(np.linalg.norm(points[LEFT_SIDE] - points[RIGHT_SIDE])))


def hull(points: Points) -> NDArray[np.float32]:
    """The convex outline of the face as seen, (n, 2) frame pixels, whichever way it is turned."""
    return np.asarray(cv2.convexHull(np.ascontiguousarray(points[:468, :2])), np.float32)[:, 0]


def smooth_loop(points: NDArray[np.floating], steps: int = 4) -> NDArray[np.float32]:
    """A closed curve through the points, each stretch in `steps` pieces (Catmull-Rom spline).

    Args:
        points: (n, 2 or more) in frame pixels.
    Returns:
        (n * steps, 2) float32.
    """
    b = np.asarray(points[:, :2], np.float32)
    a, c, d = np.roll(b, 1, axis=0), np.roll(b, -1, axis=0), np.roll(b, -2, axis=0)
    t = (np.arange(steps, dtype=np.float32) / steps)[None, :, None]
    a, b, c, d = (part[:, None] for part in (a, b, c, d))
    curve = 2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2
    curve = 0.5 * (curve + (3 * b - a - 3 * c + d) * t**3)
    return np.asarray(curve.reshape(-1, 2), np.float32)


def polygon_mask(
    polygons: Sequence[NDArray[np.floating]],
    tile: Tile,
    feather: float = 0.0,
    holes: Sequence[NDArray[np.floating]] = (),
) -> Alpha:
    """A mask that is 1 inside the polygons and 0 inside the holes, with an anti-aliased edge.

    Args:
        polygons: each (n, 2 or more) in frame pixels.
        tile: where to draw.
        feather: standard deviation of the soft edge in pixels; it is drawn at a coarser scale
            when it is wide, which nobody can see and costs a fraction.
    Returns:
        (tile.height, tile.width) float32 in [0, 1].
    """
    mask = np.zeros(tile.shape, np.uint8)
    for value, loops in ((255, polygons), (0, holes)):
        for loop in loops:
            fixed = np.round(tile.local(loop) * 16).astype(np.int32)
            cv2.fillPoly(mask, [fixed], value, lineType=cv2.LINE_AA, shift=4)
    if feather <= 0:
        return np.asarray(mask.astype(np.float32) * np.float32(1 / 255))
    shrink = max(1, min(int(feather / 2), 16, *tile.size))
    if shrink > 1:
        size = (-(-tile.width // shrink), -(-tile.height // shrink))
        right, below = size[0] * shrink - tile.width, size[1] * shrink - tile.height
        whole = cv2.copyMakeBorder(mask, 0, below, 0, right, cv2.BORDER_REPLICATE)
        mask = np.asarray(cv2.resize(whole, size, interpolation=cv2.INTER_AREA))
    alpha = blur(np.asarray(mask.astype(np.float32) * np.float32(1 / 255)), feather / shrink)
    if shrink > 1:
        full = cv2.resize(alpha, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_LINEAR)
        alpha = np.ascontiguousarray(full[: tile.height, : tile.width])
    return alpha


def blur(alpha: Alpha, sigma: float) -> Alpha:
    """A Gaussian blur whose surroundings are the edge's own values."""
    if sigma <= 0:
        return alpha
    return np.asarray(
        cv2.GaussianBlur(alpha, (0, 0), sigma, borderType=cv2.BORDER_REPLICATE), np.float32
    )
