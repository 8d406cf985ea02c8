"""Bright eyes: whiter whites, a clearer iris and a small catch light."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from filters.effects.skin.area import (
    Area,
    Lab,
    area_of,
    facing,
    lab_of,
    layer_of,
    mean_of,
    ramp,
    relit,
)
from filters.params import Params, slider
from filters.regions import (
    LEFT_EYE,
    LEFT_IRIS,
    LEFT_IRIS_CENTRE,
    RIGHT_EYE,
    RIGHT_IRIS,
    RIGHT_IRIS_CENTRE,
    blur,
    face_width,
    smooth_loop,
)
from filters.types import Alpha, FilterContext, Layer, Points

_WIDEST = 400
"""Working pixels across the face: irises are small."""
_EYES = (
    (RIGHT_EYE, RIGHT_IRIS, RIGHT_IRIS_CENTRE, (159, 145)),
    (LEFT_EYE, LEFT_IRIS, LEFT_IRIS_CENTRE, (386, 374)),
)
"""Each eye's outline, iris, its centre, and the middle of its lids."""
_LIGHT = (-0.26, -0.34)
"""Where a light above the screen shows in an eye, in iris radii right and down of its centre."""


@dataclass(frozen=True, slots=True)
class BrightEyesParams(Params):
    """How much of each."""

    strength: float = slider(0.8, 0.0, 1.0)
    whites: float = slider(0.5, 0.0, 1.0, help="How much red goes and light comes to the whites.")
    iris: float = slider(0.5, 0.0, 1.0, help="Contrast and colour of the iris.")
    sparkle: float = slider(0.4, 0.0, 1.0, help="A catch light where there is none yet.")


def render(context: FilterContext, params: BrightEyesParams) -> Layer | None:
    """Brighten both eyes as far as they are open."""
    points = context.face.points
    outline = np.concatenate([points[list(eye)] for eye, *_ in _EYES])
    area = area_of(context, outline, 0.03, _WIDEST)
    if area is None or params.strength == 0:
        return None
    before = lab_of(area.small)
    after, alpha = before.copy(), np.zeros(area.seen.shape, np.float32)
    for eye, ring, centre, lids in _EYES:
        turned = facing(points, eye if eye is RIGHT_EYE else eye[::-1])
        opened = turned * _opened(points, lids)
        if opened == 0:
            continue
        inside = area.mask([smooth_loop(points[list(eye)])], 0.004)
        x, y, w, h = cv2.boundingRect((inside > 0).astype(np.uint8))
        if w == 0 or h == 0:
            continue
        part = np.s_[y : y + h, x : x + w]
        middle, radius = _iris(points, ring, centre, area)
        polar = _Polar(middle - np.array([x, y], np.float32), radius, (h, w))
        lab, mask = before[part], inside[part]
        lids_lab = mean_of(before, area.seen * (1 - inside) + np.float32(1e-4))
        white = mean_of(lab, mask * area.seen[part] * (1 - polar.disc(1.05)) + np.float32(1e-4))
        out = _whiter(lab, polar, white, lids_lab, params.whites)
        out = _clearer(out, mask, polar, white, params.iris)
        after[part] = _lit(out, lab, polar, mask, params.sparkle)
        alpha[part] = np.maximum(alpha[part], mask * np.float32(opened))
    if not alpha.any():
        return None
    return layer_of(relit(context.image, area, before, after), alpha, params.strength, area.tile)


class _Polar:
    """Pixels as seen from an iris: (x, y) in its radii, and masks made of that."""

    def __init__(self, middle: NDArray[np.float32], radius: float, shape: tuple[int, int]) -> None:
        self.radius = max(radius, 1.0)
        self.x = (np.arange(shape[1], dtype=np.float32)[None, :] - middle[0]) / self.radius
        self.y = (np.arange(shape[0], dtype=np.float32)[:, None] - middle[1]) / self.radius
        self.r = np.sqrt(self.x**2 + self.y**2)
        self.soft = max(0.12, 0.8 / self.radius)

    def disc(self, size: float) -> Alpha:
        """1 within `size` radii, soft over a little more than a pixel."""
        return ramp(self.r, size + self.soft, size - self.soft)

    def spot(self, at: tuple[float, float], size: float) -> Alpha:
        """A soft spot, 1 in its middle; never smaller than a pixel."""
        size = max(size, 0.7 / self.radius)
        return np.asarray(
            np.exp(-((self.x - at[0]) ** 2 + (self.y - at[1]) ** 2) / (2 * size**2)), np.float32
        )


