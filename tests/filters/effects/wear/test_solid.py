"""Solid things: nearer surfaces hide farther ones, a body hides what is behind it."""

from __future__ import annotations

import numpy as np
import pytest

from filters.effects.wear.light import SceneLight
from filters.effects.wear.shapes import turned
from filters.effects.wear.solid import Order, Sheet, draw, place
from filters.head import Head
from filters.sprites import Sprite, sprite
from filters.tiles import Tile

_TILE = Tile(0, 0, 240, 240)
_LIGHT = SceneLight(np.array([0, 0, -1], np.float32), np.ones(3, np.float32))
_HALVES = np.zeros((32, 32, 4), np.uint8)
_HALVES[..., 3] = 255
_HALVES[:16, :, 0] = 220  # the upper half is red, the lower one blue
_HALVES[16:, :, 2] = 220


def _head(scale: float = 10.0) -> Head:
    axes = np.diag([scale, -scale, -scale]).astype(np.float32)
    return Head(axes, np.array([120, 120], np.float32), 60.0)


def _card(z: float, half: float = 4.0) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    x, y = np.meshgrid(np.linspace(-half, half, 4), np.linspace(half, -half, 4))
    return np.asarray(np.stack((x, y, np.full_like(x, z)), -1), np.float32)


def _picture() -> Sprite:
    return sprite(_HALVES)


def test_the_nearer_sheet_hides_the_farther_in_whatever_order_they_come() -> None:
    near, far = Sheet(_card(2), (0, 0, 1, 0.5)), Sheet(_card(-2), (0, 0.5, 1, 1))
    for sheets in ((near, far), (far, near)):
        drawn = draw(sheets, place(sheets, _head()), _picture(), _TILE, _LIGHT)
        red, _, blue, alpha = (int(part) for part in drawn[120, 120])
        assert alpha == 255
        assert red > 100 > blue


def test_a_sheet_seen_from_behind_is_only_drawn_if_it_has_an_inside() -> None:
    back = _card(0)[:, ::-1]
    for inside, seen in ((0.0, False), (0.6, True)):
        sheets = (Sheet(back, inside=inside),)
        drawn = draw(sheets, place(sheets, _head()), _picture(), _TILE, _LIGHT)
        assert drawn.any() == seen


@pytest.mark.parametrize(
    ("order", "hidden"), [(Order.DEPTH, True), (Order.OVER, False), (Order.AROUND, False)]
)
def test_a_body_hides_what_is_behind_it_unless_told_otherwise(order: Order, hidden: bool) -> None:
    sheets = (Sheet(_card(-1), order=order),)
    body = place([_card(3, 1.5)], _head()).points[0]
    drawn = draw(sheets, place(sheets, _head()), _picture(), _TILE, _LIGHT, body)
    assert (drawn[120, 120, 3] == 0) == hidden
    assert drawn[90, 90, 3] == 255


def test_a_brim_lies_behind_the_body_on_its_far_side_and_before_it_on_its_near_side() -> None:
    ring = turned([(4.0, 0.0), (6.0, -0.8)], columns=33)
    sheets = (Sheet(ring, inside=0.6, order=Order.AROUND),)
    lowered = _head()
    tilt = np.radians(25)
    turn = np.array([[1, 0, 0], [0, np.cos(tilt), np.sin(tilt)], [0, -np.sin(tilt), np.cos(tilt)]])
    head = Head(np.asarray(turn @ lowered.axes, np.float32), lowered.origin, 60.0)
    placed = place(sheets, head)
    body = place([_card(0, 9)], _head()).points[0]
    drawn = draw(sheets, placed, _picture(), _TILE, _LIGHT, body)[..., 3]
    free = draw(sheets, placed, _picture(), _TILE, _LIGHT)[..., 3]
    grid = placed.points[0]
    nearest, farthest = (grid[-1, at, :2].astype(int) for at in (16, 0))
    near, far = (np.s_[place_[1] - 8 : place_[1] + 8, 110:130] for place_ in (nearest, farthest))
    assert (free[near] > 200).any()
    assert (free[far] > 200).any()
    assert (drawn[near] > 200).sum() == (free[near] > 200).sum()
    assert not (drawn[far] > 200).any()


def test_edges_are_anti_aliased() -> None:
    sheets = (Sheet(turned([(0.01, 4), (2.3, -4)], columns=33)),)
    alpha = draw(sheets, place(sheets, _head()), _picture(), _TILE, _LIGHT)[..., 3]
    rows = np.arange(100, 140)
    wide = alpha[rows].sum(axis=1) / 255  # grows evenly, by less than a pixel's step
    off_line = wide - np.polyval(np.polyfit(rows, wide, 1), rows)
    assert np.abs(off_line).max() < 0.25


def test_a_highlight_never_shines_where_nothing_is() -> None:
    holed = _HALVES.copy()
    holed[8:24, 8:24] = 0
    sheets = (Sheet(_card(0), gloss=1.0, polish=1.0),)
    drawn = draw(sheets, place(sheets, _head()), sprite(holed), _TILE, _LIGHT)
    assert (drawn[..., :3].max(axis=2) <= drawn[..., 3]).all()
    assert not drawn[120, 120].any()
