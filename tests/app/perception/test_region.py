from __future__ import annotations

import numpy as np
import pytest

from app.perception.region import Region, next_region, search_regions, whole
from filters.types import LANDMARKS, Image, Points

FRAME: Image = np.zeros((480, 640, 3), np.uint8)


def _face(x: float, y: float, size: float) -> Points:
    points = np.full((LANDMARKS, 3), (x, y, 0), np.float32)
    points[0, :2] -= size / 2
    points[1, :2] += size / 2
    return points


def test_a_large_face_is_looked_at_in_the_whole_frame() -> None:
    assert next_region(FRAME, whole(FRAME), [_face(320, 240, 200)]) == whole(FRAME)


def test_a_small_face_is_looked_at_from_nearby() -> None:
    region = next_region(FRAME, whole(FRAME), [_face(300, 150, 64)])
    assert region.width == region.height == pytest.approx(3.5 * 64, abs=1)
    assert region.left + region.width / 2 == pytest.approx(300, abs=1)


def test_a_near_region_stays_inside_the_frame() -> None:
    region = next_region(FRAME, whole(FRAME), [_face(630, 10, 64)])
    assert region.left + region.width <= 640
    assert region.top == 0


def test_a_region_is_kept_while_the_face_is_well_inside() -> None:
    region = next_region(FRAME, whole(FRAME), [_face(300, 150, 64)])
    assert next_region(FRAME, region, [_face(320, 160, 70)]) is region


def test_a_region_follows_a_face_that_leaves_it() -> None:
    region = next_region(FRAME, whole(FRAME), [_face(300, 150, 64)])
    moved = next_region(FRAME, region, [_face(390, 150, 64)])
    assert moved.left > region.left + 60


def test_a_face_that_comes_near_is_looked_at_whole_again() -> None:
    region = next_region(FRAME, whole(FRAME), [_face(300, 150, 64)])
    assert next_region(FRAME, region, [_face(300, 150, 160)]) == whole(FRAME)


def test_no_face_means_the_whole_frame() -> None:
    assert next_region(FRAME, Region(10, 10, 100, 100), []) == whole(FRAME)


def test_two_small_faces_share_a_region() -> None:
    region = next_region(FRAME, whole(FRAME), [_face(200, 150, 64), _face(380, 160, 64)])
    assert region.left < 168
    assert region.left + region.width > 412


@pytest.mark.parametrize("size", [(480, 640), (640, 360), (1, 1), (7, 500)])
def test_the_search_covers_the_frame(size: tuple[int, int]) -> None:
    image: Image = np.zeros((*size, 3), np.uint8)
    for square in search_regions(image):
        square.cut(image)[:] = 1
        assert square.cut(image).shape[:2] == (square.height, square.width)
    covered = image[: max(search_regions(image), key=lambda s: s.top).top + 1]
    assert covered.all()


def test_the_search_begins_where_heads_are() -> None:
    first = search_regions(FRAME)[0]
    assert abs(first.left + first.width / 2 - 320) <= 72
    assert first.top + first.height / 2 < 240
