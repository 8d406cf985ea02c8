"""Sketch: drawn on paper with pencil, charcoal, chalk or coloured pencils."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from filters.effects.stylise.flow import Gray
from filters.effects.stylise.ink import lines, pen
from filters.effects.stylise.patterns import paper, part, strokes
from filters.effects.stylise.scaling import STRIP, grown, shrink_of, shrunk, strips
from filters.effects.stylise.smoothing import evened, flattened
from filters.effects.stylise.tones import gradient, ramp, thrice, times, toned
from filters.effects.stylise.where import Piece, StyleParams
from filters.params import choice, rgb, slider
from filters.types import Image

_LINES = 360
_PAPERS = {
    "white": ("#2b2c33", "#fcfbf8"),
    "cream": ("#3a2f2a", "#f6ecd6"),
    "kraft": ("#2a1d14", "#cfae84"),
    "blackboard": ("#f2f1ea", "#20282a"),
}
"""What it is drawn with, and on: "#rrggbb"."""


@dataclass(frozen=True, slots=True)
class SketchParams(StyleParams):
    """What it is drawn with and on."""

    medium: str = choice("pencil", ("pencil", "charcoal", "coloured"))
    paper: str = choice("white", tuple(_PAPERS))
    lines: float = slider(0.6, 0.0, 1.0, label="Outlines")
    shading: float = slider(0.6, 0.0, 1.0, label="Shading")


def draw(piece: Piece, params: SketchParams) -> Image:
    """Outlines, and strokes where it is dark, crossed where it is darker."""
    shrink = shrink_of(piece, _LINES)
    small = flattened(shrunk(piece.image, shrink), rounds=1, kept=10.0)
    gray = np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), np.uint8)
    scale = min(piece.frame) / shrink / _LINES
    outline = lines(gray, 2.2 if params.medium == "charcoal" else 1.5)
    tone = evened(gray, 45 * scale, 0.6)
    if params.paper == "blackboard":
        # chalk draws the light
        tone = np.asarray(cv2.addWeighted(tone, -1.15, tone, 0, 238), np.uint8)
    shape = _shape(tone, 5 * scale)
    plan = np.asarray(cv2.merge((tone, shape, outline)), np.uint8)
    hand = _hand(piece, params.medium)
    tooth = part(paper(piece.frame), piece)
    ink, sheet = _PAPERS[params.paper]
    pigment = _pigment(small, sheet) if params.medium == "coloured" else None
    inks = gradient(((0, ink), (255, sheet)))
    bare = np.full((STRIP, piece.size[0], 3), rgb(sheet), np.uint8)
    out = np.empty_like(piece.image)
    for rows in strips(piece.size[1]):
        tone, shape, outline = cv2.split(grown(plan, shrink, piece.size, rows=rows))
        drawn = _shaded(np.asarray(tone, np.uint8), [one[rows] for one in hand], params)
        if params.lines > 0:
            soft = cv2.addWeighted(shape, params.lines, shape, 0, 255 * (1 - params.lines))
            sharp = pen(np.asarray(outline, np.uint8), params.lines, 20.0)
            drawn = times(times(drawn, np.asarray(soft, np.uint8)), sharp)
        rough = cv2.convertScaleAbs(tooth[rows], alpha=12 / 255, beta=243)
        drawn = times(drawn, np.asarray(rough, np.uint8))
        if pigment is None:
            out[rows] = toned(drawn, inks)
        else:
            wash = grown(pigment, shrink, piece.size, rows=rows)
            out[rows] = _coloured(wash, drawn, bare[: len(drawn)], _is_dark(sheet))
    return out


def _shape(tone: Gray, reach: float) -> Gray:
    """The soft side of outlines: where it is darker than nearby, whatever the light."""
    nearby = cv2.GaussianBlur(tone, (0, 0), max(0.6, reach))
    return np.asarray(cv2.LUT(cv2.divide(tone, nearby, scale=200), ramp(92.0, 196.0)), np.uint8)


def _hand(piece: Piece, medium: str) -> tuple[Gray, Gray]:
    """How the hand goes over the paper: two patterns, one over the other."""
    if medium == "charcoal":
        rubbed = part(strokes(piece.frame, 9.0, 90.0, 52.0), piece)
        return rubbed, part(paper(piece.frame), piece)
    first = part(strokes(piece.frame, 4.6, 70.0, 48.0), piece)
    return first, part(strokes(piece.frame, 5.2, 60.0, -28.0), piece)


def _shaded(tone: Gray, hand: Sequence[Gray], params: SketchParams) -> Gray:
    """255 for bare paper, down to 0 for the darkest strokes."""
    most = params.shading
    first, second = hand
    if params.medium == "charcoal":
        grain = cv2.addWeighted(first, 0.35, second, 0.65, 0)
        rubbed = cv2.LUT(tone, ramp(10.0, 185.0, 255 - 300 * most, 285.0))
        rough = cv2.addWeighted(rubbed, 1.0, grain, -0.5 * most, 62 * most)
        return np.asarray(rough, np.uint8)
    light = cv2.LUT(tone, ramp(10.0, 185.0, 255 - 270 * most, 255.0))
    dark = cv2.LUT(tone, ramp(-10.0, 100.0, 255 - 300 * most, 255.0))
    hatch = cv2.addWeighted(light, 1.3, first, -1.3, 255)
    cross = cv2.addWeighted(dark, 1.3, second, -1.3, 255)
    smudge = cv2.LUT(tone, ramp(0.0, 190.0, 255 - 130 * most, 255.0))
    both = times(np.asarray(hatch, np.uint8), np.asarray(cross, np.uint8))
    return times(both, np.asarray(smudge, np.uint8))


def _pigment(small: Image, sheet: str) -> Image:
    """The richest pencil of about the picture's colour; on a light sheet, what it takes away."""
    y, cr, cb = cv2.split(cv2.cvtColor(small, cv2.COLOR_RGB2YCrCb))
    cr, cb = (cv2.addWeighted(one, 2.2, one, 0, 128 - 2.2 * 128) for one in (cr, cb))
    y = cv2.addWeighted(y, 0.7, y, 0, 22)
    rich = cv2.cvtColor(cv2.merge((y, cr, cb)), cv2.COLOR_YCrCb2RGB)
    if _is_dark(sheet):  # on black the pigment is seen as it is
        return np.asarray(cv2.addWeighted(rich, 0.9, rich, 0, 50), np.uint8)
    taken = np.asarray(cv2.bitwise_not(rich), np.uint8)
    return times(taken, np.full_like(taken, rgb(sheet)))


def _coloured(pigment: Image, drawn: Gray, bare: Image, dark: bool) -> Image:
    """Each stroke in its pigment, over a light wash of it, on the bare paper."""
    amount = cv2.addWeighted(drawn, -0.64, drawn, 0, 0.64 * 255 + 92)
    laid = times(pigment, thrice(np.asarray(amount, np.uint8)))
    return np.asarray(cv2.add(bare, laid) if dark else cv2.subtract(bare, laid), np.uint8)


def _is_dark(sheet: str) -> bool:
    return sum(rgb(sheet)) < 384
