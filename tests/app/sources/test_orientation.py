from __future__ import annotations

import numpy as np
import pytest

from app.sources.orientation import Orientation

# a b c
# d e f
IMAGE = np.array([[1, 2, 3], [4, 5, 6]], np.uint8)[..., None].repeat(3, axis=2)


@pytest.mark.parametrize(
    ("orientation", "expected"),
    [
        (Orientation(), [[1, 2, 3], [4, 5, 6]]),
        (Orientation(turn=90), [[4, 1], [5, 2], [6, 3]]),
        (Orientation(turn=180), [[6, 5, 4], [3, 2, 1]]),
        (Orientation(turn=270), [[3, 6], [2, 5], [1, 4]]),
        (Orientation(mirror=True), [[3, 2, 1], [6, 5, 4]]),
        (Orientation(turn=90, mirror=True), [[1, 4], [2, 5], [3, 6]]),
    ],
)
def test_every_pixel_goes_where_it_belongs(
    orientation: Orientation, expected: list[list[int]]
) -> None:
    out = orientation.applied(IMAGE)
    assert out[..., 0].tolist() == expected
    assert out.dtype == np.uint8
    assert (out.shape[2], out.flags.c_contiguous) == (3, True)


def test_an_upright_picture_is_not_copied() -> None:
    assert Orientation().applied(IMAGE) is IMAGE


@pytest.mark.parametrize(
    ("size", "cut", "corner"),
    [
        ((1280, 720), (404, 720), (438, 0)),  # 405 wide would be odd
        ((1920, 1080), (608, 1080), (656, 0)),
        ((640, 480), (270, 480), (185, 0)),
        ((720, 1280), (720, 1280), (0, 0)),
        ((360, 800), (360, 640), (0, 80)),
        ((1, 1), (1, 1), (0, 0)),
    ],
)
def test_portrait_is_the_middle_nine_wide_and_sixteen_high(
    size: tuple[int, int], cut: tuple[int, int], corner: tuple[int, int]
) -> None:
    columns, rows = np.meshgrid(np.arange(size[0]), np.arange(size[1]))
    image = np.stack([columns % 251, rows % 251, columns // 251], axis=2).astype(np.uint8)
    out = Orientation(portrait=True).applied(image)
    assert (out.shape[1], out.shape[0]) == cut
    x, y = corner
    assert np.array_equal(out, image[y : y + cut[1], x : x + cut[0]])


def test_the_picture_is_turned_before_it_is_cut() -> None:
    image = np.zeros((720, 1280, 3), np.uint8)
    out = Orientation(turn=90, portrait=True).applied(image)
    assert out.shape == (1280, 720, 3)


@pytest.mark.parametrize("turn", [45, -90, 360])
def test_other_turns_are_refused(turn: int) -> None:
    with pytest.raises(ValueError, match=f"turn is {turn}, need one of"):
        Orientation(turn=turn)
