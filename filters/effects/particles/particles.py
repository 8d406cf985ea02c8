"""Particles: hearts, sparkles, confetti and more that fly from head, eyes, cheeks or mouth."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from filters.effects.particles.drawing import draw, picture_of, tile_of
from filters.effects.particles.kinds import KINDS, kind_from
from filters.effects.particles.light import light_on
from filters.effects.particles.swarm import PLACES, swarm
from filters.effects.wear.crown import crown_veil
from filters.head import head_of
from filters.params import Params, choice, colour, slider, toggle
from filters.sprites import faded, straight
from filters.types import FilterContext, Layer


@dataclass(frozen=True, slots=True)
class ParticlesParams(Params):
    """What flies, from where, and how."""

    kind: str = choice("hearts", tuple(KINDS))
    place: str = choice("head", PLACES, label="From", help="Where they come from.")
    strength: float = slider(1.0, 0.0, 1.0, help="How opaque they are.")
    amount: float = slider(0.6, 0.1, 1.0, help="How many there are.")
    size: float = slider(1.0, 0.5, 2.0, help="Against their usual size.")
    speed: float = slider(1.0, 0.3, 2.5, help="Against their usual speed.")
    own_colour: bool = toggle(False, help="All in one colour, the one below.")
    colour: str = colour("#8a5cff", help="Only with your own colour switched on.")


def render(context: FilterContext, params: ParticlesParams) -> Layer | None:
    """The particles of this face at this time; those that do not shine take the face's light."""
    if params.strength == 0:
        return None
    kind = kind_from(params.kind, params.place)
    count = max(2, round(kind.count * params.amount))
    flying = swarm(context.face, kind, params.place, count, params.size, params.speed, context.time)
    tile = tile_of(flying, context.image.shape)
    if tile is None:
        return None
    tint = params.colour if params.own_colour else ""
    pictures = tuple(picture_of(name, tint) for name in kind.sprites)
    light = 1.0 if kind.shines else light_on(context.image, context.face.points)
    picture = faded(draw(flying, pictures, light, kind.shines, tile), params.strength)
    # in the air before the hair, behind a hand; the veil would take a fringe for something in front
    through = crown_veil(context, head_of(context.face), tile)
    if int(through.min()) < 255:
        hidden = cv2.multiply(picture, cv2.merge((through,) * 4), scale=1 / 255)
        picture = np.asarray(hidden, np.uint8)
    return Layer(straight(picture), tile.origin)
