"""Skin tone: redness evened out, skin warmed, cooled, tanned or lit, in steps its own colour sets.

All changes are smooth over the face and relative to its own colour (CIELAB), so that texture stays
and every complexion keeps its character.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from filters.effects.skin.area import Area, Lab, face_area, lab_of, layer_of, ramp, relit, smooth
from filters.params import Params, slider
from filters.regions import LEFT_EYE, LIPS_OUTER, RIGHT_EYE, smooth_loop
from filters.types import Alpha, FilterContext, Layer

_WIDEST = 96
"""Working pixels across the face; tone has no fine detail."""
_SPARED = (RIGHT_EYE, LEFT_EYE, LIPS_OUTER)
_BLOTCH = 0.02
"""Standard deviation of the blur that tells blotches from texture, in face widths."""
_REGION = 0.16
"""The same for what a whole cheek or forehead looks like."""


@dataclass(frozen=True, slots=True)
class SkinToneParams(Params):
    """Which way the skin's colour goes."""

    strength: float = slider(1.0, 0.0, 1.0)
    evenness: float = slider(0.6, 0.0, 1.0, help="How much of red blotches goes.")
    warmth: float = slider(0.15, -1.0, 1.0, help="Below 0 cooler, above 0 warmer.")
    tan: float = slider(0.0, 0.0, 1.0, help="A deeper, golden tone.")
    glow: float = slider(0.3, -1.0, 1.0, help="Light on the skin: below 0 less, above 0 more.")


def render(context: FilterContext, params: SkinToneParams) -> Layer | None:
    """Colour bare skin; eyes, lips and what is in front stay as they are."""
    # close around eyes and lips, for a rim of the old tone would show
    spared = [smooth_loop(context.face.points[list(part)]) for part in _SPARED]
    found = face_area(context, _WIDEST, spared)
    if found is None or params.strength == 0:
        return None
    area, skin = found
    weight = skin * area.seen
    before = smooth(lab_of(area.small), weight, _BLOTCH * area.width)
    after = _toned(_evened(before, weight, area, params.evenness), params)
    return layer_of(relit(context.image, area, before, after), skin, params.strength, area.tile)


def _evened(lab: Lab, skin: Alpha, area: Area, evenness: float) -> Lab:
    """Redder than its region: nearly all of it goes; paler: half. A region's own rose stays."""
    if evenness == 0:
        return lab
    half = max(1, lab.shape[1] // 4), max(1, lab.shape[0] // 4)
    coarse = cv2.resize(lab, half, interpolation=cv2.INTER_AREA)
    weight = cv2.resize(skin, half, interpolation=cv2.INTER_AREA)
    region = smooth(np.asarray(coarse), np.asarray(weight), _REGION * area.width / 4)
    wide = cv2.resize(region, lab.shape[1::-1], interpolation=cv2.INTER_LINEAR)
    away = lab - np.asarray(wide, np.float32)
    red = np.where(away[..., 1] > 0, 0.85, 0.5).astype(np.float32)
    out = lab.copy()
    out[..., 1] -= evenness * red * away[..., 1]
    out[..., 2] -= evenness * np.float32(0.6) * away[..., 2]
    # a red blotch is a little dark, too
    out[..., 0] += evenness * np.float32(0.5) * np.clip(away[..., 1], 0, 8)
    return out


def _toned(lab: Lab, params: SkinToneParams) -> Lab:
    """Warmth along skin's own axis from pink-blue to gold, tan by pigment's, glow in the lights."""
    light, a, b = cv2.split(lab)
    # colour can only be where there is light, and what is colourful already takes less
    room = ramp(light, 10, 150) * ramp(cv2.magnitude(a - 128, b - 128), 64, 24)
    gold = b - 128
    warmth = room * params.warmth
    b = b + warmth * (2.5 + 0.18 * gold)
    a = a + warmth * (0.8 if params.warmth > 0 else -0.6)
    if params.tan > 0:
        # melanin darkens pale skin more than it does dark skin
        light = light * (1 - params.tan * (0.05 + 0.12 * ramp(light, 70, 200)))
        a = a + room * (3.0 * params.tan)
        b = b + room * (5.0 * params.tan)
    # a curve that lifts the middle and leaves black and white where they are; colour goes along,
    # or lit skin would look powdered
    unit = light / 255
    gain = 1 + (0.38 * params.glow) * (1 - unit) * (0.45 + 0.55 * unit)
    a = 128 + (a - 128) * (0.3 + 0.7 * gain)
    b = 128 + (b - 128) * (0.3 + 0.7 * gain)
    return np.asarray(cv2.merge((light * gain, a, b)), np.float32)
