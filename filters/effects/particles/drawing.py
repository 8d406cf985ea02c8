"""Draw a swarm of particles over a tile."""

from __future__ import annotations

import math
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from filters.effects.particles.swarm import Swarm
from filters.params import rgb
from filters.sprites import Premultiplied, Sprite, load_sprite, over, sprite, straight
from filters.tiles import Tile, tile_around

_CORNER = 0.72
"""How far a sprite's corner is from its middle, in widths."""


def tile_of(flying: Swarm, frame: tuple[int, ...]) -> Tile | None:
    """The tile that holds all of them, cut at the frame's edges; None when none is inside."""
    seen = _seen(flying)
    if not seen.any():
        return None
    reach = _CORNER * flying.sizes[seen, None]
    corners = np.concatenate((flying.places[seen] - reach, flying.places[seen] + reach))
    return tile_around(corners, 1, frame)


def draw(
    flying: Swarm, pictures: tuple[Sprite, ...], light: float, shines: bool, tile: Tile
) -> Premultiplied:
    """The particles over a tile.

    Args:
        pictures: what `flying.pictures` counts.
        light: the share of its brightness that a picture has, 0 to 1.
        shines: the brighter of two shows and not the one in front, as flames have no outlines
            where they meet.
    """
    canvas = np.zeros((*tile.shape, 4), np.uint8)
    for at in np.nonzero(_seen(flying))[0]:
        size, flip = float(flying.sizes[at]), float(flying.flips[at])
        angle = float(flying.angles[at])
        c, s = abs(math.cos(angle)), abs(math.sin(angle))
        middle = flying.places[at] - tile.origin
        reach = 0.5 * size * np.array([c * abs(flip) + s, s * abs(flip) + c]) + 1
        x0, y0 = np.maximum(np.floor(middle - reach), 0).astype(int).tolist()
        x1, y1 = np.minimum(np.ceil(middle + reach) + 1, tile.size).astype(int).tolist()
        if x0 >= x1 or y0 >= y1:
            continue
        picture = pictures[flying.pictures[at]]
        level = picture.level(picture.size[0] / size)
        move = _placed(level, size, angle, flip, middle - (x0, y0))
        drawn = cv2.warpAffine(level, move, (x1 - x0, y1 - y0), flags=cv2.INTER_LINEAR)
        seen = float(flying.opacities[at])
        if seen < 1:
            drawn = cv2.convertScaleAbs(drawn, alpha=seen)
        if abs(flip) < 1:  # what tumbles is darker while it is seen askew
            shade = 0.72 + 0.28 * abs(flip)
            drawn = cv2.multiply(drawn, (shade, shade, shade, 1.0))
        part = canvas[y0:y1, x0:x1]
        part[:] = cv2.max(drawn, part) if shines else over(np.asarray(drawn, np.uint8), part)
    if light < 1:
        canvas = np.asarray(cv2.multiply(canvas, (light, light, light, 1.0)), np.uint8)
    return canvas


@lru_cache(maxsize=16)
def picture_of(name: str, colour: str) -> Sprite:
    """A particle's picture, in a colour of one's own unless that is "".

    Light and shade stay: what is as bright as the picture is typically takes the colour, darker is
    the colour times that, brighter goes towards white.
    """
    shipped = load_sprite(f"particle_{name}")
    if not colour:
        return shipped
    rgba = straight(shipped.levels[0])
    grey = cv2.cvtColor(rgba, cv2.COLOR_RGBA2GRAY)
    typical = float(np.median(grey[rgba[..., 3] > 128])) if (rgba[..., 3] > 128).any() else 128.0
    level = np.arange(256, dtype=np.float32)[:, None]
    ink = np.array(rgb(colour), np.float32)
    dark = ink * level / max(typical, 1.0)
    light = ink + (255 - ink) * (level - typical) / max(255 - typical, 1.0)
    table = np.clip(np.where(level < typical, dark, light), 0, 255)
    tinted = cv2.LUT(cv2.merge((grey,) * 3), np.round(table).astype(np.uint8)[None])
    return sprite(np.asarray(cv2.merge((*cv2.split(tinted), rgba[..., 3])), np.uint8))


def _seen(flying: Swarm) -> NDArray[np.bool_]:
    return np.asarray((flying.opacities > 0.004) & (flying.sizes > 0.8), np.bool_)


def _placed(
    level: Premultiplied, size: float, angle: float, flip: float, middle: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The matrix that puts a picture at `middle`, `size` pixels wide, turned and flipped."""
    scale = size / level.shape[1]
    c, s = scale * math.cos(angle), scale * math.sin(angle)
    matrix = np.array([[c * flip, -s], [s * flip, c]])
    centre = (np.array(level.shape[1::-1]) - 1) / 2
    return np.concatenate((matrix, (middle - matrix @ centre)[:, None]), axis=1)
