from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from filters.decorate import Shot, decorate
from filters.effects.swap import FILTERS
from filters.effects.swap.faces import SwapFacesParams
from filters.types import Face, Image, Matte
from tests.filters.effects.swap.faces import colour_at, painted
from tests.filters.scenes import behind, face_at, matte_of, picture

SWAP = next(one for one in FILTERS if one.id == "swap-faces")
CHEEKS = 205, 425
RED, BLUE, GREEN = (190, 50, 50), (50, 70, 190), (50, 160, 70)
PLAIN = SwapFacesParams(colour=0.0)


def people(*sizes: float) -> tuple[Image, tuple[Face, ...], dict[int, Matte]]:
    """Red, blue and green people next to each other."""
    image = picture(200 * len(sizes), 240)
    faces = tuple(face_at((100 + 200 * at, 120), size, id=at) for at, size in enumerate(sizes))
    for face, colour in zip(faces, (RED, BLUE, GREEN), strict=False):
        image = painted(image, face, colour)
    return image, faces, {face.id: matte_of(face, image) for face in faces}


def swapped(
    image: Image,
    faces: tuple[Face, ...],
    mattes: dict[int, Matte],
    params: SwapFacesParams = PLAIN,
    captured: bool = True,
) -> Image:
    canvas = image.copy()
    decorate(canvas, SWAP, params, Shot(faces, mattes, captured=image if captured else None))
    return canvas


def test_two_people_wear_each_others_faces() -> None:
    image, faces, mattes = people(110, 90)
    out = swapped(image, faces, mattes)
    # the second one too wears what the camera saw, though the first is already painted over
    for face, colour in zip(faces, (BLUE, RED), strict=True):
        assert colour_at(out, face, CHEEKS[0]) == pytest.approx(colour, abs=3)


def test_three_people_pass_their_faces_round() -> None:
    image, faces, mattes = people(100, 100, 100)
    out = swapped(image, faces, mattes)
    for face, colour in zip(faces, (BLUE, GREEN, RED), strict=True):
        assert colour_at(out, face, CHEEKS[0]) == pytest.approx(colour, abs=3)


def test_all_can_wear_the_largest_face() -> None:
    image, faces, mattes = people(90, 120, 100)
    out = swapped(image, faces, mattes, replace(PLAIN, give="largest to all"))
    for face in faces:
        assert colour_at(out, face, CHEEKS[0]) == pytest.approx(BLUE, abs=3)


def test_who_is_alone_or_hidden_from_filters_keeps_the_own_face() -> None:
    image, faces, mattes = people(110, 90)
    np.testing.assert_array_equal(swapped(image, faces[:1], mattes), image)
    np.testing.assert_array_equal(swapped(image, faces, mattes, captured=False), image)


def test_a_face_that_is_only_remembered_takes_no_part() -> None:
    image, faces, mattes = people(100, 100, 100)
    out = swapped(image, (faces[0], replace(faces[1], confidence=0.0), faces[2]), mattes)
    for face, colour in zip(faces, (GREEN, BLUE, RED), strict=True):
        assert colour_at(out, face, CHEEKS[0]) == pytest.approx(colour, abs=3)


def test_what_is_in_front_of_the_giver_is_not_worn() -> None:
    image, faces, mattes = people(110, 110)
    x, y = faces[1].points[CHEEKS[0], :2].astype(int)
    box = (x - 16, y - 16, x + 16, y + 16)
    held, matte = behind(mattes[1], image, box, (250, 250, 0))
    # mattes are a pixel too generous now and then
    mattes[1] = replace(matte, alpha=cv2.dilate(matte.alpha, np.ones((3, 3))))
    out = swapped(held, faces, mattes)
    assert colour_at(out, faces[0], CHEEKS[0]) == pytest.approx(RED, abs=3)
    assert colour_at(out, faces[0], CHEEKS[1]) == pytest.approx(BLUE, abs=3)
    # nor is a rim of it
    yellow = (out[:, :200, 0] > 120) & (out[:, :200, 1] > 120) & (out[:, :200, 2] < 60)
    assert not yellow.any()
