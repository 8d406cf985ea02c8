"""The shapes of the hats, cm in head coordinates; parts of each hat's one picture."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from filters.effects.wear.grids import Places
from filters.effects.wear.shapes import Vector3, curve, moved, tilted, turned
from filters.effects.wear.solid import Order, Sheet

_DEEP = 1.17
"""A head is this much deeper than wide, where a hat sits."""
_WIDE = 1.13
"""Room for hair."""


@dataclass(frozen=True, slots=True)
class Hat:
    """One hat.

    Attributes:
        sheets: its parts, which share the picture hat_<style>.
        seat: the middle of the ring where it touches the head; it grows about this place.
        far_first: whether its far wall is to be seen through its near one.
        tip: where the pompom is, if there is one.
        drop: how far down its shadow falls, cm.
        depth: how dark its shadow is.
    """

    sheets: tuple[Sheet, ...]
    seat: Vector3
    far_first: bool = False
    tip: Vector3 | None = None
    drop: float = 1.1
    depth: float = 0.5


@cache
def hat_of(style: str) -> Hat:
    """The hat of a style.

    Raises:
        KeyError: for a style there is not.
    """
    made = {
        "top-hat": _top_hat,
        "cap": _cap,
        "party": _party,
        "crown": _crown,
        "straw": _straw,
    }
    return made[style]()


def _ring(profile: tuple[tuple[float, float], ...], rows: int, columns: int = 33) -> Places:
    points = curve(profile, rows)
    return turned([(float(r), float(y)) for r, y in points], _WIDE, _WIDE * _DEEP, columns)


def _top_hat() -> Hat:
    seat = (0.0, 6.0, -8.9)
    side = _ring(((8.75, 12.6), (8.6, 11.9), (8.15, 7.0), (7.95, 3.0), (8.15, -0.15)), 7)
    top = _ring(((0.02, 12.95), (4.5, 12.95), (8.2, 12.85), (8.75, 12.6)), 5)
    brim = _ring(((8.15, 0.0), (9.6, -0.25), (11.2, -0.1), (12.3, 0.5)), 6, 49)
    # it dips before and behind and curls up at the sides, more so towards its edge
    turn, out = np.abs(brim[..., 0]) / 12.3, np.linspace(0, 1, 6)[:, None]
    brim[..., 1] += out**0.7 * (1.9 * turn**3 - 0.5 * (1 - turn))
    sheets = (
        _lining(_seated(side, seat, 11), (0.0, 0.8, 1.0, 0.94)),
        Sheet(_seated(top, seat, 11), (0.0, 0.0, 1.0, 0.2), 0.2, 10, order=Order.OVER),
        Sheet(_seated(side, seat, 11), (0.0, 0.2, 1.0, 0.78), 0.34, 11, order=Order.OVER),
        Sheet(_seated(brim, seat, 11), (0.0, 0.78, 1.0, 1.0), 0.28, 12, 0.62, order=Order.AROUND),
    )
    return Hat(sheets, seat)


def _cap() -> Hat:
    seat = (0.0, 5.2, -9.2)
    rise = np.linspace(np.pi / 2, -0.02, 11)
    profile = [(8.75 * float(np.cos(a)) ** 0.86 + 0.02, 9.3 * float(np.sin(a))) for a in rise]
    dome = turned(profile, _WIDE, _WIDE * (_DEEP - 0.03))
    # the front panels stand up before they bend backwards
    front = np.clip(dome[..., 2] / 9, 0, 1) * np.clip(dome[..., 1] / 9, 0, 1)
    dome[..., 2] += 1.1 * front
    across = np.linspace(-1, 1, 21)[None, :]
    out = np.linspace(0, 1, 8)[:, None]
    angle = across * np.radians(64)
    x = 8.75 * _WIDE * np.sin(angle)
    z = 8.75 * _WIDE * (_DEEP - 0.03) * np.cos(angle)
    reach = 7.4 * (1 - np.abs(across) ** 3.0) ** 0.6
    y = 0.12 * (1 - out) - 0.37 * reach * out - 1.9 * np.abs(across) ** 2.2 * out**0.7
    visor = np.asarray(np.stack((x * (1 - 0.03 * out), y, z + reach * out), -1), np.float32)
    sheets = (
        _lining(_seated(dome, seat, -2), (0.0, 0.56, 1.0, 0.68)),
        Sheet(_seated(dome, seat, -2), (0.0, 0.0, 1.0, 0.7), 0.07, 9, order=Order.OVER),
        Sheet(_seated(visor, seat, -2), (0.0, 0.7, 1.0, 1.0), 0.09, 9, 0.6, order=Order.FRONT),
    )
    return Hat(sheets, seat, drop=1.9, depth=0.42)


def _party() -> Hat:
    seat = (0.0, 8.7, -7.0)
    cone = _ring(((0.12, 14.2), (2.6, 7.1), (5.3, 0.0)), 12, 29)
    lean = tilted(moved(cone, seat), -2, seat, roll=9)
    tip = lean[0].mean(axis=0)
    sheets = (Sheet(lean, (0.0, 0.0, 1.0, 1.0), 0.3, 26, order=Order.OVER),)
    at = (float(tip[0]), float(tip[1]) + 0.1, float(tip[2]))
    return Hat(sheets, seat, tip=at, drop=0.7, depth=0.4)


def _crown() -> Hat:
    seat = (0.0, 6.2, -8.9)
    wall = _ring(((9.9, 7.6), (9.0, 3.6), (8.5, 1.0), (8.35, 0.0)), 8, 41)
    sheets = (Sheet(_seated(wall, seat, 7), (0.0, 0.0, 1.0, 1.0), 0.62, 16, inside=0.5),)
    return Hat(sheets, seat, far_first=True, drop=0.8, depth=0.45)


def _straw() -> Hat:
    seat = (0.0, 5.8, -8.9)
    body = _ring(((0.02, 8.1), (3.0, 8.2), (5.8, 7.7), (7.4, 6.4), (8.0, 3.6), (8.35, -0.15)), 10)
    brim = _ring(((8.35, 0.0), (10.6, -0.55), (13.0, -0.75), (15.2, -0.2)), 6, 49)
    turn = np.arctan2(brim[..., 0], brim[..., 2])
    far = np.clip((np.hypot(brim[..., 0], brim[..., 2] / _DEEP) - 8.3) / 7, 0, 1)
    brim[..., 1] += far**1.5 * (0.55 * np.sin(2 * turn + 0.7) + 0.35 * np.sin(3 * turn) - 0.5)
    sheets = (
        _lining(_seated(body, seat, 9), (0.0, 0.64, 1.0, 0.9)),
        Sheet(_seated(body, seat, 9), (0.0, 0.0, 1.0, 0.6), 0.05, 8, order=Order.OVER),
        Sheet(_seated(brim, seat, 9), (0.0, 0.6, 1.0, 1.0), 0.05, 8, 0.66, order=Order.AROUND),
    )
    return Hat(sheets, seat, drop=1.8, depth=0.42)


def _lining(side: Places, part: tuple[float, float, float, float]) -> Sheet:
    """What is seen of a hat's inner side from below, in the cloth and the light of `part`.

    It comes before the sheet that `part` belongs to: sheets of one picture share its light as well.
    """
    return Sheet(side[-4:], part, 0.03, 8, 0.3, order=Order.BEHIND)


def _seated(places: Places, seat: Vector3, forwards: float) -> Places:
    return tilted(moved(places, seat), forwards, seat)
