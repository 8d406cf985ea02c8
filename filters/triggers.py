"""Expressions that put a filter on: from MediaPipe's blendshapes, softly.

The scores are 0 to 1 by the names of ARKit's blendshapes (`jawOpen`, `mouthSmileLeft` ...).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

from filters.types import Face

Trigger = Literal["always", "mouth-open", "mouth-closed", "smile", "blink", "brows-up"]
TRIGGERS: tuple[Trigger, ...] = get_args(Trigger)
_RAMPS = {
    "mouth-open": (0.10, 0.28),
    "smile": (0.35, 0.60),
    "blink": (0.50, 0.70),
    "brows-up": (0.45, 0.70),
}
"""Between these scores a filter comes in, so that none flickers at a threshold."""


def amount(trigger: Trigger, face: Face) -> float:
    """How much the face does it, 0 to 1; a face whose expression is not known does nothing."""
    if trigger == "always":
        return 1.0
    if trigger == "mouth-closed":
        return 1.0 - amount("mouth-open", face)
    low, high = _RAMPS[trigger]
    return min(max((_score(trigger, face.blendshapes) - low) / (high - low), 0.0), 1.0)


def _score(trigger: Trigger, shapes: Mapping[str, float]) -> float:
    def mean(*names: str) -> float:
        return sum(shapes.get(name, 0.0) for name in names) / len(names)

    match trigger:
        case "mouth-open":
            return mean("jawOpen") - mean("mouthClose")  # a low jaw behind closed lips is none
        case "smile":
            return mean("mouthSmileLeft", "mouthSmileRight")
        case "blink":  # both: a wink is none
            return min(mean("eyeBlinkLeft"), mean("eyeBlinkRight"))
        case _:
            return max(mean("browInnerUp"), mean("browOuterUpLeft", "browOuterUpRight"))
