"""Where a style goes: over everything, or on the faces only.

A style is one pure function that draws a piece of the picture another way. Here it becomes a
filter, so that none of the styles has to know about faces, mattes and tiles.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from filters.filter import Filter
from filters.params import Params, choice, slider
from filters.regions import face_width, hull, polygon_mask
from filters.tiles import Tile, tile_around
from filters.types import FilterContext, FrameContext, Image, Layer

_REACH = 0.3
"""How far from the face's hull a matte is believed, in face widths."""
_SURROUNDINGS = 48
"""How much is drawn around a face, in pixels of a 720p picture, so that what a style does at the
edge of its piece lies outside the face."""
_GRID = 12
"""Pieces begin at multiples of this, so that what is drawn at a half, a third or a quarter of the
size is drawn from the same pixels wherever the face goes, and does not shimmer."""


@dataclass(frozen=True, slots=True)
class StyleParams(Params):
    """What every style has."""

    where: str = choice(
        "everything", ("everything", "face"), help="The whole picture, or the faces alone."
    )
    strength: float = slider(1.0, 0.0, 1.0, help="How much of the picture it takes over.")


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the picture, to be drawn another way.

    Attributes:
        image: (h, w, 3) uint8 RGB; never written to.
        origin: (x, y) of its top-left corner in the whole picture: patterns lie on the whole
            picture's grid and stay where they are when a face moves.
        frame: (width, height) of the whole picture in pixels.
        time: capture clock in seconds.
    """

    image: Image
    origin: tuple[int, int]
    frame: tuple[int, int]
    time: float

    @property
    def unit(self) -> float:
        """The pixels of the whole picture that are one of a 720p picture, see `unit_of`."""
        return unit_of(self.frame)

    @property
    def size(self) -> tuple[int, int]:
        """(width, height) of the piece in pixels."""
        return self.image.shape[1], self.image.shape[0]


def unit_of(frame: tuple[int, int]) -> float:
    """The pixels of a picture (width, height) that are one pixel of a 720p picture.

    Patterns count in these, so that they look alike at every size; in a very small picture they
    are no smaller than in one of 432 lines, as there they would be nothing but moiré.
    """
    return max(0.6, min(frame) / 720)


P = TypeVar("P", bound=StyleParams)
Draw = Callable[[Piece, P], Image]
"""(piece, params) -> the piece drawn another way, (h, w, 3) uint8, a new array."""


def style(
    id: str, title: str, description: str, params: type[P], draw: Draw[P], moves: bool = False
) -> Filter:
    """A filter that draws everything, or faces, another way."""
    return Filter(
        id=id,
        title=title,
        description=description,
        params=params,
        family="Stylise",
        render=on_faces(draw),
        render_frame=on_everything(draw),
        moves=moves,
    )


def on_everything(draw: Draw[P]) -> Callable[[FrameContext, P], Image | None]:
    """What draws the whole picture, when that is wanted."""

    def render_frame(context: FrameContext, params: P) -> Image | None:
        if params.where != "everything" or params.strength == 0:
            return None
        height, width = context.image.shape[:2]
        return _drawn(Piece(context.image, (0, 0), (width, height), context.time), draw, params)

    return render_frame


def on_faces(draw: Draw[P]) -> Callable[[FilterContext, P], Layer | None]:
    """What draws one face, when that is wanted: an opaque layer, to be laid through the matte.

    It is drawn with surroundings and cut out after, so the matte's edge is like its middle.
    """

    def render(context: FilterContext, params: P) -> Layer | None:
        if params.where != "face" or params.strength == 0:
            return None
        seen = _seen(context)
        if seen is None:
            return None
        tile, alpha = seen
        height, width = context.image.shape[:2]
        whole = Tile(0, 0, width, height)
        piece = Piece(context.image, (0, 0), (width, height), context.time)
        around = _around(tile, _SURROUNDINGS * piece.unit, whole)
        cut = np.ascontiguousarray(around.cut(context.image))
        drawn = _drawn(Piece(cut, around.origin, piece.frame, context.time), draw, params)
        x, y = tile.x - around.x, tile.y - around.y
        inner = drawn[y : y + tile.height, x : x + tile.width]
        rgba = cv2.cvtColor(inner, cv2.COLOR_RGB2RGBA)
        if alpha is not None:
            rgba[..., 3] = alpha
        return Layer(np.asarray(rgba, np.uint8), tile.origin)

    return render


def _drawn(piece: Piece, draw: Draw[P], params: P) -> Image:
    """The piece drawn another way, as far as `strength` says."""
    drawn = draw(piece, params)
    if params.strength == 1:
        return drawn
    strength = params.strength
    return np.asarray(cv2.addWeighted(drawn, strength, piece.image, 1 - strength, 0), np.uint8)


def _seen(context: FilterContext) -> tuple[Tile, NDArray[np.uint8] | None] | None:
    """The tile of the visible face, and its alpha where no matte says it."""
    points, matte = context.face.points, context.matte
    width = face_width(points)
    if matte is None:
        tile = tile_around(points[:468], 2, context.image.shape)
        if tile is None:
            return None
        mask = polygon_mask([hull(points)], tile, feather=0.02 * width)
        return tile, np.asarray(cv2.convertScaleAbs(mask, alpha=255), np.uint8)
    near = tile_around(points[:468], _REACH * width, context.image.shape)
    if near is None:
        return None
    alpha = matte.tile(near.origin, near.size)
    x, y, w, h = cv2.boundingRect((alpha > 0).view(np.uint8))
    return (Tile(near.x + x, near.y + y, w, h), None) if w and h else None


def _around(tile: Tile, margin: float, whole: Tile) -> Tile:
    """The tile and `margin` pixels around it, on the grid, cut at the picture's edges."""
    x, y = (max(0, int((at - margin) // _GRID * _GRID)) for at in tile.origin)
    right = min(whole.width, int(tile.x + tile.width + margin))
    below = min(whole.height, int(tile.y + tile.height + margin))
    return Tile(x, y, right - x, below - y)
