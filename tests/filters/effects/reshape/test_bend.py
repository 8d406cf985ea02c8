from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
import pytest

from filters.compositing import lay
from filters.effects.reshape.bend import displacement, reshape
from filters.effects.reshape.bumps import Bump, row
from filters.effects.reshape.plane import Plane, plane_of
from filters.regions import face_width, hull
from filters.tiles import Tile
from filters.types import Face, FilterContext, Matte
from filters.veil import veil
from tests.filters.effects.reshape.shapes import SHAPES, even_face, extremes, field
from tests.filters.scenes import behind, context, face_at, matte_of, picture

CENTRE = (320.0, 240.0)
every_shape = pytest.mark.parametrize("name", SHAPES)


@dataclass(frozen=True)
class Full:
    strength: float = 1.0


def only(*bumps: Bump) -> Any:
    """A shape that is these bumps around the tip of the nose."""

    def shape(plane: Plane, params: object) -> Sequence[Bump]:
        x, y = plane.at(1)
        return [replace(bump, at=(bump.at[0] + x, bump.at[1] + y)) for bump in bumps]

    return shape


@every_shape
@pytest.mark.parametrize("hidden", [False, True])
def test_nothing_folds_at_any_extreme(name: str, hidden: bool) -> None:
    shape, params = SHAPES[name]
    image, face = picture(640, 480), face_at(CENTRE, 200, roll=12, yaw=20)
    matte = matte_of(face, image)
    if hidden:
        x, y = (int(v) for v in face.points[1, :2])
        image, matte = behind(matte, image, (x + 10, y - 90, x + 40, y + 60), (0, 0, 0))
    for extreme in extremes(params):
        found = displacement(shape, FilterContext(image, face, matte, 0.0), extreme)
        if found is None:
            continue
        dx, dy = found[1][..., 0], found[1][..., 1]
        down_x, across_x = np.gradient(dx)
        down_y, across_y = np.gradient(dy)
        assert ((1 + across_x) * (1 + down_y) - down_x * across_y).min() > 0.1, extreme


@every_shape
def test_what_is_around_the_face_moves_in_a_narrow_ring_alone(name: str) -> None:
    shape, params = SHAPES[name]
    face = face_at(CENTRE, 200)
    ring = {"bulge": 0.6, "stretch": 0.5}.get(name, 0.24)
    loop = hull(face.points).astype(np.float32)
    for extreme in extremes(params):
        tile, shift = field(shape, context(picture(640, 480), face), extreme)
        moved = np.hypot(shift[..., 0], shift[..., 1])
        for border in (moved[0], moved[-1], moved[:, 0], moved[:, -1]):
            assert border.max() < 0.05  # no seam at the tile's edge
        ys, xs = np.nonzero(moved > 0.5)
        far = [
            -cv2.pointPolygonTest(loop, (float(x + tile.x), float(y + tile.y)), True)
            for x, y in zip(xs[::7], ys[::7], strict=True)
        ]
        assert max(far) < ring * face_width(face.points), extreme


@every_shape
def test_no_pixel_comes_from_what_is_in_front(name: str) -> None:
    shape, params = SHAPES[name]
    face = face_at(CENTRE, 200)
    plain = np.full((480, 640, 3), (190, 150, 120), np.uint8)
    x, y = (int(v) for v in face.points[1, :2])
    for box in (
        (x + 8, 0, x + 30, 480),
        (x - 55, y - 70, x - 20, y - 20),
        (0, y + 50, 640, y + 66),
    ):
        held, matte = behind(matte_of(face, plain), plain, box, (0, 255, 0))
        for extreme in extremes(params):
            layer = reshape(shape, FilterContext(held, face, matte, 0.0), extreme)
            if layer is None:
                continue
            height, width = layer.rgba.shape[:2]
            out = lay(held, layer, veil(face, matte, Tile(*layer.origin, width, height)))
            inside = np.zeros((480, 640), np.uint8)
            cv2.fillPoly(inside, [hull(face.points).astype(np.int32)], 1)
            assert np.abs(out.astype(int) - held)[inside > 0].max() == 0, extreme


@pytest.mark.parametrize("name", [name for name in SHAPES if name != "swirl"])
def test_an_even_face_stays_even(name: str) -> None:
    shape, params = SHAPES[name]
    ctx = context(picture(641, 480), even_face((320, 240), 200))
    for extreme in extremes(params):
        tile, shift = field(shape, ctx, extreme)
        whole = np.zeros((480, 641, 2), np.float32)
        whole[tile.y : tile.y + tile.height, tile.x : tile.x + tile.width] = shift
        mirrored = whole[:, ::-1] * np.array([-1, 1], np.float32)
        assert np.abs(whole - mirrored).max() < 0.01 * np.abs(whole).max() + 0.05, extreme


@every_shape
def test_shapes_turn_with_the_head(name: str) -> None:
    shape, params = SHAPES[name]
    image, extreme = picture(640, 480), next(extremes(params))
    upright, turned = (face_at(CENTRE, 200, roll=roll) for roll in (0, 40))
    angle = math.radians(40)
    turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    one, other = (_at(shape, context(image, face), extreme, face) for face in (upright, turned))
    assert np.abs(one @ turn.T - other).max() < 0.25


@pytest.mark.parametrize("yaw", [-80, 80, 180])
def test_a_profile_is_left_alone(yaw: float) -> None:
    assert plane_of(face_at(CENTRE, 200, yaw=yaw)) is None


