from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from filters.effects.swap.fringe import without_fringe
from filters.effects.swap.photo import SHIPPED, SwapPhotoParams, render
from filters.regions import LEFT_IRIS_CENTRE
from filters.types import Face, FilterContext, FindPortrait, Image
from tests.filters.effects.swap.faces import GREEN, colour_at, painted, photo_of
from tests.filters.scenes import face_at, face_in, matte_of, picture
from tests.filters.trying import find_portrait

CHEEK, NOSE, MOUTH = 205, 4, (13, 14)


def seen(find: FindPortrait | None = find_portrait, face: Face | None = None) -> FilterContext:
    image = picture(320, 240)
    face = face or face_in(image, 0.8)
    return FilterContext(image, face, matte_of(face, image), 0.0, find_portrait=find)


def worn(context: FilterContext, params: SwapPhotoParams) -> Image:
    layer = render(context, params)
    assert layer is not None
    out = context.image.copy()
    x, y = layer.origin
    h, w = layer.rgba.shape[:2]
    share = layer.rgba[..., 3:] / 255
    out[y : y + h, x : x + w] = (
        out[y : y + h, x : x + w] * (1 - share) + layer.rgba[..., :3] * share
    )
    return out


def test_the_photo_is_on_the_cheeks_but_not_in_eyes_and_mouth(tmp_path: Path) -> None:
    context = seen()
    params = SwapPhotoParams(photo=str(photo_of(tmp_path, GREEN)), colour=0.0)
    out = worn(context, params)
    for landmark in (CHEEK, NOSE):
        assert colour_at(out, context.face, landmark) == pytest.approx(GREEN, abs=4)
    for landmarks in ((LEFT_IRIS_CENTRE,), MOUTH):
        before = colour_at(context.image, context.face, *landmarks)
        assert colour_at(out, context.face, *landmarks) == pytest.approx(before, abs=20)


def test_the_eyes_of_the_photo_are_worn_if_wanted(tmp_path: Path) -> None:
    context = seen()
    photo = str(photo_of(tmp_path, GREEN))
    out = worn(context, SwapPhotoParams(photo=photo, colour=0.0, own_eyes=False, own_mouth=False))
    for landmarks in ((LEFT_IRIS_CENTRE,), MOUTH):
        assert colour_at(out, context.face, *landmarks) == pytest.approx(GREEN, abs=6)


def test_by_default_it_takes_the_colour_of_the_wearers_skin(tmp_path: Path) -> None:
    context = seen()
    out = worn(context, SwapPhotoParams(photo=str(photo_of(tmp_path, (90, 70, 60)))))
    cheek = colour_at(cv2.blur(context.image, (25, 25)), context.face, CHEEK)
    assert colour_at(cv2.blur(out, (25, 25)), context.face, CHEEK) == pytest.approx(cheek, abs=18)


def test_a_photo_is_searched_once_until_its_file_changes(tmp_path: Path) -> None:
    asked: list[tuple[int, ...]] = []

    def find(image: Image) -> Face:
        asked.append(image.shape)
        return find_portrait(image)

    photo = photo_of(tmp_path, GREEN)
    params = SwapPhotoParams(photo=str(photo), colour=0.0)
    first = worn(seen(find), params)
    np.testing.assert_array_equal(worn(seen(find), params), first)
    assert len(asked) == 1
    photo_of(tmp_path, (200, 40, 40))
    photo.touch()
    assert (worn(seen(find), params) != first).any()
    assert len(asked) == 2


def test_a_photo_is_turned_upright_before_it_is_searched(tmp_path: Path) -> None:
    path = tmp_path / "größe.jpg"  # and its name may have any letters
    _, jpeg = cv2.imencode(".jpg", np.full((40, 80, 3), 128, np.uint8))
    sideways = (
        b"\xff\xe1\x00\x22Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0"
    )
    path.write_bytes(jpeg.tobytes()[:2] + sideways + jpeg.tobytes()[2:])
    shapes = []

    def find(image: Image) -> Face:
        shapes.append(image.shape)
        return find_portrait(image)

    render(seen(find), SwapPhotoParams(photo=str(path)))
    assert shapes == [(80, 40, 3)]


def test_the_shipped_portrait_is_worn_by_default() -> None:
    assert SHIPPED.is_file()
    assert render(seen(), SwapPhotoParams()) is not None


def test_what_is_wrong_with_a_photo_is_said_in_a_line(tmp_path: Path) -> None:
    good, bad = photo_of(tmp_path, GREEN), tmp_path / "text.png"
    bad.write_text("no picture")
    (tmp_path / "empty.png").touch()
    for photo, find, said in (
        (good, None, "nothing here can find the face in photo.png"),
        (tmp_path / "none.png", find_portrait, "none.png can't be read: No such file"),
        (bad, find_portrait, "text.png is not a picture"),
        (tmp_path / "empty.png", find_portrait, "empty.png is not a picture"),
        (good, lambda _: None, "no face is seen in photo.png"),
        (good, lambda _: face_at((900, 900), 50), "no face is seen in photo.png"),
        (good, lambda _: face_at((120, 120), 90, yaw=80), "photo.png is turned away"),
    ):
        with pytest.raises(ValueError, match=said) as caught:
            render(seen(find), SwapPhotoParams(photo=str(photo)))
        assert "\n" not in str(caught.value)


def test_a_wearer_in_profile_keeps_the_own_face() -> None:
    assert render(seen(face=face_at((160, 120), 150, yaw=86)), SwapPhotoParams()) is None


def test_hair_over_the_forehead_is_not_worn_and_a_beard_is() -> None:
    image = np.full((480, 480, 3), (205, 160, 140), np.uint8)
    face = face_in(image, 0.9)
    top, brow = face.points[10, 1], face.points[9, 1]
    image[: int(0.4 * top + 0.6 * brow)] = (70, 45, 30)
    image[int(face.points[17, 1]) :] = (60, 45, 40)
    worn = without_fringe(image, face.points).alpha
    forehead, chin, cheek = (face.points[at, :2].astype(int) for at in (151, 199, CHEEK))
    assert worn[forehead[1], forehead[0]] < 0.05
    for x, y in (chin, cheek):
        assert worn[y, x] > 0.95


def test_a_bare_forehead_is_worn_whole() -> None:
    image = np.full((480, 480, 3), 90, np.uint8)
    face = face_in(image, 0.9)
    image = painted(image, face, (205, 160, 140))
    worn = without_fringe(image, face.points).alpha
    x, y = face.points[151, :2].astype(int)
    assert worn[y, x] > 0.95


def test_a_lock_beside_the_eye_is_not_worn() -> None:
    image = np.full((480, 480, 3), (205, 160, 140), np.uint8)
    face = face_in(image, 0.9)
    corner = int(face.points[33, 0] - 0.06 * np.ptp(face.points[:, 0]))
    image[:, :corner] = (90, 40, 120)
    worn = without_fringe(image, face.points).alpha
    temple, other = (face.points[at, :2].astype(int) for at in (127, 356))
    assert worn[temple[1], temple[0] + 3] < 0.1
    assert worn[other[1], other[0] - 8] > 0.9
