"""The light of the scene, read off the face, so that what is worn lies in the same light."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from filters.head import Head
from filters.recent import once_a_frame
from filters.regions import LEFT_CHEEK, RIGHT_CHEEK, face_width
from filters.tiles import Tile, tile_around
from filters.types import Face, FilterContext, Image, Matte, Points

Vector = NDArray[np.float32]
_CHEEK = 10
"""Pixels across the patch that stands for a cheek."""
_BRIGHT_SKIN = 176.0
"""The lighter parts of a well-lit face, of all shades of skin; darker skin is told from dim light
by what is around it."""
_BRIGHT_SCENE = 205.0


@dataclass(frozen=True, slots=True)
class SceneLight:
    """Where the light comes from and how much of it there is.

    Attributes:
        towards: (3,) float32, a unit vector to the light; x right, y down, z away from the camera.
        tint: (3,) float32, what white looks like in it, RGB; 1 is the screen's own white.
    """

    towards: Vector
    tint: Vector

    @property
    def level(self) -> float:
        """How bright it is: 1 where white looks white, 0.35 or so in a dim room."""
        return float(self.tint.mean())

    def dimmed(self, share: float) -> SceneLight:
        """The same light, `share` of it."""
        return SceneLight(self.towards, np.asarray(self.tint * np.float32(share), np.float32))


def scene_light(context: FilterContext) -> SceneLight:
    """The light of the captured picture; where that may not be looked at, of the one so far."""
    if context.captured is None:
        return _light(context.image, context.face, context.matte)
    return _captured_light(context.captured, context.face, context.matte)


def _light(image: Image, face: Face, matte: Matte | None) -> SceneLight:
    """Guess the light from both cheeks and from what is around the face.

    The side the light comes from is the cheeks' difference over their sum. How bright it is follows
    from the face and the surroundings, whichever is brighter: dark skin in good light is no reason
    to draw a dark hat. A cheek that is covered or outside the frame says nothing.
    """
    points = face.points
    cheeks = [_cheek(image, points, matte, side) for side in (RIGHT_CHEEK, LEFT_CHEEK)]
    lean, seen = 0.0, [cheek for cheek in cheeks if cheek is not None]
    if cheeks[0] is not None and cheeks[1] is not None:
        right, left = float(cheeks[0].mean()), float(cheeks[1].mean())
        lean = min(max(2.2 * (left - right) / max(left + right, 1.0), -0.9), 0.9)
    around = _surroundings(image, points)
    skin = np.mean(seen, axis=0) if seen else np.array([150.0, 120.0, 105.0])
    exposure = max(float(skin.mean()) / _BRIGHT_SKIN * 1.18, 0.9 * around / _BRIGHT_SCENE)
    level = min(max(exposure, 0.22), 1.0) ** 0.62
    # a little of the skin's own cast, against what skin looks like in white light
    cast = skin / max(float(skin.mean()), 1.0) / np.array([1.22, 0.95, 0.83])
    tint = level * np.clip(cast, 0.75, 1.3) ** 0.3
    towards = np.array([lean - 0.12, -0.78, -0.72])
    return SceneLight(
        np.asarray(towards / np.linalg.norm(towards), np.float32),
        np.asarray(np.clip(tint, 0.2, 1.08), np.float32),
    )


_captured_light = once_a_frame(_light)


def relief_light(light: SceneLight, head: Head) -> float:
    """How far to the side the light comes from, -1 to 1, as the head sees it."""
    return float(light.towards @ head.axes[:, 0]) / head.scale


def _cheek(
    image: Image, points: Points, matte: Matte | None, side: Sequence[int]
) -> NDArray[np.float64] | None:
    """The mean colour of a cheek's patch, None when it can't be seen."""
    middle = points[list(side), :2].mean(axis=0, keepdims=True)
    tile = tile_around(middle, 0.06 * face_width(points), image.shape)
    if tile is None:
        return None
    patch = _small(tile.cut(image), _CHEEK)
    if matte is None:
        return np.asarray(patch.reshape(-1, 3).mean(axis=0), np.float64)
    alpha = matte.tile(tile.origin, tile.size)
    weight = cv2.resize(alpha, (patch.shape[1], patch.shape[0]), interpolation=cv2.INTER_AREA)
    if float(weight.mean()) < 0.25:
        return None
    return np.asarray((patch * weight[..., None]).sum(axis=(0, 1)) / weight.sum(), np.float64)


def _surroundings(image: Image, points: Points) -> float:
    """The brighter part of what is around the face, 0 to 255."""
    tile = tile_around(points, 0.35 * face_width(points), image.shape)
    if tile is None:
        return 128.0
    return float(np.percentile(_small(_coarse(image, tile), 24).max(axis=2), 85))


def _coarse(image: Image, tile: Tile) -> Image:
    step = max(1, min(tile.size) // 48)
    return tile.cut(image)[::step, ::step]


def _small(image: Image, most: int) -> NDArray[np.uint8]:
    height, width = image.shape[:2]
    size = (max(1, min(most, width)), max(1, min(most, height)))
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)