def test_a_turned_head_is_reshaped_less_and_less() -> None:
    seen = []
    for yaw in (20, 57, 64, 70):
        plane = plane_of(face_at(CENTRE, 200, yaw=yaw))
        assert plane is not None
        seen.append(plane.presence)
    assert seen[0] == 1
    assert seen == sorted(seen, reverse=True)
    assert seen[-1] < 0.3


def test_a_push_a_growth_and_a_turn_do_what_they_say() -> None:
    ctx = context(picture(640, 480), even_face(CENTRE, 300))
    plane = plane_of(ctx.face)
    assert plane is not None
    x, y = (int(v) for v in np.round(plane.pixels(plane.at(1))))
    cm = float(plane.axes[0, 0])
    tile, shift = field(only(Bump((0, 0), (6, 6), push=(0.2, 0.4))), ctx, Full())
    there = shift[y - tile.y, x - tile.x]
    np.testing.assert_allclose(there, [-0.2 * cm, 0.4 * cm], atol=0.03 * cm)
    tile, shift = field(only(Bump((0, 0), (6, 6), grow=(0.5, 0.0))), ctx, Full())
    here = shift[y - tile.y, x - tile.x - 2 : x - tile.x + 3]
    assert np.gradient(here[:, 0])[2] == pytest.approx(math.exp(-0.5) - 1, abs=0.02)
    assert np.abs(here[:, 1]).max() < 0.05
    tile, shift = field(only(Bump((0, 0), (6, 6), turn=2.5)), ctx, Full())
    ring = int(2 * cm)  # content is turned anticlockwise, so it comes from further clockwise
    source = shift[y - tile.y, x - tile.x + ring] + [ring, 0]
    assert np.hypot(*source) == pytest.approx(ring, rel=0.02)
    angle = 2.5 * (1 - (ring / (6 * cm)) ** 2) ** 2
    assert math.atan2(source[1], source[0]) == pytest.approx(angle, abs=0.03)


def test_a_row_moves_every_place_as_wanted_however_dense_it_is() -> None:
    for count in (4, 13):
        line = [Bump((x, 0.0), (2, 2), push=(0.0, 0.5)) for x in np.linspace(-3, 3, count)]
        moved = sum(
            bump.push[1] * max(1 - (bump.at[0] / 2) ** 2, 0) ** 2 for bump in row(line)
        )  # in the middle of the line
        assert moved == pytest.approx(0.5, rel=0.15)


def test_pixels_that_hardly_move_keep_their_own_value() -> None:
    ctx = context(picture(640, 480), face_at(CENTRE, 200))
    shape, params = SHAPES["slim-face"]
    tile, shift = field(shape, ctx, params())
    layer = reshape(shape, ctx, params())
    assert layer is not None
    assert layer.origin == tile.origin
    moved = np.hypot(shift[..., 0], shift[..., 1])
    alpha = layer.rgba[..., 3]
    assert (alpha[moved < 0.05] == 0).all()
    assert (alpha[moved > 0.26] == 255).all()


def test_no_pixel_comes_from_outside_the_picture() -> None:
    for centre in ((40, 30), (600, 450)):
        for name in ("slim-face", "stretch", "bulge"):
            shape, params = SHAPES[name]
            image = picture(640, 480)
            for extreme in extremes(params):
                found = displacement(shape, context(image, face_at(centre, 200)), extreme)
                if found is None:
                    continue
                tile, shift = found
                xs = shift[..., 0] + np.arange(tile.x, tile.x + tile.width)
                ys = shift[..., 1] + np.arange(tile.y, tile.y + tile.height)[:, None]
                assert min(xs.min(), ys.min()) > -1
                assert xs.max() < 640
                assert ys.max() < 480


def test_a_face_beside_is_not_bent() -> None:
    shape, params = SHAPES["stretch"]
    image = picture(640, 480)
    face, beside = face_at((250, 240), 200), face_at((425, 240), 150, id=1)
    ctx = FilterContext(image, face, None, 0.0, others=((beside, None),))
    wide = params(strength=1.0, shape="wide")
    tile, shift = field(shape, ctx, wide)
    theirs = np.zeros((480, 640), np.uint8)
    cv2.fillPoly(theirs, [hull(beside.points).astype(np.int32)], 1)
    there = tile.cut(theirs[..., None])[..., 0] > 0
    assert there.sum() > 500
    assert np.abs(shift[there]).max() < 0.05
    alone = field(shape, context(image, face), wide)[1]
    assert np.abs(alone[there]).max() > 2


def test_a_speck_in_the_matte_hardly_changes_the_shape() -> None:
    shape, params = SHAPES["slim-face"]
    image, face = picture(640, 480), face_at(CENTRE, 200)
    clean = matte_of(face, image)
    alpha = clean.alpha.copy()
    x, y = (int(v) for v in face.points[50, :2])
    alpha[y, x] = 0.4
    one, other = (
        field(shape, FilterContext(image, face, matte, 0.0), params())[1]
        for matte in (clean, Matte(alpha))
    )
    assert np.abs(one - other).max() < 0.3


def _at(shape: Any, ctx: FilterContext, params: Any, face: Face) -> Any:
    """(468, 2) how the landmarks are displaced."""
    tile, shift = field(shape, ctx, params)
    whole = np.zeros((*ctx.image.shape[:2], 2), np.float32)
    whole[tile.y : tile.y + tile.height, tile.x : tile.x + tile.width] = shift
    x, y = np.ascontiguousarray(face.points[:468, :2].T)[:, None]
    return cv2.remap(whole, x, y, cv2.INTER_LINEAR)[0]
