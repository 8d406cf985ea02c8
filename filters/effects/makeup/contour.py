"""Contour: shade below cheekbones, jaw, temples and beside the nose, light where bone is near."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from filters.effects.makeup.pins import Pins, pinned
from filters.params import Params, slider
from filters.regions import blur, face_width, hull, smooth_loop
from filters.tiles import Tile, tile_around
from filters.types import Alpha, FilterContext, Layer, Points

_ACROSS = 128
"""Pixels of a face's width at which the soft shapes are drawn."""


@dataclass(frozen=True, slots=True)
class _Shape:
    """A soft shape on the canonical texture.

    Attributes:
        outline: texels of 1024 x 1024, on the right side of the face.
        share: how much of the powder lies on it.
        soft: standard deviation of its edge in face widths.
        twice: whether it is on the left side, too; else it spans the middle.
    """

    outline: tuple[tuple[int, int], ...]
    share: float
    soft: float = 0.03
    twice: bool = True


# fmt: off
_SHADE = (
    _Shape(((78, 560), (150, 586), (236, 634), (300, 690), (282, 712), (206, 690), (120, 652),
            (70, 612)), 1.0),  # below the cheekbone
    _Shape(((70, 700), (140, 806), (274, 892), (420, 950), (430, 922), (300, 862), (180, 780),
            (104, 690)), 0.8),  # the jaw
    _Shape(((64, 400), (70, 320), (124, 236), (240, 168), (262, 196), (168, 268), (116, 350),
            (104, 410)), 0.75),  # temple and hairline
    _Shape(((456, 396), (464, 470), (452, 540), (446, 566), (470, 570), (480, 520), (484, 460),
            (476, 396)), 0.62, 0.012),  # beside the nose
    _Shape(((300, 346), (350, 332), (410, 338), (446, 362), (420, 356), (352, 350)), 0.35, 0.012),
    _Shape(((478, 792), (546, 792), (532, 806), (492, 806)), 0.4, 0.012, False),  # below the lip
)
_LIGHT = (
    _Shape(((118, 410), (200, 430), (276, 470), (318, 506), (286, 520), (214, 496), (150, 468),
            (108, 436)), 0.9, 0.03),  # the cheekbone, up to the temple
    _Shape(((505, 372), (519, 372), (520, 470), (518, 560), (506, 560), (504, 470)), 0.85, 0.013,
           False),  # the bridge of the nose
    _Shape(((488, 656), (512, 646), (536, 656), (512, 672)), 0.6, 0.010, False),  # cupid's bow
    _Shape(((452, 196), (572, 196), (548, 292), (476, 292)), 0.55, 0.035, False),  # forehead
    _Shape(((262, 334), (322, 312), (384, 312), (330, 326)), 0.6, 0.018),  # below the brow
    _Shape(((474, 856), (550, 856), (540, 892), (484, 892)), 0.6, 0.022, False),  # chin
    _Shape(((316, 470), (400, 446), (424, 470), (352, 512)), 0.5, 0.022),  # below the eye
)
# fmt: on


@dataclass(frozen=True, slots=True)
class ContourParams(Params):
    """How strongly the face is modelled, and how much of it by light."""

    strength: float = slider(0.55, 0.0, 1.0)
    highlight: float = slider(
        0.6, 0.0, 1.0, help="Light on cheekbones, nose and chin, besides the shade."
    )


def render(context: FilterContext, params: ContourParams) -> Layer | None:
    """Darken and lighten the skin itself, so that its texture stays."""
    if params.strength == 0:
        return None
    points = context.face.points
    tile = tile_around(hull(points), 2, context.image.shape)
    if tile is None:
        return None
    width = face_width(points)
    scale = min(1.0, _ACROSS / width)
    size = (max(2, round(tile.width * scale)), max(2, round(tile.height * scale)))
    shade, light = (
        cv2.resize(
            _weights(shapes, points, tile, size) * np.float32(share * params.strength),
            tile.size,
            interpolation=cv2.INTER_LINEAR,
        )
        for shapes, share in ((_SHADE, 0.62), (_LIGHT, 0.62 * params.highlight))
    )
    skin = np.ascontiguousarray(tile.cut(context.image))
    darker, lighter = _tones()
    alpha = cv2.convertScaleAbs(cv2.add(shade, light), alpha=255)
    colour = cv2.blendLinear(
        cv2.LUT(skin, darker), cv2.LUT(skin, lighter), cv2.add(shade, 1e-5), light
    )
    return Layer(np.asarray(cv2.merge((*cv2.split(colour), alpha)), np.uint8), tile.origin)


def _weights(
    shapes: tuple[_Shape, ...], points: Points, tile: Tile, size: tuple[int, int]
) -> Alpha:
    """The shapes over the tile at a smaller size, each fading as it turns away."""
    scale = np.array(size, np.float32) / np.array(tile.size, np.float32)
    width = face_width(points)
    outlines = np.split(_pins(shapes)[0].at(points), _pins(shapes)[1])
    drawn: dict[float, NDArray[np.float32]] = {}
    for shape, outline in zip(_both_sides(shapes), outlines, strict=True):
        area = cv2.contourArea(outline, oriented=True) / width**2
        seen = float(np.clip(6 * area / cv2.contourArea(_uv(shape), oriented=True), 0, 1))
        mask = drawn.setdefault(shape.soft, np.zeros(size[::-1], np.float32))
        placed = (smooth_loop(tile.local(outline)) + 0.5) * scale - 0.5
        fixed = np.round(np.clip(placed, -9000, 9000) * 16).astype(np.int32)
        cv2.fillPoly(mask, [fixed], shape.share * seen, lineType=cv2.LINE_8, shift=4)
    soft = [blur(mask, sigma * width * float(scale[0])) for sigma, mask in drawn.items()]
    return np.asarray(np.maximum.reduce(soft), np.float32)


@cache
def _tones() -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """(256, 1, 3) tables: skin under a cool brown powder, and under a light, warm sheen."""
    level = np.linspace(0, 1, 256)[:, None, None]
    darker = level * np.array([0.64, 0.56, 0.52])
    lighter = 1 - (1 - level) ** np.array([1.70, 1.68, 1.62])
    both = (np.asarray(np.round(255 * table), np.uint8) for table in (darker, lighter))
    first, second = both
    return first, second


@cache
def _both_sides(shapes: tuple[_Shape, ...]) -> tuple[_Shape, ...]:
    """Every shape, and its mirror image where there are two."""
    out: list[_Shape] = []
    for shape in shapes:
        out.append(shape)
        if shape.twice:
            # the other way round, so that it runs as the first does
            mirrored = tuple((1024 - x, y) for x, y in reversed(shape.outline))
            out.append(_Shape(mirrored, shape.share, shape.soft))
    return tuple(out)


def _uv(shape: _Shape) -> NDArray[np.float32]:
    return np.array(shape.outline, np.float32) / np.float32(1024)


@cache
def _pins(shapes: tuple[_Shape, ...]) -> tuple[Pins, list[int]]:
    """All outlines' places in one, and where to split them again."""
    outlines = [_uv(shape) for shape in _both_sides(shapes)]
    ends = np.cumsum([len(outline) for outline in outlines])[:-1]
    return pinned(np.concatenate(outlines)), [int(end) for end in ends]
