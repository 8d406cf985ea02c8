"""A style on everything and on faces is one style."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from filters.compositing import lay
from filters.effects.stylise import FILTERS
from filters.filter import Filter
from filters.params import parse
from filters.types import Face, FilterContext, FrameContext, Image, Matte
from tests.filters.scenes import face_at, matte_of, picture

every_style = pytest.mark.parametrize("kind", FILTERS, ids=lambda f: f.id)


def drawn(image: Image) -> Image:
    """The picture with something to see: an eye, a mouth, a dark side."""
    out = image.copy()
    out[:, 600:] = out[:, 600:] // 3
    cv2.circle(out, (400, 260), 32, (40, 30, 30), -1, cv2.LINE_AA)
    cv2.ellipse(out, (460, 420), (90, 28), 0, 0, 180, (150, 40, 50), 11, cv2.LINE_AA)
    for x in range(300, 680, 40):  # across the face's edge too
        cv2.line(out, (x, 200), (x + 25, 560), (90, 60, 60), 3, cv2.LINE_AA)
    return out


IMAGE = drawn(picture(960, 720))


def everywhere(kind: Filter, image: Image = IMAGE, **values: object) -> Image:
    assert kind.render_frame is not None
    out = kind.render_frame(FrameContext(image, (), None, 1.7), parse(kind.params, values))
    assert out is not None
    return out


def on_face(kind: Filter, face: Face, matte: Matte | None) -> Image:
    assert kind.render is not None
    context = FilterContext(IMAGE, face, matte, 1.7)
    layer = kind.render(context, parse(kind.params, {"where": "face"}))
    assert layer is not None
    return lay(IMAGE, layer, matte)


def inside(face: Face) -> NDArray[np.bool_]:
    return matte_of(face, IMAGE).alpha > 0


@every_style
def test_a_face_is_drawn_as_everything_is_up_to_the_mattes_edge(kind: Filter) -> None:
    face = face_at((480, 350), 320)
    whole, one = everywhere(kind), on_face(kind, face, matte_of(face, IMAGE))
    apart = np.abs(whole.astype(int) - one).max(axis=2)[inside(face)]
    # what a style takes from far away, such as the light of the room, may differ a little
    assert (apart > 40).mean() < 0.06
    assert np.median(apart) <= 4


@pytest.mark.parametrize("id", ["cartoon", "sketch", "halftone", "oil", "pixel-art", "neon"])
def test_a_mattes_edge_is_drawn_like_its_middle(id: str) -> None:
    kind = next(one for one in FILTERS if one.id == id)
    face = face_at((480, 350), 320)
    seen = inside(face)
    # the outermost pixels to each side, where the tile's own edge would be
    rows, columns = np.nonzero(seen)
    edge = np.zeros_like(seen)
    edge[:, columns.min() : columns.min() + 6] = edge[:, columns.max() - 5 : columns.max() + 1] = 1
    edge[rows.min() : rows.min() + 6] = edge[rows.max() - 5 : rows.max() + 1] = 1
    whole, one = everywhere(kind), on_face(kind, face, matte_of(face, IMAGE))
    apart = np.abs(whole.astype(int) - one).max(axis=2)[edge & seen]
    assert apart.size > 400
    assert np.percentile(apart, 95) <= 12


@every_style
def test_a_style_stays_where_it_is_when_the_face_moves(kind: Filter) -> None:
    face, moved = face_at((480, 350), 320), face_at((485, 357), 320)
    both = inside(face) & inside(moved)
    first, second = (on_face(kind, one, matte_of(one, IMAGE)) for one in (face, moved))
    apart = np.abs(first.astype(int) - second).max(axis=2)[both]
    assert (apart > 24).mean() < 0.03


@every_style
def test_without_a_matte_only_the_face_is_drawn(kind: Filter) -> None:
    face = face_at((480, 350), 320)
    changed = (on_face(kind, face, None) != IMAGE).any(axis=2)
    far = cv2.dilate(inside(face).astype(np.uint8), np.ones((41, 41))) == 0
    assert changed[inside(face)].mean() > 0.5
    assert not changed[far].any()


@every_style
def test_half_the_strength_is_half_way(kind: Filter) -> None:
    half = everywhere(kind, strength=0.5).astype(int)
    assert np.abs(half - (everywhere(kind).astype(int) + IMAGE) / 2).max() <= 1


@every_style
def test_a_style_draws_everything_or_faces_and_not_both(kind: Filter) -> None:
    assert kind.render is not None
    assert kind.render_frame is not None
    face = face_at((480, 350), 320)
    one = FilterContext(IMAGE, face, None, 1.7)
    all_ = FrameContext(IMAGE, ((face, None),), None, 1.7)
    assert kind.render(one, parse(kind.params, {"where": "everything"})) is None
    assert kind.render_frame(all_, parse(kind.params, {"where": "face"})) is None
