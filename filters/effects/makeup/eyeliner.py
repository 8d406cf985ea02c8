"""Eyeliner: a line along the upper lashes, thin, winged or smudged, and lashes if you like."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from filters.effects.makeup.lids import BOTH, Curve, Eye, curve, eye_width, openness, shown
from filters.effects.makeup.pieces import Piece, together
from filters.effects.makeup.pigment import Light, light_on, painted, to_lab
from filters.params import Params, choice, colour, slider
from filters.regions import blur
from filters.tiles import Tile, tile_around
from filters.types import Alpha, FilterContext, Layer, Points

_LASHES = 30
_TURN = np.array([[0, -1], [1, 0]], np.float32)


@dataclass(frozen=True, slots=True)
class EyelinerParams(Params):
    """Line and lashes."""

    style: str = choice("winged", ("thin", "winged", "smudged"))
    thickness: float = slider(1.0, 0.4, 2.0, unit="times")
    lashes: float = slider(0.4, 0.0, 1.0, help="How long the lashes drawn on the upper lid are.")
    colour: str = colour("#1a1416")
    strength: float = slider(0.85, 0.0, 1.0)


def render(context: FilterContext, params: EyelinerParams) -> Layer | None:
    """Draw the line of either eye in a tile of its own; it goes where the lid goes."""
    if params.strength == 0:
        return None
    light = light_on(context)
    return together([_line(context, params, eye, light) for eye in BOTH])


def _line(context: FilterContext, params: EyelinerParams, eye: Eye, light: Light) -> Piece | None:
    points = context.face.points
    strength = params.strength * shown(points, eye)
    upper = curve(points[list(eye.upper[0])])
    outlines = [_band(points, eye, upper, params)]
    hairs = _lashes(points, eye, upper, params.lashes) if params.lashes > 0 else []
    around = np.concatenate((*outlines, *hairs))
    wide = eye_width(points, eye)
    tile = tile_around(around, 2 + 0.06 * wide, context.image.shape)
    if tile is None or strength == 0:
        return None
    alpha = _drawn(outlines, tile, wide)
    if params.style == "smudged":
        below = _drawn([_below(points, eye, params)], tile, wide)
        soft = blur(np.asarray(cv2.max(alpha, 0.7 * below), np.float32), 0.03 * wide)
        alpha = np.asarray(cv2.max(0.75 * alpha, np.clip(1.25 * soft, 0, 0.9)), np.float32)
        alpha = blur(alpha, max(0.5, 0.010 * wide))
    if hairs:
        alpha = np.asarray(cv2.max(alpha, 0.85 * _drawn(hairs, tile, wide)), np.float32)
    lab = to_lab(tile.cut(context.image))
    ink = light.shows(params.colour)
    # what light there is on the skin is faintly on the ink too
    made_up = ink + np.float32(0.1) * (lab - light.skin)
    made_up[..., 0] = np.clip(made_up[..., 0], 4, 255)
    return Piece(painted(made_up, np.asarray(alpha * strength, np.float32)), tile)


def _band(points: Points, eye: Eye, upper: Curve, params: EyelinerParams) -> Curve:
    """The outline of the line: along the lashes, back along its upper edge."""
    u = np.linspace(0, 1, len(upper))
    winged = params.style == "winged"
    # thin at the inner corner, fullest towards the outer one
    full = np.interp(
        u, (0, 0.22, 0.6, 1), (1.0, 0.95, 0.62, 0.16) if winged else (0.7, 1, 0.8, 0.2)
    )
    thick = {"thin": 0.034, "winged": 0.052, "smudged": 0.062}[params.style] * params.thickness
    away = _away(upper, points, eye)
    rise = away * np.float32(thick * eye_width(points, eye)) * full[:, None].astype(np.float32)
    sunk = np.interp(u, (0, 0.14, 1), (0.0, 0.22, 0.22))[:, None].astype(np.float32)
    low, high = upper - sunk * rise, upper + 0.85 * rise
    if not winged:
        return np.concatenate((low, high[::-1]))
    outer = points[eye.corners[0], :2]
    temple, tail = (points[index, :2] for index in eye.tail)
    lead = 0.62 * temple + 0.38 * tail - outer
    tip = outer + lead * np.float32(0.35 + 0.18 * params.thickness)
    # its upper edge leaves the line early and runs almost straight to the tip
    reach = tip - high[6]
    bend = high[6] + 0.55 * reach - np.float32(0.02 * np.linalg.norm(reach)) * away[0]
    edge = curve(np.stack((tip, bend, high[6], high[8])))[:6]
    under = outer + 0.45 * (tip - outer) - np.float32(0.03 * np.linalg.norm(reach)) * away[0]
    low_edge = curve(np.stack((tip, under, low[0])))
    outline = (low_edge[:-1], low, high[:5:-1], edge[:0:-1])
    return np.concatenate(outline).astype(np.float32)


def _below(points: Points, eye: Eye, params: EyelinerParams) -> Curve:
    """The outline of what is smudged below the outer half of the lower lashes."""
    lower = curve(points[list(eye.lower[0])])[:15]
    below = curve(points[list(eye.lower[1])])[:15]
    thick = 0.35 * params.thickness * np.linspace(1, 0.2, len(lower))[:, None]
    return np.concatenate((lower, (lower + thick * (below - lower))[::-1])).astype(np.float32)


def _lashes(points: Points, eye: Eye, upper: Curve, length: float) -> list[Curve]:
    """Curved hairs on the upper lid, longest at its outer half; they sink as the eye shuts."""
    wide = eye_width(points, eye)
    away = _away(upper, points, eye)
    outer, inner = (points[index, :2] for index in eye.corners)
    along = (outer - inner) / max(float(np.linalg.norm(outer - inner)), 1e-3)
    lifted = float(np.clip((openness(points, eye) - 0.07) / 0.12, 0, 1)) * 1.9 - 0.9
    rng = np.random.default_rng(2)  # the same hairs in every frame
    place = np.linspace(0.03, 0.84, _LASHES) + rng.normal(0, 0.008, _LASHES)
    at = np.clip(place, 0, 1) * (len(upper) - 1.001)
    k, rest = at.astype(int), (at % 1)[:, None]
    root = upper[k] * (1 - rest) + upper[k + 1] * rest
    long = wide * (0.05 + 0.19 * length) * np.interp(place, (0, 0.2, 0.85), (0.9, 1, 0.4))
    long *= rng.uniform(0.68, 1.1, _LASHES)
    lean = np.interp(place, (0, 0.45, 1), (1.15, 0.34, -0.30)) + rng.normal(0, 0.13, _LASHES)
    sideways, up = lean[:, None] * along, lifted * away[k]
    t = np.linspace(0, 1, 6)[:, None]
    first, last = 0.35 * up + sideways, up + 0.75 * sideways
    way = 0.9 * t * (1 - t) * first[:, None] + t * t * last[:, None]
    line = root[:, None] + long[:, None, None] * way
    half = wide * (0.0068 + 0.0030 * length) * (1 - t) ** 0.7 + 0.0008 * wide
    side = np.gradient(line, axis=1) @ _TURN
    side *= half / np.maximum(np.linalg.norm(side, axis=2, keepdims=True), 1e-3)
    return list(np.concatenate((line + side, (line - side)[:, ::-1]), axis=1).astype(np.float32))


def _away(upper: Curve, points: Points, eye: Eye) -> Curve:
    """Unit vectors across the lid's edge, out of the eye, one a point."""
    along = np.gradient(upper, axis=0)
    along /= np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-3)
    across = along @ _TURN
    up = points[eye.upper[2][4], :2] - points[eye.lower[2][4], :2]
    return np.asarray(across * np.sign(across[len(upper) // 2] @ up or 1.0), np.float32)


def _drawn(outlines: list[Curve], tile: Tile, wide: float) -> Alpha:
    """The outlines filled, 0 to 1, drawn larger and averaged so that hairlines do not crawl."""
    zoom = 4 if wide < 90 else 2 if wide < 220 else 1
    mask = np.zeros((tile.height * zoom, tile.width * zoom), np.uint8)
    for outline in outlines:
        placed: NDArray[np.float32] = (tile.local(outline) + 0.5) * zoom - 0.5
        fixed = np.round(np.clip(placed, -9000, 9000) * 16).astype(np.int32)
        cv2.fillPoly(mask, [fixed], 255, lineType=cv2.LINE_AA, shift=4)
    mask = np.asarray(cv2.resize(mask, tile.size, interpolation=cv2.INTER_AREA), np.uint8)
    return blur(np.asarray(mask, np.float32) / np.float32(255), max(0.45, 0.007 * wide))
