"""Sprites: no halo, no loss, in their place."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from filters.mesh import ASSETS
from filters.sprites import (
    draw_card,
    faded,
    load_sprite,
    over,
    premultiplied,
    read_rgba,
    sprite,
    straight,
)
from filters.tiles import Tile

SHIPPED = sorted(path.stem for path in (ASSETS / "sprites").glob("*.png"))


def _disc() -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """White inside, transparent green outside."""
    y, x = np.mgrid[0:64, 0:64] - 31.5
    rgba = np.zeros((64, 64, 4), np.uint8)
    rgba[..., 1] = 255
    rgba[x**2 + y**2 < 28**2] = 255
    return rgba


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_sprites_load_are_large_and_have_clear_borders(name: str) -> None:
    rgba = read_rgba(ASSETS / "sprites" / f"{name}.png")
    assert rgba.shape[1] >= 512
    hinge = 1 if name.endswith("_arm") else 0  # an arm begins at its left border
    for border in (rgba[0], rgba[-1], rgba[:, -1], *([] if hinge else [rgba[:, 0]])):
        assert border[..., 3].max() == 0
    assert load_sprite(name) is load_sprite(name)


def test_resampling_leaves_no_halo() -> None:
    corners = np.array([[3.3, 4.1], [27.9, 2.2], [29.3, 28.6], [4.4, 26.2]])
    drawn = straight(draw_card(sprite(_disc()), corners, Tile(0, 0, 32, 32)))
    solid = drawn[drawn[..., 3] > 16].astype(int)
    assert len(solid) > 200
    assert (solid[:, 1] - solid[:, 0]).max() <= 6  # no green from the transparent pixels


def test_straight_undoes_premultiplied() -> None:
    rgba = np.random.default_rng(0).integers(0, 256, (16, 16, 4), dtype=np.uint8)
    rgba[..., 3] = np.maximum(rgba[..., 3], 128)
    assert np.abs(straight(premultiplied(rgba)).astype(int) - rgba).max() <= 2


def test_over_puts_the_top_over_the_bottom() -> None:
    red, blue = np.zeros((1, 3, 4), np.uint8), np.zeros((1, 3, 4), np.uint8)
    red[0, :, 0] = red[0, :, 3] = (0, 128, 255)
    blue[..., 2:] = 255
    np.testing.assert_array_equal(
        over(red, blue)[0], [[0, 0, 255, 255], [128, 0, 127, 255], [255, 0, 0, 255]]
    )


def test_fading_scales_all_of_it() -> None:
    np.testing.assert_array_equal(faded(np.full((1, 1, 4), 200, np.uint8), 0.5), [[[100] * 4]])


def test_a_card_on_its_own_pixels_is_the_picture() -> None:
    card = sprite(_disc())
    corners = np.array([[0, 0], [64, 0], [64, 64], [0, 64]]) - 0.5
    np.testing.assert_array_equal(draw_card(card, corners, Tile(0, 0, 64, 64)), card.levels[0])


def test_a_card_seen_edge_on_is_nothing() -> None:
    corners = np.array([[5, 0], [5, 0], [5, 64], [5, 64]])
    assert not draw_card(sprite(_disc()), corners, Tile(0, 0, 64, 64)).any()


def test_a_denser_picture_is_taken_from_a_smaller_level() -> None:
    card = sprite(_disc())
    assert card.level(1.0).shape[0] == 64
    assert card.level(2.0).shape[0] == 32
    assert card.level(1e6).shape[0] == card.levels[-1].shape[0]


def test_a_missing_sprite_is_named(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"monocle\.png is not a picture with transparency"):
        read_rgba(tmp_path / "monocle.png")
