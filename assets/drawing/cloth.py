"""Cloth, thread and straw: the surfaces that hats and masks are made of."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from assets.drawing.canvas import Canvas, Colour, Field, Place, open_curve
from assets.drawing.relief import lit, rounded

Ink = NDArray[np.float32]


def framed(canvas: Canvas, inset: int = 2) -> None:
    """Leave the border clear, so that nothing beyond the picture is ever mixed in wrongly."""
    width, height = canvas.size
    edge = canvas.polygon(
        np.array([(inset, inset), (width - inset, inset), (width - inset, height - inset),
                  (inset, height - inset)])
        * 2 / canvas.zoom - canvas.centre / canvas.zoom
    )  # fmt: skip
    canvas.fade(edge)


def everywhere(canvas: Canvas) -> Field:
    """A mask of 1."""
    return np.ones(canvas.shape, np.float32)


def band(canvas: Canvas, top: float, bottom: float, soft: float = 1.0) -> Field:
    """1 between two heights, its edges `soft` units wide."""
    return np.asarray(
        canvas.across(top - soft / 2, top + soft / 2, 1)
        * (1 - canvas.across(bottom - soft / 2, bottom + soft / 2, 1)),
        np.float32,
    )


def flat(canvas: Canvas, colour: Colour) -> Ink:
    """One colour, (H, W, 3) of 0 to 1."""
    return np.broadcast_to(np.array(colour, np.float32) / 255, (*canvas.shape, 3)).astype(
        np.float32
    )


def down(canvas: Canvas, stops: Sequence[tuple[float, Colour]]) -> Ink:
    """Colours that run into each other from top to bottom, each at its height."""
    ink = flat(canvas, stops[0][1])
    for (low, _), (high, colour) in pairwise(stops):
        ink += (np.array(colour, np.float32) / 255 - ink) * canvas.across(low, high, 1)[..., None]
    return ink


def grained(canvas: Canvas, ink: Ink, seed: int, grain: Place, amount: float) -> Ink:
    """Lighter and darker by up to `amount` in spots of one size."""
    spots = canvas.noise(seed, grain) - 0.5
    return np.asarray(np.clip(ink * (1 + 2 * amount * spots)[..., None], 0, 1), np.float32)


def twill(canvas: Canvas, ink: Ink, pitch: float, amount: float, slope: float = 1.0) -> Ink:
    """The fine slanting ridges of a sturdy cotton, `pitch` units apart."""
    y, x = np.mgrid[0 : canvas.shape[0], 0 : canvas.shape[1]].astype(np.float32) / canvas.zoom
    ridge = np.sin(2 * np.pi * (x * slope + y) / pitch) * np.sin(2 * np.pi * x / (0.7 * pitch))
    return np.asarray(np.clip(ink * (1 + amount * ridge)[..., None], 0, 1), np.float32)


def stitches(
    canvas: Canvas, points: Sequence[Place], colour: Colour, length: float, width: float
) -> None:
    """A seam of single stitches along a smooth line, each a short raised thread with its shade."""
    path = open_curve(points)
    along = np.concatenate(([0], np.cumsum(np.linalg.norm(np.diff(path, axis=0), axis=1))))
    threads = np.zeros(canvas.shape, np.float32)
    for start in np.arange(0, along[-1] - length, 1.55 * length):
        ends = [
            tuple(float(np.interp(at, along, path[:, axis])) for axis in (0, 1))
            for at in (start, start + length / 2, start + length)
        ]
        threads = np.maximum(
            threads, canvas.stroke([(e[0], e[1]) for e in ends], (width * 0.7, width, width * 0.7))
        )
    shade = canvas.soft(np.roll(threads, round(0.5 * width * canvas.zoom), axis=0), 0.5 * width)
    canvas.paint(shade, (0, 0, 0), 0.5)
    diffuse, shine = rounded(canvas, threads, width * 0.5)
    canvas.paint(threads, lit(flat(canvas, colour), diffuse, shine, 0.2))


def raised(
    canvas: Canvas, mask: Field, ink: Ink, edge: float, gloss: float, shade: float = 0.5
) -> None:
    """Lay a rounded piece on what is there, with its own soft shade around it."""
    around = canvas.soft(np.roll(mask, round(0.6 * edge * canvas.zoom), axis=0), 0.8 * edge)
    canvas.paint(around, (0, 0, 0), shade)
    diffuse, shine = rounded(canvas, mask, edge)
    canvas.paint(mask, lit(ink, diffuse, shine, gloss))


def braided(canvas: Canvas, wide: float, high: float, seed: int) -> tuple[Field, Field]:
    """Plaited straw in rows: how light each strand is, 0 to 1, and where strands go under.

    Args:
        wide: length of one strand's visible piece, units.
        high: height of one row, units.
    """
    y, x = np.mgrid[0 : canvas.shape[0], 0 : canvas.shape[1]].astype(np.float32) / canvas.zoom
    row = np.floor(y / high)
    side = np.where(row % 2 == 0, 1.0, -1.0)
    within = y / high - row
    slanted = x / wide + side * (within - 0.5) * 0.55 + 0.5 * (row % 2)
    piece = np.floor(slanted)
    inside = slanted - piece
    number = (piece * 7.0 + row * 131.0).astype(np.int64)
    tone = np.random.default_rng(seed).random(4099).astype(np.float32)[number % 4099]
    hollow = np.clip(1 - (4 * inside * (1 - inside)) ** 0.45, 0, 1)
    hollow = np.maximum(hollow, np.clip(1 - (4 * within * (1 - within)) ** 0.4, 0, 1))
    fibre = cv2.GaussianBlur(canvas.noise(seed + 1, (wide, high / 9)), (0, 0), 0.8)
    return (
        np.asarray(np.clip(0.65 * tone + 0.5 * fibre - 0.1, 0, 1), np.float32),
        np.asarray(hollow, np.float32),
    )
