from __future__ import annotations

import numpy as np
import pytest

from app.perception.region import Region, near_region, search_regions
from filters.types import LANDMARKS, Image, Points

FRAME: Image = np.zeros((480, 640, 3), np.uint8)


def _face(x: float, y: float, size: float) -> Points:
    points = np.full((LANDMARKS, 3), (x, y, 0), np.float32)
    points[0, :2] -= size / 2
    points[1, :2] += size / 2
    return points


def test_a_large_face_is_looked_at_in_the_whole_frame() -> None:
    assert near_region(FRAME, _face(320, 240, 200)) is None


def test_a_small_face_is_looked_at_from_nearby() -> None:
    region = near_region(FRAME, _face(300, 150, 64))
    assert region is not None
    assert region.width == region.height == pytest.approx(3.5 * 64, abs=1)
    assert region.left + region.width / 2 == pytest.approx(300, abs=1)


def test_a_near_region_stays_inside_the_frame() -> None:
    region = near_region(FRAME, _face(630, 10, 64))
    assert region is not None
    assert region.left + region.width <= 640
    assert region.top == 0


@pytest.fixture
def region() -> Region:
    near = near_region(FRAME, _face(300, 150, 64))
    assert near is not None
    return near


def test_a_region_is_kept_while_the_face_is_well_inside(region: Region) -> None:
    assert near_region(FRAME, _face(320, 160, 70), (region,)) is region


def test_a_region_follows_a_face_that_leaves_it(region: Region) -> None:
    moved = near_region(FRAME, _face(375, 150, 64), (region,))
    assert moved is not None
    assert moved.left > region.left + 60


def test_a_face_that_comes_near_is_looked_at_whole_again(region: Region) -> None:
    assert near_region(FRAME, _face(300, 150, 160), (region,)) is None


def test_a_face_between_small_and_large_stays_where_it_was(region: Region) -> None:
    between = _face(300, 150, 0.26 * 480)
    assert near_region(FRAME, between) is None
    assert near_region(FRAME, between, (region,)) is not None


@pytest.mark.parametrize("size", [(480, 640), (640, 360), (50, 90)])
def test_the_search_covers_the_frame(size: tuple[int, int]) -> None:
    image: Image = np.zeros((*size, 3), np.uint8)
    for square in search_regions(image):
        square.cut(image)[:] = 1
    assert image.all()


@pytest.mark.parametrize(("size", "most"), [((1, 1), 0), ((7, 500), 0), ((200, 9000), 24)])
def test_the_search_is_bounded(size: tuple[int, int], most: int) -> None:
    assert len(search_regions(np.zeros((*size, 3), np.uint8))) == most


def test_the_search_begins_where_heads_are() -> None:
    first = search_regions(FRAME)[0]
    assert abs(first.left + first.width / 2 - 320) <= 72
    assert first.top + first.height / 2 < 240