def _opened(points: Points, lids: tuple[int, int]) -> float:
    """0 for a shut eye, 1 for one that is at least half open; by the lids' distance."""
    gap = float(np.linalg.norm(points[lids[0]] - points[lids[1]])) / face_width(points)
    return float(ramp(np.array(gap), 0.012, 0.03))


def _iris(
    points: Points, ring: tuple[int, ...], centre: int, area: Area
) -> tuple[NDArray[np.float32], float]:
    """The iris's middle and radius in working pixels, from all five landmarks: that is steadier."""
    right, top, left, bottom = area.place(points[list(ring)])
    middle = area.place(points[[centre]])[0]
    middle = (right + top + left + bottom + middle) / 5
    radius = max(np.linalg.norm(left - right), np.linalg.norm(bottom - top)) / 2
    return np.asarray(middle, np.float32), float(radius)


def _whiter(
    lab: Lab,
    polar: _Polar,
    white: NDArray[np.float32],
    lids: NDArray[np.float32],
    whites: float,
) -> Lab:
    """Less red and yellow, more light, on what is paler than the lids; lashes stay dark."""
    typical = max(float(white[0]), 1.0)
    gate = ramp(lids[1] - lab[..., 1], -5, 5) * ramp(lab[..., 0], 0.6 * typical, 0.95 * typical)
    gate = blur(gate * (1 - polar.disc(1.02)), 0.06 * polar.radius) * np.float32(whites)
    out = lab.copy()
    out[..., 1] -= 0.6 * gate * (lab[..., 1] - 129)
    out[..., 2] -= 0.5 * gate * (lab[..., 2] - 130)
    light = lab[..., 0] / 255
    out[..., 0] += gate * (255 * 0.42) * light * (1 - light)
    return out


def _clearer(lab: Lab, mask: Alpha, polar: _Polar, white: NDArray[np.float32], iris: float) -> Lab:
    """More contrast in the iris's own pattern, more of its colour, and light in its lower half.

    Its colour is what sets it off from the white of this eye, so a coloured light is not taken for
    the iris's own.
    """
    disc = polar.disc(0.96) * np.float32(iris)
    light = lab[..., 0]
    # the lids are no part of the pattern, the white is: it makes the iris's dark rim
    share = mask + np.float32(1e-3)
    around = blur(light * share, 0.3 * polar.radius) / blur(share, 0.3 * polar.radius)
    detail = light - around
    glow = disc * ramp(polar.r, 0.3, 0.55) * (0.5 + 0.5 * np.clip(polar.y, -1, 1))
    out = lab.copy()
    out[..., 0] = np.clip(light + 0.7 * disc * detail + glow * (5 + 0.28 * light), 0, 255)
    out[..., 1:] += (0.4 * disc)[..., None] * (lab[..., 1:] - white[1:])
    return out


def _lit(lab: Lab, was: Lab, polar: _Polar, mask: Alpha, sparkle: float) -> Lab:
    """A catch light, the fainter the more of one the eye already has."""
    near = was[..., 0][(polar.r < 0.7) & (mask > 0.99)]  # less the wet rim of the lids
    has = 0.0
    if near.size >= 8:
        low, high = np.percentile(near, (75, 98))
        has = float(ramp(np.array((high - low) / (low + 30)), 0.35, 0.9))
    lights = polar.spot(_LIGHT, 0.13) + 0.18 * polar.spot((0.3, 0.42), 0.16)
    lights *= np.float32(sparkle * (1 - 0.8 * has)) * polar.disc(0.95)
    out = lab.copy()
    out[..., 0] += lights * (245 - out[..., 0])
    out[..., 1:] += lights[..., None] * (128 - out[..., 1:])
    return out
