"""Hair by hair: strands that grow along a direction, each with its own tone."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

from assets.drawing.canvas import Canvas, Field


def grow(
    canvas: Canvas,
    roots: NDArray[np.floating],
    way: Callable[[float, float], tuple[float, float]],
    colours: tuple[NDArray[np.floating], NDArray[np.floating]],
    width: float,
    seed: int,
    bend: float = 0.5,
    opacity: float = 0.9,
    steps: int = 7,
) -> None:
    """Lay strands over what is there, in the order of their roots.

    Args:
        roots: (n, 2) where each begins, units.
        way: (x, y) of a root -> its direction in radians (0 right, a quarter turn down) and length.
        colours: the darkest and the lightest strand, RGB of 0 to 1.
        width: at the root, units; strands taper to nothing.
        bend: how much they curl, radians over their length.
    """
    rng = np.random.default_rng(seed)
    for x, y in roots:
        angle, length = way(float(x), float(y))
        angle += rng.normal(0, 0.10)
        length *= rng.uniform(0.7, 1.2)
        curl = rng.normal(0, bend)
        tone = float(np.clip(rng.normal(0.45, 0.24), 0, 1))
        t = np.linspace(0, 1, steps)
        angles = angle + curl * t
        piece = length / (steps - 1)
        px = x + np.concatenate(([0], np.cumsum(np.cos(angles[:-1]) * piece)))
        py = y + np.concatenate(([0], np.cumsum(np.sin(angles[:-1]) * piece)))
        taper = width * (1 - t**1.5) * np.minimum(0.3 + 4 * t, 1) * rng.uniform(0.75, 1.25)
        mask, corner = _strand(canvas, np.stack((px, py), 1), taper)
        if mask is None:
            continue
        _laid(canvas, mask, corner, colours[0] + (colours[1] - colours[0]) * tone, opacity)


def roots_in(
    canvas: Canvas, mask: Field, count: int, seed: int, key: Callable[[float, float], float]
) -> NDArray[np.float64]:
    """`count` places spread over a mask, those with the smallest `key` first."""
    rng = np.random.default_rng(seed)
    found: list[NDArray[np.float64]] = []
    number = 0
    size = np.array([canvas.shape[1], canvas.shape[0]])
    while number < count:
        at = rng.random((4 * count, 2)) * size
        column, row = at.astype(int).T
        kept = at[mask[row, column] > rng.random(len(at))]
        found.append(kept)
        number += len(kept)
    places = (np.concatenate(found)[:count] + 0.5 - canvas.centre) / canvas.zoom
    order = np.argsort([key(float(x), float(y)) for x, y in places], kind="stable")
    return np.asarray(places[order], np.float64)


def ink(red: int, green: int, blue: int) -> NDArray[np.float64]:
    """A colour as `grow` takes it."""
    return np.array([red, green, blue]) / 255


def lock(
    canvas: Canvas,
    path: NDArray[np.floating],
    halves: NDArray[np.floating],
    count: int,
    colours: tuple[NDArray[np.floating], NDArray[np.floating]],
    width: float,
    seed: int,
    reach: tuple[float, float] = (0.3, 0.6),
    start: float = 0.72,
    opacity: float = 0.9,
) -> None:
    """Lay hairs along a line, as in the end of a moustache: each keeps its place across the lock.

    Args:
        path: (n, 2) the middle of the lock from its root to its tip, evenly spaced, units.
        halves: (n,) half the lock's width along it.
        reach: shortest and longest hair against the length of the path.
        start: up to where along the path hairs begin, 0 to 1.
    """
    rng = np.random.default_rng(seed)
    along = np.gradient(path, axis=0)
    along /= np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-9)
    across = np.stack((-along[:, 1], along[:, 0]), 1)
    t = np.linspace(0, 1, len(path))
    begins = np.sort(rng.random(count) * start)
    for begin in begins[::-1]:
        end = min(begin + rng.uniform(*reach), 1.0)
        at = np.linspace(begin, end, 12)
        side = np.clip(rng.normal(0, 0.52), -1, 1)
        drift = rng.normal(0, 0.12)
        share = side + drift * np.linspace(0, 1, 12)
        middle = np.stack([np.interp(at, t, path[:, axis]) for axis in (0, 1)], 1)
        out = np.stack([np.interp(at, t, across[:, axis]) for axis in (0, 1)], 1)
        half = np.interp(at, t, halves)
        line = middle + out * (share * half)[:, None]
        taper = width * (1 - np.linspace(0, 1, 12) ** 2) * rng.uniform(0.6, 1.3)
        tone = float(np.clip(0.45 - 0.22 * side + rng.normal(0, 0.2), 0, 1))
        ink_of = colours[0] + (colours[1] - colours[0]) * tone
        mask, corner = _strand(canvas, line, taper)
        if mask is None:
            continue
        _laid(canvas, mask, corner, ink_of, opacity)


def _laid(
    canvas: Canvas,
    mask: Field,
    corner: tuple[int, int],
    colour: NDArray[np.floating],
    opacity: float,
) -> None:
    part = np.s_[corner[1] : corner[1] + mask.shape[0], corner[0] : corner[0] + mask.shape[1]]
    weight = mask * np.float32(opacity)
    canvas.rgb[part] += (colour.astype(np.float32) - canvas.rgb[part]) * weight[..., None]
    canvas.alpha[part] += (1 - canvas.alpha[part]) * weight


def _strand(
    canvas: Canvas, line: NDArray[np.floating], widths: NDArray[np.floating]
) -> tuple[Field | None, tuple[int, int]]:
    """One hair's mask and where its top-left corner lies; None if it is outside."""
    along = np.gradient(line, axis=0)
    along /= np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-9)
    across = np.stack((-along[:, 1], along[:, 0]), 1) * (widths / 2)[:, None]
    loop = np.concatenate((line + across, (line - across)[::-1]))
    fixed = (loop * canvas.zoom + canvas.centre - 0.5) * 16
    low = np.maximum(np.floor(fixed.min(axis=0) / 16).astype(int) - 1, 0)
    high = np.ceil(fixed.max(axis=0) / 16).astype(int) + 2
    high = np.minimum(high, (canvas.shape[1], canvas.shape[0]))
    if (high <= low).any():
        return None, (0, 0)
    mask = np.zeros((high[1] - low[1], high[0] - low[0]), np.uint8)
    cv2.fillPoly(mask, [np.round(fixed - low * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
    return mask.astype(np.float32) / np.float32(255), (int(low[0]), int(low[1]))
