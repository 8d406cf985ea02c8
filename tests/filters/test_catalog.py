"""What every filter promises."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from filters.catalog import FILTERS, Filter, by_id
from filters.compositing import Laid
from filters.decorate import decorate_once
from filters.params import ParamSpec, fields_of, parse
from filters.regions import face_width, hull
from filters.types import Face, FilterContext, Image, Matte
from tests.filters.scenes import behind, context, face_at, face_in, matte_of, picture

every_filter = pytest.mark.parametrize("worn", FILTERS, ids=lambda f: f.id)


def decorated(
    image: Image, worn: Filter, face: Face, matte: Matte | None, params: object | None = None
) -> Image:
    canvas = image.copy()
    decorate_once(canvas, worn, params or worn.params(), face, matte, time=0.0)
    return canvas


def test_the_catalogue_has_the_four_filters_of_the_first_version() -> None:
    assert [f.id for f in FILTERS] == ["makeup", "face-paint", "glasses", "pixelate"]


def test_an_unknown_filter_is_answered_with_those_there_are() -> None:
    with pytest.raises(ValueError, match="'monocle', there are makeup, face-paint, glasses"):
        by_id("monocle")


@every_filter
def test_a_filter_says_what_it_is(worn: Filter) -> None:
    assert by_id(worn.id) is worn
    assert worn.title
    assert worn.description.endswith(".")
    assert fields_of(worn.params)


@every_filter
def test_only_privacy_is_laid_past_the_matte(worn: Filter) -> None:
    assert (worn.laid is Laid.OPEN) == worn.privacy


@every_filter
def test_rendering_is_pure(worn: Filter) -> None:
    image = picture(320, 240)
    before = image.copy()
    face = face_in(image)
    seen = context(image, face, matte_of(face, image))
    first, second = (worn.render(seen, worn.params()) for _ in range(2))
    assert first is not None
    assert second is not None
    np.testing.assert_array_equal(first.rgba, second.rgba)
    assert first.origin == second.origin
    np.testing.assert_array_equal(image, before)


@every_filter
def test_time_changes_nothing_in_a_still_filter(worn: Filter) -> None:
    image = picture(320, 240)
    early = FilterContext(image, face_in(image), None, 0.0)
    first = worn.render(early, worn.params())
    second = worn.render(replace(early, time=9.0), worn.params())
    assert first is not None
    assert second is not None
    np.testing.assert_array_equal(first.rgba, second.rgba)


@every_filter
def test_a_filter_shows_on_a_visible_face(worn: Filter) -> None:
    image = picture(320, 240)
    face = face_in(image)
    changed = decorated(image, worn, face, matte_of(face, image)) != image
    assert changed.any(axis=2).sum() > 0.01 * face_width(face.points) ** 2


@every_filter
def test_a_hidden_face_is_left_alone_to_the_bit(worn: Filter) -> None:
    image = picture(320, 240)
    face = face_in(image)
    out = decorated(image, worn, face, matte_of(face, image, 0.0))
    if worn.privacy:  # a matte of nothing but zeros may be a broken one: it covers
        inside = np.zeros(image.shape[:2], np.uint8)
        cv2.fillPoly(inside, [hull(face.points).astype(np.int32)], 1)
        assert (out != image).any(axis=2)[inside > 0].mean() > 0.9
    else:
        np.testing.assert_array_equal(out, image)


@every_filter
def test_what_is_in_front_keeps_its_pixels(worn: Filter) -> None:
    image = picture(640, 480)
    face = face_in(image, 0.7)
    width = face_width(face.points)
    x, y = face.points[168, :2]
    # a bar across the face from the left, over one eye and cheek, beyond the hull; a privacy
    # filter opens no eye whose surroundings can be seen, so there it lies below
    top, bottom = (0.2, 0.6) if worn.privacy else (-0.12, 0.35)
    box = (0, int(y + top * width), int(x + 0.05 * width), int(y + bottom * width))
    held, matte = behind(matte_of(face, image), image, box, (90, 140, 70))
    out = decorated(held, worn, face, matte)
    # a privacy filter keeps a safety distance to the face
    inset = int(0.08 * width) if worn.privacy else 0
    inside = np.zeros(image.shape[:2], bool)
    inside[box[1] + inset : box[3] - inset, 0 : box[2] - inset] = True
    near = np.zeros(image.shape[:2], np.uint8)
    middle = hull(face.points).mean(axis=0)
    shrunk = middle + 0.9 * (hull(face.points) - middle)
    cv2.fillPoly(near, [shrunk.astype(np.int32)], 1)
    there = inside & (near > 0)
    assert there.sum() > 1000
    assert np.abs(out.astype(int) - held)[there].max() <= 2


def _values(spec: ParamSpec) -> list[object]:
    if spec.kind == "slider":
        return [value for value in (spec.low, spec.high) if value != spec.default]
    if spec.kind == "choice":
        return [option for option in spec.options if option != spec.default]
    return [not spec.default] if spec.kind == "toggle" else ["#1030f0"]


@pytest.mark.parametrize(
    ("worn", "spec"),
    [(f, spec) for f in FILTERS for spec in fields_of(f.params)],
    ids=lambda v: v.id if isinstance(v, Filter) else v.name,
)
def test_every_parameter_changes_the_picture(worn: Filter, spec: ParamSpec) -> None:
    image = picture(320, 240)
    face = face_in(image, 0.8)
    matte = matte_of(face, image)
    usual = decorated(image, worn, face, matte)
    for value in _values(spec):
        other = decorated(image, worn, face, matte, parse(worn.params, {spec.name: value}))
        assert (other != usual).any(), f"{spec.name} = {value} changes nothing"


@every_filter
@pytest.mark.parametrize("size", [(160, 120), (3840, 2160), (33, 47)])
def test_any_picture_size_works(worn: Filter, size: tuple[int, int]) -> None:
    image = picture(*size)
    face = face_in(image)
    out = decorated(image, worn, face, matte_of(face, image))
    assert out.shape == image.shape
    assert (out != image).any()


@every_filter
@pytest.mark.parametrize("corner", [(0, 0), (320, 0), (0, 240), (320, 240), (160, -40)])
def test_a_face_half_out_of_the_picture_is_decorated(worn: Filter, corner: tuple[int, int]) -> None:
    image = picture(320, 240)
    face = face_at(corner, 150)
    out = decorated(image, worn, face, matte_of(face, image))
    if worn.privacy:
        assert (out != image).any()
    assert out.shape == image.shape


@every_filter
def test_a_face_outside_the_picture_changes_nothing(worn: Filter) -> None:
    image = picture(320, 240)
    face = face_at((-900, 2000), 150)
    np.testing.assert_array_equal(decorated(image, worn, face, None), image)


@every_filter
@pytest.mark.parametrize("width", [3.0, 5000.0])
def test_a_tiny_and_a_huge_face_do_no_harm(worn: Filter, width: float) -> None:
    image = picture(320, 240)
    out = decorated(image, worn, face_at((160, 120), width), None)
    assert out.shape == image.shape


@every_filter
@pytest.mark.parametrize("yaw", [-85, -45, 45, 85, 120])
def test_a_face_turned_far_away_does_no_harm(worn: Filter, yaw: float) -> None:
    image = picture(320, 240)
    face = face_at((160, 120), 120, yaw=yaw)
    out = decorated(image, worn, face, matte_of(face, image))
    assert out.shape == image.shape


@every_filter
def test_two_faces_are_both_decorated(worn: Filter) -> None:
    image = picture(640, 240)
    faces = face_at((160, 120), 110, id=0), face_at((480, 120), 110, id=1)
    canvas = image.copy()
    for face in faces:
        decorate_once(canvas, worn, worn.params(), face, matte_of(face, image), 0.0)
    changed = (canvas != image).any(axis=2)
    assert changed[:, :320].any()
    assert changed[:, 320:].any()
    assert not changed[:, 310:330].any()


@every_filter
def test_a_filter_stays_near_its_face(worn: Filter) -> None:
    image = picture(640, 480)
    face = face_at((320, 240), 100)
    layer = worn.render(context(image, face), worn.params())
    assert layer is not None
    height, width = layer.rgba.shape[:2]
    assert width <= 220
    assert height <= 260
