"""What every filter promises."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from filters import catalog
from filters.catalog import FILTERS, by_id, every, set_packs
from filters.compositing import Laid
from filters.filter import FAMILIES, Filter
from filters.params import ParamSpec, fields_of, parse, values_of
from filters.regions import face_width, hull
from filters.types import Face, Image
from tests.filters.scenes import behind, face_at, face_in, matte_of, picture
from tests.filters.trying import TIME, settings, values, worn

PLAIN = [kind for kind in FILTERS if not kind.privacy]
ON_FACES = [kind for kind in FILTERS if kind.render is not None]
"""Those that draw once a face, under some of their settings at least."""


def each(filters: list[Filter] | tuple[Filter, ...]) -> Callable[..., pytest.MarkDecorator]:
    return pytest.mark.parametrize("kind", filters, ids=lambda f: f.id)


every_filter = each(FILTERS)
every_filter_of_faces = each(ON_FACES)


def on_face(kind: Filter) -> object:
    """The settings under which it draws on faces alone."""
    spots = [spec.name for spec in fields_of(kind.params) if "face" in spec.options]
    return parse(kind.params, dict.fromkeys(spots, "face"))


def faces_for(kind: Filter, image: Image) -> tuple[Face, ...]:
    """One face, or two for a filter between people."""
    if kind.id != "swap-faces":
        return (face_in(image, 0.8),)
    height, width = image.shape[:2]
    reach = 0.4 * min(width / 2, height)
    return (
        face_at((0.27 * width, 0.5 * height), reach, id=0),
        face_at((0.73 * width, 0.5 * height), 0.8 * reach, roll=10, id=1),
    )


def tried(kind: Filter, image: Image, params: object | None = None) -> Image:
    faces = faces_for(kind, image)
    mattes = {face.id: matte_of(face, image) for face in faces}
    return worn(image, kind, faces, mattes, params)


def test_there_are_thirty_filters_and_more_in_eight_families() -> None:
    assert len(FILTERS) >= 30
    families = Counter(kind.family for kind in FILTERS)
    assert set(families) >= set(FAMILIES[:8])
    assert len({kind.id for kind in FILTERS}) == len(FILTERS)
    assert len({kind.title for kind in FILTERS}) == len(FILTERS)


def test_an_unknown_filter_is_answered_with_those_there_are() -> None:
    with pytest.raises(ValueError, match=r"'monocle', there are .*face-paint.*glasses"):
        by_id("monocle")


def test_packs_add_filters_and_never_replace_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalog, "_of_packs", ())
    added = replace(FILTERS[0], id="mine/star", family="Packs")
    set_packs([added])
    assert by_id("mine/star") is added
    assert every() == (*FILTERS, added)
    with pytest.raises(ValueError, match=f"two filters are called '{FILTERS[0].id}'"):
        set_packs([FILTERS[0]])
    assert every() == (*FILTERS, added)


@every_filter
def test_a_filter_says_what_it_is(kind: Filter) -> None:
    assert by_id(kind.id) is kind
    assert kind.title
    assert kind.description.endswith(".")
    assert fields_of(kind.params)


OWN_MASK = {"comic-marks", "hat", "ears", "horns", "halo", "particles"}
"""What hides the hair too, or flies before everything, reads the matte by itself."""


@every_filter
def test_hardly_any_filter_is_laid_past_the_matte(kind: Filter) -> None:
    assert (kind.laid is Laid.OPEN) == (kind.privacy or kind.id in OWN_MASK)


@every_filter
def test_a_filter_changes_the_picture_and_nothing_else(kind: Filter) -> None:
    image = picture(320, 240)
    before = image.copy()
    first, second = tried(kind, image), tried(kind, image)
    np.testing.assert_array_equal(first, second)
    np.testing.assert_array_equal(image, before)
    width = face_width(faces_for(kind, image)[-1].points)
    assert (first != image).any(axis=2).sum() > 0.002 * width**2


@every_filter
def test_time_changes_what_moves_and_nothing_else(kind: Filter) -> None:
    image = picture(320, 240)
    face = face_in(image, 0.8)
    matte = matte_of(face, image)
    early = worn(image, kind, face, matte, time=TIME)
    others = [worn(image, kind, face, matte, time=TIME + step) for step in (0.3, 0.7, 1.9)]
    assert any((early != other).any() for other in others) == kind.moves


@each(PLAIN)
def test_no_strength_is_no_change(kind: Filter) -> None:
    image = picture(320, 240)
    params = parse(kind.params, {"strength": 0.0})
    np.testing.assert_array_equal(tried(kind, image, params), image)


@every_filter_of_faces
def test_a_hidden_face_is_left_alone_to_the_bit(kind: Filter) -> None:
    image = picture(320, 240)
    faces = faces_for(kind, image)
    mattes = {face.id: matte_of(face, image, 0.0) for face in faces}
    out = worn(image, kind, faces, mattes, on_face(kind))
    if not kind.privacy:
        np.testing.assert_array_equal(out, image)
    elif kind.id != "bar":  # a matte of nothing but zeros may be a broken one: it covers
        inside = np.zeros(image.shape[:2], np.uint8)
        cv2.fillPoly(inside, [hull(faces[0].points).astype(np.int32)], 1)
        assert (out != image).any(axis=2)[inside > 0].mean() > 0.9


@every_filter_of_faces
def test_what_is_in_front_keeps_its_pixels(kind: Filter) -> None:
    image = picture(640, 480)
    face = face_in(image, 0.7)
    width = face_width(face.points)
    x, y = face.points[168, :2]
    # a bar across the face from the left, over one eye and cheek, beyond the hull; a privacy
    # filter opens no eye whose surroundings can be seen, so there it lies below
    top, bottom = (0.2, 0.6) if kind.privacy else (-0.12, 0.35)
    box = (0, int(y + top * width), int(x + 0.05 * width), int(y + bottom * width))
    held, matte = behind(matte_of(face, image), image, box, (90, 140, 70))
    out = worn(held, kind, face, matte, on_face(kind))
    # a privacy filter keeps a safety distance to the face
    inset = int(0.08 * width) if kind.privacy else 0
    inside = np.zeros(image.shape[:2], bool)
    inside[box[1] + inset : box[3] - inset, 0 : box[2] - inset] = True
    near = np.zeros(image.shape[:2], np.uint8)
    middle = hull(face.points).mean(axis=0)
    shrunk = middle + 0.9 * (hull(face.points) - middle)
    cv2.fillPoly(near, [shrunk.astype(np.int32)], 1)
    there = inside & (near > 0)
    assert there.sum() > 1000
    assert np.abs(out.astype(int) - held)[there].max() <= 2


@pytest.mark.parametrize(
    ("kind", "spec"),
    [(kind, spec) for kind in FILTERS for spec in fields_of(kind.params)],
    ids=lambda v: v.id if isinstance(v, Filter) else v.name,
)
def test_every_parameter_changes_the_picture(kind: Filter, spec: ParamSpec, tmp_path: Path) -> None:
    image = picture(320, 240)
    for value in values(spec, tmp_path):
        changed = (
            (tried(kind, image, replace(base, **{spec.name: value})) != tried(kind, image, base))
            for base in settings(kind, spec, tmp_path)
        )
        assert any(one.any() for one in changed), f"{spec.name} = {value} changes nothing"


@every_filter
def test_parameters_survive_a_file(kind: Filter) -> None:
    params = kind.params()
    assert parse(kind.params, values_of(params)) == params


@every_filter
@pytest.mark.parametrize("size", [(160, 120), (3840, 2160), (33, 47), (16, 16), (4, 1)])
def test_any_picture_size_works(kind: Filter, size: tuple[int, int]) -> None:
    image = picture(*size)
    out = tried(kind, image)
    assert out.shape == image.shape
    assert min(size) < 100 or (out != image).any()


@every_filter
@pytest.mark.parametrize("corner", [(0, 0), (320, 0), (0, 240), (320, 240), (160, -40)])
def test_a_face_half_out_of_the_picture_is_decorated(kind: Filter, corner: tuple[int, int]) -> None:
    image = picture(320, 240)
    face = face_at(corner, 150)
    out = worn(image, kind, face, matte_of(face, image))
    if kind.privacy and kind.id != "bar":  # the eyes may be outside
        assert (out != image).any()
    assert out.shape == image.shape


@every_filter
def test_a_face_may_leave_the_picture_pixel_by_pixel(kind: Filter) -> None:
    image = picture(64, 48)
    for out_by in range(8):
        for corner in ((-14 - out_by, 24), (32, 60 + out_by), (76 + out_by, -8 - out_by)):
            face = face_at(corner, 30)
            assert worn(image, kind, face, matte_of(face, image)).shape == image.shape


@every_filter_of_faces
def test_a_face_outside_the_picture_changes_nothing(kind: Filter) -> None:
    image = picture(320, 240)
    out = worn(image, kind, face_at((-900, 2000), 150), None, on_face(kind))
    np.testing.assert_array_equal(out, image)


@every_filter
@pytest.mark.parametrize("width", [3.0, 5000.0])
def test_a_tiny_and_a_huge_face_do_no_harm(kind: Filter, width: float) -> None:
    image = picture(320, 240)
    assert worn(image, kind, face_at((160, 120), width)).shape == image.shape


@every_filter
@pytest.mark.parametrize("yaw", [-85, -45, 45, 85, 120])
def test_a_face_turned_far_away_does_no_harm(kind: Filter, yaw: float) -> None:
    image = picture(320, 240)
    face = face_at((160, 120), 120, yaw=yaw)
    assert worn(image, kind, face, matte_of(face, image)).shape == image.shape


@every_filter
def test_a_picture_without_faces_does_no_harm(kind: Filter) -> None:
    image = picture(320, 240)
    out = worn(image, kind, ())
    assert out.shape == image.shape
    if kind.render_frame is None:
        np.testing.assert_array_equal(out, image)


@every_filter_of_faces
def test_two_faces_are_both_decorated_and_nothing_between(kind: Filter) -> None:
    image = picture(640, 240)
    faces = face_at((160, 120), 110, id=0), face_at((480, 120), 110, roll=4, id=1)
    mattes = {face.id: matte_of(face, image) for face in faces}
    changed = (worn(image, kind, faces, mattes, on_face(kind)) != image).any(axis=2)
    assert changed[:, :320].any()
    assert changed[:, 320:].any()
    assert not changed[:, 312:328].any()
