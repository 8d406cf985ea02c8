"""Regions, tiles and masks."""

from __future__ import annotations

import numpy as np
import pytest

from filters.regions import (
    LEFT_EYE,
    LEFT_IRIS_CENTRE,
    LEFT_SIDE,
    RIGHT_EYE,
    RIGHT_IRIS_CENTRE,
    RIGHT_SIDE,
    face_width,
    hull,
    polygon_mask,
    smooth_loop,
)
from filters.tiles import LEAST, Tile, tile_around
from tests.filters.scenes import face_at

SQUARE = np.array([[10, 10], [30, 10], [30, 30], [10, 30]], np.float32)


def test_turning_the_head_leaves_the_face_width_alone() -> None:
    front, turned = face_at((0, 0), 100).points, face_at((0, 0), 100, yaw=40).points
    sides = [RIGHT_SIDE, LEFT_SIDE]
    assert np.ptp(turned[sides, 0]) < 0.85 * np.ptp(front[sides, 0])
    assert face_width(turned) == pytest.approx(face_width(front), rel=1e-4)


def test_the_persons_right_is_on_the_left_of_the_picture() -> None:
    points = face_at((0, 0), 100).points
    assert points[list(RIGHT_EYE), 0].max() < points[list(LEFT_EYE), 0].min()
    assert points[RIGHT_IRIS_CENTRE, 0] < points[LEFT_IRIS_CENTRE, 0]


def test_the_hull_holds_every_point() -> None:
    face = face_at((100, 100), 100, roll=20, yaw=30)
    tile = Tile(0, 0, 200, 200)
    inside = polygon_mask([hull(face.points)], tile) > 0
    x, y = np.round(face.points[:468, :2]).astype(int).T
    assert inside[y, x].all()


def test_a_mask_is_1_inside_0_outside_and_even_at_the_edge() -> None:
    mask = polygon_mask([SQUARE + 0.5], Tile(0, 0, 40, 40))
    assert mask[20, 20] == 1
    assert mask[5, 20] == 0
    assert 0.2 < mask[20, 10] < 0.8


@pytest.mark.parametrize("feather", [1.0, 3.0, 9.0, 40.0])
def test_feathering_keeps_a_masks_weight(feather: float) -> None:
    tile = Tile(-200, -200, 440, 440)
    mask = polygon_mask([SQUARE * 4], tile, feather)
    assert mask.shape == tile.shape
    assert mask.sum() == pytest.approx(81 * 81, rel=0.06)


@pytest.mark.parametrize("feather", [0.0, 6.0])
def test_a_tiles_place_does_not_move_the_mask(feather: float) -> None:
    whole = polygon_mask([SQUARE * 3], Tile(0, 0, 120, 120), feather)
    part = polygon_mask([SQUARE * 3], Tile(24, 36, 96, 84), feather)
    assert np.abs(whole[36:, 24:] - part).max() < 0.15


def test_holes_are_cut_out() -> None:
    mask = polygon_mask([SQUARE], Tile(0, 0, 40, 40), holes=[SQUARE * 0.5 + 10])
    assert mask[20, 20] == 0
    assert mask[12, 12] == 1


def test_a_smooth_loop_goes_through_its_points() -> None:
    loop = smooth_loop(SQUARE, steps=5)
    assert loop.shape == (20, 2)
    np.testing.assert_allclose(loop[::5], SQUARE, atol=1e-4)


def test_a_tile_is_cut_at_the_frame() -> None:
    tile = tile_around(SQUARE, 15, (35, 28, 3))
    assert tile == Tile(0, 0, 28, 35)


def test_a_tile_at_the_very_edge_goes_on_inside() -> None:
    assert tile_around(SQUARE + np.array([-30, 19]), 0, (50, 50, 3)) == Tile(0, 29, LEAST, 21)
    assert tile_around(SQUARE + 39, 0, (50, 50, 3)) == Tile(44, 44, LEAST, LEAST)
    assert tile_around(SQUARE, 0, (40, 2, 3)) is None
    assert tile_around(SQUARE - 10, 0, (3, 2, 3)) == Tile(0, 0, 2, 3)


def test_there_is_no_tile_outside_the_frame() -> None:
    assert tile_around(SQUARE + 100, 5, (50, 50, 3)) is None
