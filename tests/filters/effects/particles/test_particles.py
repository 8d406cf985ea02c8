from __future__ import annotations

import numpy as np
import pytest

from filters.effects.particles import FILTERS
from filters.effects.particles.drawing import draw, picture_of, tile_of
from filters.effects.particles.kinds import KINDS
from filters.effects.particles.particles import ParticlesParams, render
from filters.effects.particles.swarm import Swarm
from filters.sprites import sprite
from filters.tiles import Tile
from filters.types import Image
from tests.filters.scenes import behind, context, face_at, matte_of, picture
from tests.filters.trying import worn

FACE = face_at((320, 240), 150)
PARTICLES = next(one for one in FILTERS if one.id == "particles")


def alone(opacity: float = 1.0, size: float = 20.0, angle: float = 0.0, flip: float = 1.0) -> Swarm:
    """One particle at (50, 40)."""
    return Swarm(
        places=np.array([[50.0, 40.0]]),
        sizes=np.array([size]),
        angles=np.array([angle]),
        flips=np.array([flip]),
        opacities=np.array([opacity]),
        pictures=np.array([0]),
    )


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_has_its_pictures_in_any_colour(name: str) -> None:
    for one in KINDS[name].sprites:
        own = picture_of(one, "")
        assert min(own.size) >= 128
        blue = picture_of(one, "#0020ff").levels[0]
        surely = blue[..., 3] > 200
        if surely.any():
            red, _, blues = (float(np.median(blue[..., at][surely])) for at in range(3))
            assert blues > red + 40


def test_a_particle_is_drawn_where_it_is_as_large_as_it_is() -> None:
    full = sprite(np.full((64, 64, 4), 255, np.uint8))
    drawn = draw(alone(), (full,), 1.0, False, Tile(0, 0, 100, 80))
    y, x = np.nonzero(drawn[..., 3] > 127)
    assert (x.mean(), y.mean()) == pytest.approx((50, 40), abs=0.6)
    assert (np.ptp(x) + 1, np.ptp(y) + 1) == pytest.approx((20, 20), abs=1)


def test_a_particle_tumbles_turns_and_fades() -> None:
    full = sprite(np.full((64, 64, 4), 255, np.uint8))
    tile = Tile(0, 0, 100, 80)
    thin = draw(alone(flip=-0.5), (full,), 1.0, False, tile)
    y, x = np.nonzero(thin[..., 3] > 127)
    assert (np.ptp(x) + 1, np.ptp(y) + 1) == pytest.approx((10, 20), abs=1)
    turned = draw(alone(flip=0.5, angle=np.pi / 2), (full,), 1.0, False, tile)
    y, x = np.nonzero(turned[..., 3] > 127)
    assert (np.ptp(x) + 1, np.ptp(y) + 1) == pytest.approx((20, 10), abs=1)
    assert draw(alone(opacity=0.5), (full,), 1.0, False, tile)[40, 50, 3] == pytest.approx(
        128, abs=1
    )


@pytest.mark.parametrize("first", [0, 1])
def test_of_two_that_shine_the_brighter_shows_and_else_the_one_in_front(first: int) -> None:
    pictures = tuple(
        sprite(np.full((64, 64, 4), (grey, grey, grey, 255), np.uint8)) for grey in (90, 220)
    )
    one = alone()
    two = Swarm(
        places=np.repeat(one.places, 2, axis=0),
        sizes=np.repeat(one.sizes, 2),
        angles=np.repeat(one.angles, 2),
        flips=np.repeat(one.flips, 2),
        opacities=np.repeat(one.opacities, 2),
        pictures=np.array([first, 1 - first]),
    )
    tile = Tile(0, 0, 100, 80)
    assert draw(two, pictures, 1.0, True, tile)[40, 50, 0] == 220
    assert draw(two, pictures, 1.0, False, tile)[40, 50, 0] == (90, 220)[1 - first]


def test_particles_of_no_size_or_opacity_need_no_tile() -> None:
    assert tile_of(alone(opacity=0.0), (80, 100, 3)) is None
    assert tile_of(alone(size=0.2), (80, 100, 3)) is None
    assert tile_of(alone(), (80, 100, 3)) is not None


def mean_of(image: Image, kind: str) -> float:
    layer = render(context(image, FACE), ParticlesParams(kind=kind))
    assert layer is not None
    return float(layer.rgba[..., :3][layer.rgba[..., 3] > 200].mean())


def test_in_the_dark_confetti_is_dim_and_sparkles_shine() -> None:
    bright = picture(640, 480)
    dark = (bright * 0.3).astype(np.uint8)
    assert mean_of(dark, "confetti") < 0.6 * mean_of(bright, "confetti")
    assert mean_of(dark, "sparkles") == mean_of(bright, "sparkles")


def test_particles_fly_above_a_fringe() -> None:
    """Hair over the forehead is not in front of what flies above the head."""
    image = np.full((480, 640, 3), (196, 150, 128), np.uint8)
    x, y = FACE.points[10, :2].astype(int)
    image[: y + 2] = (70, 48, 30)
    fringe, matte = behind(matte_of(FACE, image), image, (0, 0, 640, y + 26), (70, 48, 30))
    above = np.s_[: y - 30, x - 60 : x + 60]
    out = worn(fringe, PARTICLES, FACE, matte, ParticlesParams(kind="stars", amount=1.0))
    assert (out != fringe).any(axis=2)[above].sum() > 500
