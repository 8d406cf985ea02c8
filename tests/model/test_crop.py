from __future__ import annotations

import cv2
import numpy as np
import pytest

from model.crop import DRIFT, FILL, LEAP, MOVES, Crop, around, follow, foreseen

BOX = (300.0, 200.0, 420.0, 350.0)


def test_the_face_takes_its_share_of_the_crop() -> None:
    crop = around(BOX)
    assert crop.side == pytest.approx(150 / FILL, abs=1)
    assert crop.left + crop.side / 2 == pytest.approx(360, abs=1)
    assert crop.top + crop.side / 2 == pytest.approx(275, abs=1)


@pytest.mark.parametrize("side", [64, 256, 400])
def test_paste_undoes_extract(side: int) -> None:
    soft = cv2.GaussianBlur(
        np.random.default_rng(0).random((480, 640)).astype(np.float32), (0, 0), 9
    )
    soft = (soft - soft.min()) / (soft.max() - soft.min())
    image = np.repeat((soft * 255).astype(np.uint8)[..., None], 3, 2)
    crop = Crop(100, 50, side)
    cut = np.asarray(crop.extract(image)[..., 0] / 255, np.float32)
    tile, origin = crop.paste(cut, (640, 480))
    assert origin == (100, 50)
    assert tile.shape == (side, side)
    assert np.abs(tile - soft[50 : 50 + side, 100 : 100 + side]).max() < 0.03


def test_a_crop_across_the_border_keeps_its_place() -> None:
    image = np.zeros((100, 100, 3), np.uint8)
    image[:20, :20] = 255
    crop = Crop(-32, -32, 64)
    cut = crop.extract(image, 64)
    assert cut[32 + 10, 32 + 10].tolist() == [255] * 3
    assert cut[32 + 25, 32 + 25].tolist() == [0] * 3
    tile, origin = crop.paste(np.ones((64, 64), np.float32), (100, 100))
    assert (tile.shape, origin) == ((32, 32), (0, 0))


def test_a_crop_outside_the_frame_is_black_and_pastes_nothing() -> None:
    crop = Crop(500, 500, 64)
    assert not crop.extract(np.full((100, 100, 3), 255, np.uint8)).any()
    assert crop.paste(np.ones((256, 256), np.float32), (100, 100))[0].size == 0


def test_the_crop_holds_still_inside_the_margin() -> None:
    crop = around(BOX)
    step = 0.9 * DRIFT * crop.side
    moved = (BOX[0] + step, BOX[1] - step, BOX[2] + step, BOX[3] - step)
    assert follow(crop, moved) is crop


def test_the_crop_is_dragged_no_further_than_the_margin() -> None:
    crop = around(BOX)
    moved = (BOX[0] + 60, BOX[1], BOX[2] + 60, BOX[3])
    dragged = follow(crop, moved)
    assert dragged.top == crop.top
    assert dragged.left == pytest.approx(crop.left + 60 - DRIFT * crop.side, abs=1)


@pytest.mark.parametrize(("share", "held"), [(0.8 * MOVES, True), (1.2 * MOVES, False)])
def test_the_crop_keeps_a_face_that_moves_in_its_middle(share: float, held: bool) -> None:
    crop = around(BOX)
    before = (BOX[0] + 4, BOX[1], BOX[2] + 4, BOX[3])
    step = share * 150
    moved = (before[0] + step, before[1], before[2] + step, before[3])
    followed = follow(crop, moved, before)
    assert (followed is crop) == held
    if not held:
        assert followed == around(moved)


def test_a_face_is_foreseen_where_it_goes_but_for_shaking_and_leaping() -> None:
    assert foreseen(BOX, (30, -15)) == (330, 185, 450, 335)
    assert foreseen(BOX, (0.9 * MOVES * 150, 0)) == BOX
    assert foreseen(BOX, (900, 0)) == (300 + LEAP * 150, 200, 420 + LEAP * 150, 350)


def test_the_crop_grows_with_the_face() -> None:
    crop = around(BOX)
    near = (240.0, 140.0, 480.0, 440.0)
    assert follow(crop, near).side > 1.5 * crop.side


def test_a_crop_of_no_size_is_refused() -> None:
    with pytest.raises(ValueError, match="need at least 2"):
        Crop(0, 0, 1)
