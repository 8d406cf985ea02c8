"""What all that hide a face have in common: nothing shows through, and when in doubt they cover."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from filters.compositing import lay
from filters.effects.privacy import bar, blank_mask, blur_face, emoji
from filters.effects.privacy.pixelate import PixelateParams
from filters.effects.privacy.pixelate import render as pixelate
from filters.regions import LEFT_EYE, RIGHT_EYE, face_width, hull, polygon_mask
from filters.tiles import Tile
from filters.types import FilterContext, Image, Layer, Matte
from tests.filters.scenes import behind, context, face_at, face_in, matte_of, picture

IMAGE = picture(480, 480)
FACE = face_in(IMAGE, 0.6)
WIDTH = face_width(FACE.points)
Render = Callable[[FilterContext, Any], Layer | None]
WHOLE: list[tuple[Render, Any]] = [
    (pixelate, PixelateParams()),
    (blur_face.render, blur_face.BlurFaceParams()),
    *(
        (blank_mask.render, blank_mask.BlankMaskParams(style=style))
        for style in ("plain", "skin", *emoji.STYLES)
    ),
]
"""Those that hide the whole face."""
EVERY = [*WHOLE, (bar.render, bar.BarParams())]

whole = pytest.mark.parametrize(("render", "params"), WHOLE)
every = pytest.mark.parametrize(("render", "params"), EVERY)


def _cover(render: Render, params: Any, matte: Matte | None, image: Image = IMAGE) -> Any:
    """How opaque the cover is over each pixel of the picture, 0 to 1."""
    layer = render(context(image, FACE, matte), params)
    assert layer is not None
    shown = layer.rgba.copy()
    shown[..., :3] = 255  # laying white over black shows the alpha, whatever the colours are
    return lay(np.zeros_like(image), Layer(shown, layer.origin))[..., 0] / 255


def _hull(points: NDArray[np.float32], by: float) -> NDArray[np.bool_]:
    mask = np.zeros(IMAGE.shape[:2], np.uint8)
    loop = [np.round(hull(points)).astype(np.int32)]
    cv2.fillPoly(mask, loop, 1)
    cv2.polylines(mask, loop, True, 1, max(1, int(2 * by)))
    return mask > 0


@whole
@pytest.mark.parametrize("value", [None, 0.0, 0.05, 0.4, 1.0])
def test_without_a_sure_matte_the_hull_and_a_margin_are_covered(
    render: Render, params: Any, value: float | None
) -> None:
    matte = None if value is None else matte_of(FACE, IMAGE, value)
    assert _cover(render, params, matte)[_hull(FACE.points, 0.09 * WIDTH)].min() == 1


@every
@pytest.mark.parametrize("value", [None, 0.0, 0.4, 1.0])
def test_without_a_sure_matte_the_eyes_are_covered(
    render: Render, params: Any, value: float | None
) -> None:
    matte = None if value is None else matte_of(FACE, IMAGE, value)
    eyes = polygon_mask(
        [FACE.points[list(eye)] for eye in (RIGHT_EYE, LEFT_EYE)], Tile(0, 0, 480, 480)
    )
    assert _cover(render, params, matte)[eyes > 0].min() == 1


@every
@pytest.mark.parametrize("yaw", [-75, -40, 40, 75])
@pytest.mark.parametrize("roll", [-50, 35])
def test_the_eyes_are_covered_however_the_head_is_turned(
    render: Render, params: Any, yaw: float, roll: float
) -> None:
    face = face_at((240, 240), 200, roll=roll, yaw=yaw)
    layer = render(context(IMAGE, face), params)
    assert layer is not None
    shown = Layer(
        np.where(layer.rgba[..., 3:] == 255, 255, 0).repeat(4, 2).astype(np.uint8), layer.origin
    )
    covered = lay(np.zeros_like(IMAGE), shown)[..., 0] > 0
    eyes = np.concatenate([face.points[list(eye), :2] for eye in (RIGHT_EYE, LEFT_EYE)])
    for x, y in np.round(eyes).astype(int):
        assert covered[y, x]


@every
def test_a_matte_that_hides_an_eye_which_is_plainly_seen_opens_nothing(
    render: Render, params: Any
) -> None:
    seen = IMAGE.copy()
    for eye in (RIGHT_EYE, LEFT_EYE):
        loop = [np.round(FACE.points[list(eye), :2]).astype(np.int32)]
        cv2.fillPoly(seen, loop, (40, 30, 30))
    matte = matte_of(FACE, IMAGE)
    matte.alpha[:, : int(FACE.points[1, 0])] = 0
    closed = _cover(render, params, matte_of(FACE, IMAGE), seen)
    np.testing.assert_array_equal(_cover(render, params, matte, seen), closed)


@whole
def test_where_the_matte_does_not_reach_nothing_is_opened(render: Render, params: Any) -> None:
    matte = matte_of(FACE, IMAGE)
    middle = int(FACE.points[1, 0])
    part = Matte(np.ascontiguousarray(matte.alpha[:, middle:]), (middle, 0))
    assert _cover(render, params, part)[_hull(FACE.points, 0)].min() == 1


@whole
def test_the_cover_opens_for_what_is_surely_in_front(render: Render, params: Any) -> None:
    x, y = FACE.points[1, :2].astype(int)
    box = (0, int(y - 0.05 * WIDTH), int(x + 0.2 * WIDTH), int(y + 0.3 * WIDTH))
    image, matte = behind(matte_of(FACE, IMAGE), IMAGE, box, (20, 160, 60))
    cover = _cover(render, params, matte, image)
    there = np.zeros(IMAGE.shape[:2], np.uint8)
    there[box[1] : box[3], : box[2]] = 1
    deep = cv2.erode(there, np.ones((3, 3)), iterations=int(0.07 * WIDTH)) > 0
    assert cover[deep & _hull(FACE.points, 0)].max() < 0.02
    assert cover[matte.alpha > 0].min() == 1


def test_a_bar_opens_only_where_an_eye_is_hidden_with_all_around_it() -> None:
    x, y = FACE.points[468, :2].astype(int)
    reach = int(0.14 * WIDTH)
    image, matte = behind(
        matte_of(FACE, IMAGE), IMAGE, (0, y - reach, x + reach, y + reach), (20, 160, 60)
    )
    assert _cover(bar.render, bar.BarParams(), matte, image)[y, x] == 1
    eyes = int(FACE.points[168, 1] + 0.1 * WIDTH)
    box = (0, int(eyes - 0.45 * WIDTH), 480, int(eyes + 0.33 * WIDTH))
    image, matte = behind(matte_of(FACE, IMAGE), IMAGE, box, (20, 160, 60))
    assert _cover(bar.render, bar.BarParams(), matte, image)[eyes, 200:280].max() < 0.02


@pytest.mark.parametrize("style", ["plain", *emoji.STYLES])
def test_a_mask_shows_nothing_of_the_face_that_wears_it(style: str) -> None:
    params = blank_mask.BlankMaskParams(style=style)
    first = blank_mask.render(context(IMAGE, FACE), params)
    # another face in the same place, in the same light
    x, y = FACE.points[:, :2].mean(axis=0).astype(int)
    other = IMAGE.copy()
    other[y - 60 : y + 60, x - 60 : x + 60] = IMAGE[y - 60 : y + 60, x - 60 : x + 60][::-1, ::-1]
    second = blank_mask.render(context(other, FACE), params)
    assert first is not None
    assert second is not None
    assert np.abs(first.rgba.astype(int) - second.rgba).max() <= 2


def test_a_mask_hides_the_expression() -> None:
    open_mouth = FACE.points.copy()
    open_mouth[[14, 17, 87, 178, 88, 317, 402, 318, 84, 314], 1] += 0.1 * WIDTH
    seen = context(IMAGE, FACE)
    said = replace(seen, face=replace(FACE, points=open_mouth))
    for style in ("plain", "smiley"):
        params = blank_mask.BlankMaskParams(style=style)
        quiet, talking = (blank_mask.render(one, params) for one in (seen, said))
        assert quiet is not None
        assert talking is not None
        np.testing.assert_array_equal(quiet.rgba, talking.rgba)


def test_a_blur_keeps_no_more_than_its_cells() -> None:
    """Stripes as wide as an eye leave no trace, and no sharpening finds one."""
    striped = IMAGE.copy()
    stripes = (np.arange(480) // int(0.03 * WIDTH) % 2).astype(bool)
    striped[:, stripes] //= 2
    layer = blur_face.render(context(striped, FACE), blur_face.BlurFaceParams())
    assert layer is not None
    middle = layer.rgba[layer.rgba.shape[0] // 2, :, 1].astype(np.float64)
    inner = middle[len(middle) // 4 : -len(middle) // 4]
    assert np.abs(np.diff(inner, 2)).max() <= 2


def test_an_emoji_turns_with_the_head() -> None:
    params = blank_mask.BlankMaskParams(style="cool")

    def dark_at(yaw: float) -> float:
        """Where the glasses are, from the ball's middle, in its radii."""
        layer = blank_mask.render(context(IMAGE, face_at((240, 240), 200, yaw=yaw)), params)
        assert layer is not None
        dark = (layer.rgba[..., :3].max(axis=2) < 90) & (layer.rgba[..., 3] > 0)
        width = layer.rgba.shape[1]
        return float(np.nonzero(dark)[1].mean() / width - 0.5)

    assert dark_at(-30) * dark_at(30) < 0
    assert abs(dark_at(30)) > 0.05
