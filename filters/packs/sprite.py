"""A pack's sprite as a filter: a card that stands on a place of the head and turns with it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from filters.compositing import Laid
from filters.effects.wear.cards import on_the_face, on_the_head, shadow, tile_for, tinted, worn_by
from filters.effects.wear.light import scene_light
from filters.filter import Filter
from filters.head import Head
from filters.packs.anchors import ANCHORS, Anchor
from filters.packs.manifest import SpriteEntry
from filters.params import Params, slider
from filters.sprites import Sprite, draw_card, over
from filters.types import Face, FilterContext, Layer

_SHADOW = (0.45, 0.4, 0.3)
"""How far below it falls and how soft it is, cm, and how dark."""


@dataclass(frozen=True, slots=True)
class SpriteParams(Params):
    """How it sits."""

    size: float = slider(1.0, 0.5, 2.0, help="Against the size it was made for.")
    height: float = slider(0.0, -6.0, 6.0, unit="cm", help="Up or down.")
    strength: float = slider(1.0, 0.0, 1.0, help="How much of it shows.")


@dataclass(frozen=True, slots=True)
class Card:
    """A picture and where it stands.

    Attributes:
        width: in cm.
        offset: of its middle from the anchor, in head coordinates, cm.
        over_hair: whether hair is beneath it.
    """

    picture: Sprite
    anchor: Anchor
    width: float
    offset: tuple[float, float, float]
    over_hair: bool


def sprite_filter(pack: str, entry: SpriteEntry, picture: Sprite) -> Filter:
    """The filter that wears it."""
    x, y, z = entry.offset
    anchor, laid = ANCHORS[entry.anchor], Laid(entry.laid)
    card = Card(picture, anchor, entry.width, (x, y, z), laid is Laid.HEAD and anchor.over_hair)
    return Filter(
        id=f"{pack}/{entry.id}",
        title=entry.title,
        description=entry.description or f"{entry.title}, worn on the head.",
        params=SpriteParams,
        family="Packs",
        render=partial(_render, card),
        # OPEN: over hair the layer has been through `crown_veil` already
        laid=Laid.OPEN if card.over_hair else laid,
    )


def _render(card: Card, context: FilterContext, params: SpriteParams) -> Layer | None:
    head = worn_by(context.face)
    corners, seen = _corners(card, head, context.face, params)
    tile = tile_for(context, head, corners)
    opacity = seen * params.strength
    if tile is None or opacity == 0:
        return None
    light = scene_light(context)
    drawn = tinted(draw_card(card.picture, corners, tile), light)
    drawn = over(drawn, shadow(drawn, context, head, tile, light, *_SHADOW))
    if card.over_hair:
        return on_the_head(drawn, context, head, tile, opacity)
    return on_the_face(drawn, tile=tile, strength=opacity, context=context)


def _corners(
    card: Card, head: Head, face: Face, params: SpriteParams
) -> tuple[NDArray[np.float32], float]:
    """Its corners (4, 2) in frame pixels, and how much of it is seen from here, 0 to 1."""
    half = card.width * params.size / 2
    tall = half * card.picture.size[1] / card.picture.size[0]
    up = np.array([0, params.height, 0], np.float32)
    # grown about its anchor, so that a hat stays on the head
    middle = np.array(card.anchor.at) + np.array(card.offset) * params.size + up
    corners = middle + np.array(
        [[-half, tall, 0], [half, tall, 0], [half, -tall, 0], [-half, -tall, 0]]
    )
    facing = head.facing((0.0, 0.0, 1.0), (float(middle[0]), float(middle[1]), float(middle[2])))
    moved = head.project(corners.astype(np.float32)) + card.anchor.moved(head, face)
    return np.asarray(moved, np.float32), min(max((facing - 0.05) / 0.2, 0.0), 1.0)
