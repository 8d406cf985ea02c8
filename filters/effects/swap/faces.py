"""Swap faces: the people of a picture wear each other's faces."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from filters.effects.swap.pasting import paste
from filters.effects.swap.source import source
from filters.params import Params, choice, slider, toggle
from filters.types import Face, FilterContext, Layer, Matte

_SURE = (0.5, 0.95)
"""Between these values of the matte a pixel comes to count as the face's own: one that is mixed
with what is in front of it must not be worn by another."""


@dataclass(frozen=True, slots=True)
class SwapFacesParams(Params):
    """Who wears whose face, and how."""

    give: str = choice(
        "each other",
        ("each other", "largest to all"),
        label="Who gives",
        help="Each the next one's face, or all others that of whoever is largest.",
    )
    strength: float = slider(1.0, 0.0, 1.0, help="How much of one's own skin it hides.")
    colour: float = slider(
        1.0, 0.0, 1.0, label="Own colour", help="How far it takes one's skin's colour and light."
    )
    feather: float = slider(
        0.035, 0.015, 0.08, unit="face widths", label="Soft edge", help="How softly it ends."
    )
    own_eyes: bool = toggle(True, help="One's own eyes look out of it.")
    own_mouth: bool = toggle(True, help="One's own teeth and tongue show when the mouth opens.")


def render(context: FilterContext, params: SwapFacesParams) -> Layer | None:
    """Another's face on this one, as the camera saw it; nothing for who is alone.

    It looks at the captured picture, for in the picture so far the other may wear this face
    already; where that may not be looked at, nothing is drawn.
    """
    if params.strength == 0 or context.captured is None:
        return None
    giver = _giver(context, params.give)
    if giver is None:
        return None
    face, matte = giver
    across = float(np.ptp(context.face.points[:468, :2], axis=0).max())
    worn = source(context.captured, face.points, _sure(matte), across, still=False)
    return paste(context, worn, params) if worn is not None else None


def _giver(context: FilterContext, give: str) -> tuple[Face, Matte | None] | None:
    """Whose face this one wears; a face that is only remembered gives and takes nothing."""
    seen = {
        face.id: (face, matte)
        for face, matte in ((context.face, context.matte), *context.others)
        if face.confidence > 0
    }
    if len(seen) < 2 or context.face.id not in seen:
        return None
    if give == "each other":
        ring = sorted(seen)
        return seen[ring[(ring.index(context.face.id) + 1) % len(ring)]]
    largest = max(seen.values(), key=lambda one: (_size(one[0]), -one[0].id))
    return largest if largest[0].id != context.face.id else None


def _size(face: Face) -> float:
    return float(np.ptp(face.points[:468, :2], axis=0).sum())


def _sure(matte: Matte | None) -> Matte | None:
    """What is surely the giver's own skin, with nothing in front, its edge a little inside."""
    if matte is None:
        return None
    low, high = _SURE
    reach = max(3, round(0.012 * max(matte.alpha.shape))) | 1
    level = cv2.convertScaleAbs(matte.alpha, alpha=255)
    inner = cv2.erode(level, np.ones((reach, reach), np.uint8), borderValue=0)
    soft = cv2.blur(inner, (reach, reach), borderType=cv2.BORDER_REPLICATE)
    above = cv2.subtract(soft, (255 * low, 0, 0, 0))
    surely = cv2.convertScaleAbs(above, alpha=1 / (high - low))
    alpha = cv2.multiply(surely, 1 / 255, dtype=cv2.CV_32F)
    return Matte(np.asarray(alpha, np.float32), matte.origin)
