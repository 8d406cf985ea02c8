"""The veil: the matte inside the face, carried outwards beyond."""

from __future__ import annotations

import numpy as np

from filters.regions import face_width
from filters.tiles import Tile
from filters.types import Alpha, Face, Matte
from filters.veil import carry_outwards, veil
from tests.filters.scenes import behind, face_at, matte_of, picture

WHOLE = Tile(0, 0, 320, 320)
FACE = face_at((160, 160), 140)


def _veil(matte: Matte, face: Face = FACE, tile: Tile = WHOLE) -> Alpha:
    found = veil(face, matte, tile)
    assert found is not None
    assert found.origin == tile.origin
    assert found.alpha.shape == tile.shape
    return found.alpha


def test_a_face_with_nothing_in_front_hides_nothing_anywhere() -> None:
    assert _veil(matte_of(FACE, picture(320, 320))).min() > 0.95


def test_inside_the_face_the_veil_is_the_matte() -> None:
    image = picture(320, 320)
    _, matte = behind(matte_of(FACE, image), image, (150, 150, 170, 170), (0, 0, 0))
    alpha = _veil(matte)
    np.testing.assert_array_equal(alpha[151:169, 151:169], 0)
    assert alpha[140, 140] == 1


def test_a_hand_that_crosses_the_hull_hides_both_sides_of_it() -> None:
    image = picture(320, 320)
    eyes = int(FACE.points[33, 1])
    band = (200, eyes - 25, 320, eyes + 25)
    _, matte = behind(matte_of(FACE, image), image, band, (0, 0, 0))
    alpha = _veil(matte)
    outside = int(FACE.points[:, 0].max() + 0.08 * face_width(FACE.points))
    assert alpha[eyes, outside] < 0.1
    assert alpha[eyes, 320 - outside] > 0.95  # the other side is free
    assert alpha[eyes + 60, outside] > 0.9  # and so is what is far below the hand


def test_a_soft_or_hairy_edge_of_the_matte_hides_nothing_outside() -> None:
    image = picture(320, 320)
    matte = matte_of(FACE, image)
    middle = FACE.points[:468, :2].mean(axis=0)
    x = np.arange(320)[None, :].repeat(320, axis=0)
    # the rim of the face is 0: a hairline lower than the landmarks say
    points = middle + (FACE.points[:, :2] - middle) * 0.975
    lower = np.column_stack((points, FACE.points[:, 2])).astype(np.float32)
    smaller = matte_of(Face(0, lower), image)
    alpha = _veil(Matte(np.minimum(matte.alpha, smaller.alpha)))
    assert alpha[(x < 60) | (x > 260)].min() > 0.9


def test_the_veil_of_an_unknown_matte_is_none() -> None:
    assert veil(FACE, None, WHOLE) is None


def test_a_smaller_tile_sees_the_same_veil() -> None:
    image = picture(320, 320)
    _, matte = behind(matte_of(FACE, image), image, (200, 100, 320, 150), (0, 0, 0))
    part = Tile(180, 80, 100, 90)
    difference = np.abs(_veil(matte)[80:170, 180:280] - _veil(matte, tile=part))
    assert difference.mean() < 0.02


def test_carrying_gives_the_nearest_value() -> None:
    values = np.array([[0, 0.25, 0.75, 0, 0]], np.float32)
    inside = np.array([[False, True, True, False, False]])
    np.testing.assert_allclose(
        carry_outwards(values, inside), [[0.25, 0.25, 0.75, 0.75, 0.75]], atol=1e-6
    )


def test_carrying_from_nowhere_hides_nothing() -> None:
    nothing = np.zeros((3, 4), np.float32)
    assert (carry_outwards(nothing, nothing > 0) == 1).all()
