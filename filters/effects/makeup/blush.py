"""Blush: colour in the cheeks, foreshortened as they are, with the skin's own texture in it."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from filters.effects.makeup.pieces import Piece, together
from filters.effects.makeup.pigment import Light, bump, light_on, painted, to_lab
from filters.mesh import canonical_face
from filters.params import Params, choice, colour, slider
from filters.regions import face_width
from filters.tiles import Tile, tile_around
from filters.types import Alpha, FilterContext, Image, Layer, Points

# fmt: off
_RIGHT = (50, 101, 36, 205, 187, 123, 117, 118, 116, 147, 207, 126, 111, 100, 119)
_LEFT = (280, 330, 266, 425, 411, 352, 346, 347, 345, 376, 427, 355, 340, 329, 348)
_NOSE = (6, 197, 195, 5, 4, 122, 351, 196, 419, 3, 248, 51, 281, 45, 275, 198, 420)
# fmt: on


@dataclass(frozen=True, slots=True)
class _Spot:
    """A soft spot on the canonical texture, held by the landmarks around it.

    Attributes:
        held: landmarks whose best affine map carries it.
        centre: (u, v).
        lean: degrees by which its longer axis rises to the picture's right.
        shape: half its length and height, of the radius.
        share: of the full colour.
    """

    held: tuple[int, ...]
    centre: tuple[float, float]
    lean: float
    shape: tuple[float, float]
    share: float = 1.0

    def mirrored(self) -> _Spot:
        """The same on the left cheek."""
        u, v = self.centre
        return _Spot(_LEFT, (1 - u, v), -self.lean, self.shape, self.share)


_PLACES = {
    "apples": (_Spot(_RIGHT, (0.235, 0.535), 28, (0.88, 0.60)),),
    "high on the cheekbones": (_Spot(_RIGHT, (0.185, 0.475), 40, (1.12, 0.42)),),
    "sun-kissed": (_Spot(_RIGHT, (0.275, 0.505), 8, (0.98, 0.46), 0.9),),
}
_ACROSS = _Spot(_NOSE, (0.5, 0.492), 0, (0.95, 0.40), 0.7)
"""Where the sun reddens a nose."""


@dataclass(frozen=True, slots=True)
class BlushParams(Params):
    """Colour and where it goes."""

    colour: str = colour("#e0566e")
    strength: float = slider(0.35, 0.0, 1.0)
    radius: float = slider(0.11, 0.05, 0.20, unit="face widths")
    place: str = choice("apples", tuple(_PLACES))


def render(context: FilterContext, params: BlushParams) -> Layer | None:
    """Colour the cheeks, each in a tile of its own."""
    if params.strength == 0:
        return None
    light = light_on(context)
    spots = [spot for one in _PLACES[params.place] for spot in (one, one.mirrored())]
    if params.place == "sun-kissed":
        weights = _as_one([*spots, _ACROSS], context, params)
        return together([_piece(context.image, weights, params, light)])
    pieces = []
    for spot in spots:
        weights = _as_one([spot], context, params)
        pieces.append(_piece(context.image, weights, params, light))
    return together(pieces)


def _as_one(
    spots: list[_Spot], context: FilterContext, params: BlushParams
) -> tuple[Tile, Alpha] | None:
    """The spots' colour over the tile they need: 1 - (1 - a)(1 - b)."""
    points = context.face.points
    placed = [_placed(spot, points, params.radius) for spot in spots]
    middles = np.array([middle for middle, _, _, _ in placed])
    margin = 2.6 * max(
        float(np.linalg.norm(axis)) for _, along, across, _ in placed for axis in (along, across)
    )
    tile = tile_around(middles, margin, context.image.shape)
    if tile is None:
        return None
    # so soft that nobody sees it was drawn small
    shrink = max(1.0, margin / 24)
    size = (max(2, round(tile.width / shrink)), max(2, round(tile.height / shrink)))
    scale = np.array(size) / np.array(tile.size)
    small, rest = Tile(0, 0, *size), np.ones(size[::-1], np.float32)
    for (middle, along, across, shown), spot in zip(placed, spots, strict=True):
        if shown > 0:
            at = (middle - tile.origin + 0.5) * scale - 0.5
            rest *= 1 - np.float32(spot.share * shown) * bump(
                at, along * scale, across * scale, small
            )
    full = cv2.resize(1 - rest, tile.size, interpolation=cv2.INTER_LINEAR)
    return tile, np.asarray(full, np.float32)


def _placed(
    spot: _Spot, points: Points, radius: float
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], float]:
    """Middle and half axes in frame pixels; 1 for a spot seen from the front, 0 turned away."""
    here = canonical_face().uv[list(spot.held)]
    system = np.concatenate((here, np.ones((len(here), 1), np.float32)), axis=1)
    solved, *_ = np.linalg.lstsq(system, points[list(spot.held), :2], rcond=None)
    c, s = np.cos(np.radians(spot.lean)), np.sin(np.radians(spot.lean))
    along = spot.shape[0] * radius * np.array([c, -s]) @ solved[:2]
    across = spot.shape[1] * radius * np.array([s, c]) @ solved[:2]
    area = along[0] * across[1] - along[1] * across[0]
    flat = spot.shape[0] * spot.shape[1] * (radius * face_width(points)) ** 2
    shown = float(np.clip(4 * area / flat, 0, 1))
    return np.array([*spot.centre, 1.0]) @ solved, along, across, shown


def _piece(
    image: Image, weights: tuple[Tile, Alpha] | None, params: BlushParams, light: Light
) -> Piece | None:
    """Skin moved two thirds of the way to the colour, a little of its lightness with it."""
    if weights is None:
        return None
    tile, alpha = weights
    shift = light.shows(params.colour) - light.skin
    # lighter than the skin it would look like chalk
    shift *= np.array([0.16 if shift[0] < 0 else 0.06, 0.66, 0.66], np.float32)
    lab = to_lab(tile.cut(image)) + shift
    return Piece(painted(lab, alpha * np.float32(params.strength)), tile)
