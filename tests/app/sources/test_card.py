from __future__ import annotations

import numpy as np
import pytest

from app.sources.card import GROUND, card


@pytest.mark.parametrize("size", [(1280, 720), (404, 720), (64, 48), (16, 16)])
def test_a_card_has_the_size_asked_for_and_words_on_its_ground(size: tuple[int, int]) -> None:
    image = card("Camera 0 was lost", "Looking for it...", size)
    assert image.shape == (size[1], size[0], 3)
    assert image.dtype == np.uint8
    assert image.max() > 150


@pytest.mark.parametrize("size", [(1280, 720), (404, 720)])
def test_long_words_stay_inside(size: tuple[int, int]) -> None:
    image = card("A Camera With A Very Long Name From A Shop was lost", "Looking for it...", size)
    empty = (image == GROUND).all(axis=2)
    columns, rows = np.flatnonzero(~empty.all(axis=0)), np.flatnonzero(~empty.all(axis=1))
    assert columns[0] > 0
    assert columns[-1] < size[0] - 1
    assert abs((columns[0] + columns[-1]) / 2 - size[0] / 2) < 3
    assert abs((rows[0] + rows[-1]) / 2 - size[1] / 2) < size[1] / 20


def test_letters_the_font_has_not_are_replaced_by_plain_ones_or_left_out() -> None:
    size = (320, 180)
    assert np.array_equal(card("Kaméra was lost", "", size), card("Kamera was lost", "", size))
    assert np.array_equal(card("カメラ was lost", "", size), card("was lost", "", size))
