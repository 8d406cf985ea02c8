from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from filters.effects.particles.comic_marks import MARKS, ComicMarksParams, render
from filters.regions import LEFT_CHEEK, LEFT_EYE, RIGHT_CHEEK, RIGHT_EYE
from filters.types import Face, FilterContext, Layer
from tests.filters.scenes import behind, context, face_at, matte_of, picture

IMAGE = picture(640, 480)
FACE = face_at((320, 240), 180)


def drawn(mark: str, time: float = 1.7, face: Face = FACE) -> Layer:
    seen = replace(context(IMAGE, face), time=time)
    layer = render(seen, ComicMarksParams(mark=mark))
    assert layer is not None
    return layer


def opacity_at(layer: Layer, face: Face, landmarks: tuple[int, ...]) -> int:
    x, y = (face.points[list(landmarks), :2].mean(axis=0) - layer.origin).astype(int)
    h, w = layer.rgba.shape[:2]
    return int(layer.rgba[y, x, 3]) if 0 <= x < w and 0 <= y < h else 0


def below(face: Face, eye: tuple[int, ...], layer: Layer) -> int:
    """How much is drawn within an eye's width below it."""
    x0, _ = face.points[list(eye), :2].min(axis=0) - layer.origin
    x1, y1 = face.points[list(eye), :2].max(axis=0) - layer.origin
    return int((layer.rgba[max(int(y1), 0) :, max(int(x0), 0) : int(x1), 3] > 100).sum())


@pytest.mark.parametrize("roll", [0.0, 40.0, -90.0])
def test_blush_is_on_both_cheeks_however_the_head_is_tilted(roll: float) -> None:
    face = face_at((320, 240), 180, roll=roll)
    layer = drawn("blush", face=face)
    for cheek in (RIGHT_CHEEK, LEFT_CHEEK):
        assert opacity_at(layer, face, cheek) > 60


def test_tears_run_from_both_eyes() -> None:
    layer = drawn("tears")
    for eye in (RIGHT_EYE, LEFT_EYE):
        assert below(FACE, eye, layer) > 60
        assert opacity_at(layer, FACE, eye) == 0


def test_sweat_runs_down_and_begins_anew() -> None:
    def middle(time: float) -> float:
        layer = drawn("sweat", time)
        return float(np.nonzero(layer.rgba[..., 3] > 40)[0].mean()) + layer.origin[1]

    life = 1 / 0.45
    down = [middle(share * life) for share in (0.4, 0.6, 0.8)]
    assert down == sorted(down)
    assert down[2] > down[0] + 5
    assert middle(1.4 * life) == pytest.approx(down[0], abs=0.5)


@pytest.mark.parametrize("mark", MARKS)
def test_a_mark_stays_on_the_face(mark: str) -> None:
    layer = drawn(mark)
    y, x = np.nonzero(layer.rgba[..., 3] > 8)
    low, high = FACE.points[:, :2].min(axis=0) - 40, FACE.points[:, :2].max(axis=0) + 40
    assert low[0] < x.min() + layer.origin[0]
    assert x.max() + layer.origin[0] < high[0]
    assert low[1] < y.min() + layer.origin[1]
    assert y.max() + layer.origin[1] < high[1]


def test_a_mark_is_drawn_over_a_fringe_but_not_over_what_is_held() -> None:
    image = np.full((480, 640, 3), (196, 150, 128), np.uint8)
    x, y = FACE.points[9, :2].astype(int)
    image[: FACE.points[10, 1].astype(int) + 2] = (70, 48, 30)

    def marked(box: tuple[int, int, int, int], colour: tuple[int, int, int]) -> int:
        """How much of the gloom is seen on a thing before the face."""
        covered, matte = behind(matte_of(FACE, image), image, box, colour)
        layer = render(FilterContext(covered, FACE, matte, 1.7), ComicMarksParams(mark="gloom"))
        assert layer is not None
        whole = np.zeros((480, 640), np.uint8)
        h, w = layer.rgba.shape[:2]
        whole[layer.origin[1] : layer.origin[1] + h, layer.origin[0] : layer.origin[0] + w] = (
            layer.rgba[..., 3]
        )
        return int((whole[y - 20 : y - 4, x - 20 : x + 20] > 60).sum())

    assert marked((0, 0, 640, y), (70, 48, 30)) > 100
    assert marked((x - 60, y - 40, 640, y + 200), (40, 170, 60)) == 0


def test_what_looks_away_from_the_camera_is_not_seen() -> None:
    turned = face_at((320, 240), 180, yaw=75)
    cheeks = [
        opacity_at(drawn("blush", face=turned), turned, at) for at in (RIGHT_CHEEK, LEFT_CHEEK)
    ]
    assert min(cheeks) == 0
    assert max(cheeks) > 40
