"""What eyeshadow, eyeliner, brows and iris colour promise beyond what all filters do."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from filters.compositing import lay
from filters.effects.makeup import brows, eyeliner, eyeshadow, iris
from filters.effects.makeup.lids import BOTH, LEFT, RIGHT, Eye, openness, shown
from filters.regions import RIGHT_EYE, face_width, polygon_mask
from filters.tiles import Tile
from filters.types import Face, FilterContext, Image, Layer
from tests.filters.scenes import context, face_at, face_in, picture

IMAGE = picture(480, 480)
FACE = face_in(IMAGE, 0.9)
WHOLE = Tile(0, 0, 480, 480)


def _laid(layer: Layer | None, image: Image = IMAGE) -> Image:
    assert layer is not None
    return lay(image, layer)


def _change(out: Image, image: Image = IMAGE) -> NDArray[np.int64]:
    return np.asarray(np.abs(out.astype(int) - image).sum(axis=2))


def _shut(face: Face) -> Face:
    """The same face with its upper lids let down."""
    points = face.points.copy()
    for eye in BOTH:
        points[list(eye.upper[0][1:-1])] = points[list(eye.lower[0][1:-1])]
    return Face(face.id, points, pose=face.pose)


def _alpha(layer: Layer | None) -> NDArray[np.float64]:
    out = np.zeros(WHOLE.shape)
    assert layer is not None
    x, y = layer.origin
    h, w = layer.rgba.shape[:2]
    out[y : y + h, x : x + w] = layer.rgba[..., 3] / 255
    return out


def _inside(loop: tuple[int, ...], face: Face = FACE) -> NDArray[np.bool_]:
    return polygon_mask([face.points[list(loop)]], WHOLE, feather=0) > 0.99


@pytest.mark.parametrize("style", ["natural", "smoky", "cut-crease"])
def test_eyeshadow_is_on_the_lids_and_hardly_in_the_eye(style: str) -> None:
    params = eyeshadow.EyeshadowParams(style=style, strength=1, shimmer=0)
    alpha = _alpha(eyeshadow.render(context(IMAGE, FACE), params))
    lid = FACE.points[[28, 258, 27, 257], :2].mean(axis=0)
    assert alpha[_inside(RIGHT_EYE)].mean() < 0.15
    for at in FACE.points[[27, 257], :2]:
        x, y = np.round(at).astype(int)
        assert alpha[y, x] > 0.35
    assert alpha[round(lid[1]), round(FACE.points[168, 0])] == 0  # between the eyes


def test_only_smoky_shades_below_the_eye() -> None:
    below = FACE.points[[110, 339], :2]

    def at(style: str) -> float:
        params = eyeshadow.EyeshadowParams(style=style, strength=1)
        alpha = _alpha(eyeshadow.render(context(IMAGE, FACE), params))
        return max(float(alpha[round(y), round(x)]) for x, y in below)

    assert at("smoky") > 0.25
    assert at("natural") < 0.02


def test_shimmer_lightens_the_lid() -> None:
    dull, bright = (
        _laid(
            eyeshadow.render(context(IMAGE, FACE), eyeshadow.EyeshadowParams(shimmer=shimmer))
        ).astype(int)
        for shimmer in (0.0, 1.0)
    )
    assert (bright - dull).max() > 20
    assert (bright - dull).min() > -4


def _line(face: Face = FACE, **values: object) -> NDArray[np.float64]:
    params = eyeliner.EyelinerParams(**{"lashes": 0.0, "strength": 1.0, **values})  # type: ignore[arg-type]
    return _alpha(eyeliner.render(context(IMAGE, face), params))


def test_a_wing_reaches_beyond_the_corner_of_the_eye() -> None:
    outer = FACE.points[RIGHT.corners[0]]
    reach = 0.02 * face_width(FACE.points)
    beyond = np.s_[:, : int(outer[0] - reach)]
    assert _line(style="winged")[beyond].sum() > 10
    assert _line(style="thin")[beyond].sum() == 0


def test_the_line_goes_down_with_the_lid() -> None:
    def height(face: Face) -> float:
        alpha = _line(face, style="thin")[:, :240]
        return float((alpha.sum(axis=1) * np.arange(480)).sum() / alpha.sum())

    shut = _shut(FACE)
    assert openness(shut.points, RIGHT) < 0.05
    fall = (shut.points[159, 1] - FACE.points[159, 1]) * 0.5
    assert height(shut) > height(FACE) + fall


def test_lashes_stand_up_on_an_open_eye_and_hang_on_a_shut_one() -> None:
    for face, sign in ((FACE, -1), (_shut(FACE), 1)):
        hairs = _line(face, lashes=1.0, style="thin") - _line(face, style="thin")
        rows = np.arange(480)[:, None] - face.points[159, 1]
        middle = np.s_[:, int(face.points[160, 0]) : int(face.points[158, 0])]
        weight = np.clip(hairs, 0, 1)[middle]
        assert sign * float((weight * rows).sum()) > 0


def test_smudged_is_softer_than_thin() -> None:
    def hardest(style: str) -> float:
        return float(np.abs(np.diff(_line(style=style), axis=0)).max())

    assert hardest("smudged") < 0.7 * hardest("thin")


def test_brows_are_filled_and_fuller_is_more() -> None:
    def filled(fullness: float) -> NDArray[np.float64]:
        params = brows.BrowsParams(fullness=fullness, strength=1)
        return _alpha(brows.render(context(IMAGE, FACE), params))

    for low, high in ((52, 105), (282, 334)):
        x, y = np.round(0.5 * (FACE.points[low] + FACE.points[high])[:2]).astype(int)
        assert filled(0.5)[y - 3 : y + 4, x - 3 : x + 4].max() > 0.3
    assert filled(1.0).sum() > 1.3 * filled(0.0).sum()


def test_dark_hairs_stay_darker_than_the_filling() -> None:
    image = np.full_like(IMAGE, 190)
    x, y = np.round(0.5 * (FACE.points[52] + FACE.points[105])[:2]).astype(int)
    image[y - 1 : y + 1, x - 6 : x + 6] = 20
    params = brows.BrowsParams(colour="#a08060", strength=1)
    out = _laid(brows.render(context(image, FACE), params), image).astype(int).sum(axis=2)
    assert out[y, x] < out[y - 4 : y + 5, x - 9 : x + 9].max() - 90


def _iris(image: Image = IMAGE, face: Face = FACE, **values: object) -> Layer | None:
    params = iris.IrisColourParams(**{"strength": 1.0, **values})  # type: ignore[arg-type]
    return iris.render(FilterContext(image, face, None, 0.0), params)


@pytest.mark.parametrize("pattern", ["natural", "two-tone", "cat", "galaxy"])
def test_only_the_iris_is_coloured(pattern: str) -> None:
    change = _change(_laid(_iris(pattern=pattern)))
    radius = 0.5 * np.linalg.norm(FACE.points[469, :2] - FACE.points[471, :2])
    y, x = np.mgrid[0:480, 0:480]
    away = np.full(change.shape, np.inf)
    for centre in (468, 473):
        cx, cy = FACE.points[centre, :2]
        away = np.minimum(away, np.hypot(x - cx, y - cy))
    assert change[(away > 0.55 * radius) & (away < 0.7 * radius)].mean() > 20
    assert change[away > 1.6 * radius].max() == 0


def test_the_pupil_and_the_catch_light_stay() -> None:
    image = np.full_like(IMAGE, 70)
    cx, cy = np.round(FACE.points[468, :2]).astype(int)
    radius = 0.5 * float(np.linalg.norm(FACE.points[469, :2] - FACE.points[471, :2]))
    glint = cx + round(0.55 * radius)
    image[cy - 1 : cy + 2, glint - 1 : glint + 2] = 255
    change = _change(_laid(_iris(image), image), image)
    assert change[cy, cx] <= 3
    assert change[cy, glint] <= 3
    assert change[cy, cx - round(0.55 * radius)] > 20


def test_a_shut_eye_has_no_iris() -> None:
    assert _iris(face=_shut(FACE)) is None


def test_a_cats_pupil_is_a_slit() -> None:
    image = np.full_like(IMAGE, 90)
    out = _laid(_iris(image, pattern="cat"), image).astype(int).sum(axis=2)
    cx, cy = np.round(FACE.points[468, :2]).astype(int)
    radius = 0.5 * float(np.linalg.norm(FACE.points[469, :2] - FACE.points[471, :2]))
    half = round(0.5 * radius)
    assert out[cy + half, cx] < 0.6 * out[cy, cx + half]


@pytest.mark.parametrize(("yaw", "gone", "near"), [(-70, LEFT, RIGHT), (70, RIGHT, LEFT)])
def test_only_the_eye_that_is_turned_away_fades(yaw: float, gone: Eye, near: Eye) -> None:
    face = face_at((240, 240), 300, yaw=yaw)
    assert shown(face.points, gone) == 0
    assert shown(face.points, near) > 0.5
    assert shown(FACE.points, gone) == 1
