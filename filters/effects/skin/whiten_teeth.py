"""Whiten teeth: less yellow and a little more light, on what looks like teeth between the lips."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from filters.effects.skin.area import (
    Lab,
    area_of,
    lab_of,
    layer_of,
    mean_of,
    ramp,
    relit,
)
from filters.params import Params, slider
from filters.regions import LIPS_INNER, LIPS_OUTER, blur, face_width, smooth_loop
from filters.types import Alpha, FilterContext, Layer, Points

_WIDEST = 400
"""Working pixels across the face: teeth are small."""
_GAPS = ((13, 14), (82, 87), (312, 317))
"""Upper and lower lip, facing each other."""


@dataclass(frozen=True, slots=True)
class WhitenTeethParams(Params):
    """How white, and how bright."""

    strength: float = slider(0.7, 0.0, 1.0)
    brightness: float = slider(0.35, 0.0, 1.0)


def render(context: FilterContext, params: WhitenTeethParams) -> Layer | None:
    """Whiten inside the lips; gums, tongue and a closed mouth stay as they are."""
    points = context.face.points
    opened = float(ramp(np.array(_opening(points)), 0.01, 0.03))
    if opened == 0 or params.strength == 0:
        return None
    area = area_of(context, points[list(LIPS_OUTER)], 0.02, _WIDEST)
    if area is None:
        return None
    inner = area.mask([smooth_loop(points[list(LIPS_INNER)])], 0.004)
    lips = area.mask([smooth_loop(points[list(LIPS_OUTER)])], 0.0) * (1 - inner) * area.seen
    lab = lab_of(area.small)
    if float(lips.sum()) < 4:
        lips = area.seen + np.float32(1e-3)
    teeth = _teeth(lab, mean_of(lab, lips)) * inner
    teeth = blur(teeth, 0.003 * area.width)
    # the blur must not carry it onto the lips
    teeth = np.asarray(np.minimum(teeth, inner) * np.float32(opened), np.float32)
    if not teeth.any():
        return None
    after = _whitened(lab, params.brightness)
    return layer_of(relit(context.image, area, lab, after), teeth, params.strength, area.tile)


def _opening(points: Points) -> float:
    """How far the mouth is open in the middle, in face widths."""
    gaps = [np.linalg.norm(points[a] - points[b]) for a, b in _GAPS]
    return float(np.mean(gaps)) / face_width(points)


def _teeth(lab: Lab, lips: Lab) -> Alpha:
    """How much each pixel is like teeth: less red than these lips and than gums, and as bright.

    Measured against the lips because the scene's light colours both.
    """
    light, red = lab[..., 0], lab[..., 1]
    pale = ramp(lips[1] - red, -3, 9) * ramp(red, 128 + 26, 128 + 12)
    return np.asarray(pale * ramp(light, 0.6 * float(lips[0]), 0.98 * float(lips[0])), np.float32)


def _whitened(lab: Lab, brightness: float) -> Lab:
    """Nearly neutral: a trace of ivory stays, for paper-white teeth look false."""
    out = lab.copy()
    out[..., 1] -= 0.45 * (lab[..., 1] - 128)
    out[..., 2] -= 0.8 * np.clip(lab[..., 2] - 130, 0, None)
    light = lab[..., 0] / 255
    out[..., 0] += 255 * (0.55 * brightness) * light * (1 - light)
    return out
