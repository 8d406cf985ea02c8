from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
import pytest

from app.perception import portrait
from app.perception.portrait import PortraitFinder
from app.sources.demo import Demo
from filters.types import Image


@pytest.fixture(scope="module")
def finder() -> Iterator[PortraitFinder]:
    made = PortraitFinder()
    yield made
    made.close()


@pytest.fixture(scope="module")
def photo() -> Image:
    """320 x 240, one face in the middle."""
    return next(Demo(size=(320, 240)).frames()).image


def test_the_largest_face_is_found(finder: PortraitFinder, photo: Image) -> None:
    small = np.zeros_like(photo)
    small[60:180, 80:240] = cv2.resize(photo, (160, 120), interpolation=cv2.INTER_AREA)
    for pair, middle in (((photo, small), 160), ((small, photo), 480)):
        face = finder(np.ascontiguousarray(np.hstack(pair)))
        assert face is not None
        assert face.points[1, 0] == pytest.approx(middle, abs=40)


def test_a_face_that_fills_the_photo_is_found_in_place(
    finder: PortraitFinder, photo: Image, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = finder(photo)
    assert whole is not None
    low, high = whole.points[:, :2].min(axis=0), whole.points[:, :2].max(axis=0)
    inset = 0.2 * (high - low)
    low, high = np.round(low + inset).astype(int), np.round(high - inset).astype(int)
    tight = np.ascontiguousarray(photo[low[1] : high[1], low[0] : high[0]])
    face = finder(tight)
    assert face is not None
    assert np.abs(face.points[1, :2] + low - whole.points[1, :2]).max() < 5
    monkeypatch.setattr(portrait, "_BORDER", 0.0)
    assert finder(tight) is None


@pytest.mark.parametrize("size", [(1, 1), (240, 320)])
def test_a_photo_of_nothing_has_no_face(finder: PortraitFinder, size: tuple[int, int]) -> None:
    assert finder(np.full((*size, 3), 90, np.uint8)) is None


def test_it_is_loaded_by_the_first_photo_and_again_after_closing(photo: Image) -> None:
    finder = PortraitFinder()
    finder.close()
    first = finder(photo)
    finder.close()
    finder.close()
    again = finder(photo)
    finder.close()
    assert first is not None
    assert again is not None
    np.testing.assert_array_equal(first.points, again.points)
