"""Hats, ears, horns and the halo: over the hair, behind a hand, turning with the head."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from filters.effects.wear import ears, halo, hat
from filters.effects.wear.cards import worn_by
from filters.effects.wear.crown import crown_veil
from filters.effects.wear.hat_shapes import hat_of
from filters.effects.wear.solid import place
from filters.regions import face_width, hull
from filters.tiles import Tile
from filters.types import Face, Image, Layer, Matte, Person
from tests.filters.scenes import behind, context, face_at, matte_of, picture

_SIZE = (640, 640)
_HAIR = (70, 48, 30)


def _scene(yaw: float = 0.0) -> tuple[Image, Face]:
    return picture(*_SIZE), face_at((320, 400), 200, yaw=yaw)


def _alpha(layer: Layer | None) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """The layer's opacity over the whole picture, 0 to 1."""
    assert layer is not None
    height, width = layer.rgba.shape[:2]
    known = Matte(layer.rgba[..., 3].astype(np.float32) / np.float32(255), layer.origin)
    assert (height, width) == known.alpha.shape
    return known.tile((0, 0), _SIZE)


def _haired(image: Image, face: Face, down_to: float) -> tuple[Image, Matte]:
    """Hair above the face and over the forehead, `down_to` face widths above the bridge."""
    width, (x, y) = face_width(face.points), face.points[168, :2]
    out, alpha = image.copy(), matte_of(face, image).alpha.copy()
    edge = int(y - down_to * width)
    left, right = int(x - 0.55 * width), int(x + 0.55 * width)
    out[int(y - 1.1 * width) : edge, left:right] = _HAIR
    alpha[:edge] = 0
    return out, Matte(alpha)


def test_a_hat_lies_over_a_fringe() -> None:
    image, face = _scene()
    bare = _alpha(hat.render(context(image, face, matte_of(face, image)), hat.HatParams()))
    fringed, matte = _haired(image, face, 0.16)
    worn = _alpha(hat.render(context(fringed, face, matte), hat.HatParams()))
    solid = bare > 0.99
    assert (worn[solid] > 0.99).mean() > 0.995


def test_a_hat_is_hidden_by_a_raised_hand_and_its_fingers_above_the_face() -> None:
    image, face = _scene()
    width, (x, y) = face_width(face.points), face.points[168, :2]
    box = (int(x - 0.1 * width), int(y - 0.55 * width), int(x + 0.15 * width), int(y + 0.5 * width))
    held, matte = behind(matte_of(face, image), image, box, (90, 140, 70))
    worn = _alpha(hat.render(context(held, face, matte), hat.HatParams()))
    free = _alpha(hat.render(context(image, face, matte_of(face, image)), hat.HatParams()))
    top = int(hull(face.points)[:, 1].min())
    inside = np.s_[top + 22 : box[3], box[0] + 4 : box[2] - 4]
    beyond = np.s_[box[1] + 12 : top - 4, box[0] + 8 : box[2] - 8]
    assert free[inside].max() > 0.9
    assert free[beyond].min() > 0.9
    assert worn[inside].max() < 0.01
    assert worn[beyond].mean() < 0.1
    beside = np.s_[box[1] : top - 4, box[2] + 30 : box[2] + 45]
    assert worn[beside].min() > 0.9


def test_locks_that_hang_into_a_hand_stay_beneath_the_hat() -> None:
    image, face = _scene()
    haired, matte = _haired(image, face, 0.2)
    width, (x, y) = face_width(face.points), face.points[168, :2]
    box = (int(x - 0.1 * width), int(y - 0.2 * width), int(x + 0.15 * width), int(y + 0.4 * width))
    held, matte = behind(matte, haired, box, (90, 140, 70))
    seen = crown_veil(context(held, face, matte), worn_by(face), Tile(0, 0, *_SIZE))
    row = int(y - 0.27 * width)
    assert seen[row, box[0] : box[2]].min() > 225
    assert seen[box[1] + 14 : box[3], box[0] + 8 : box[2] - 8].max() < 5


@pytest.mark.parametrize("yaw", [-35, 35])
def test_the_peak_of_a_cap_points_where_the_face_looks(yaw: float) -> None:
    image, face = _scene(yaw)
    layer = hat.render(context(image, face), hat.HatParams(style="cap"))
    assert layer is not None
    red, _, blue, alpha = (layer.rgba[..., part].astype(int) for part in range(4))
    peak = np.nonzero((alpha > 200) & (red > blue + 80))[1].mean() + layer.origin[0]
    crown = np.nonzero((alpha > 200) & (blue > red + 10))[1].mean() + layer.origin[0]
    forwards = worn_by(face).axes[0, 2]
    assert abs(peak - crown) > 15
    assert np.sign(peak - crown) == np.sign(forwards)


def test_the_ear_that_turns_away_gets_narrower() -> None:
    image, face = _scene(40)
    alpha = _alpha(ears.render(context(image, face), ears.EarsParams(style="bunny")))
    _, _, stats, _ = cv2.connectedComponentsWithStats((alpha > 0.8).astype(np.uint8))
    areas = sorted(stats[1:, cv2.CC_STAT_AREA])[-2:]
    assert areas[0] < 0.8 * areas[1]


def test_the_far_side_of_a_halo_is_behind_whoever_is_higher() -> None:
    image, face = _scene()
    params = halo.HaloParams(glow=0.0)
    nobody = np.zeros((64, 64), np.float32)
    free, hidden = (
        _alpha(
            halo.render(replace(context(image, face), person=Person(nobody + level, _SIZE)), params)
        )
        for level in (np.float32(0), np.float32(1))
    )
    rows = np.nonzero((free > 0.8).any(axis=1))[0]
    middle = int(rows.mean())
    assert (hidden[:middle] > 0.8).sum() < 0.5 * (free[:middle] > 0.8).sum()
    near = free[middle:] > 0.8
    assert (hidden[middle:][near] > 0.8).mean() > 0.9


def test_a_halo_sinks_to_stay_in_the_picture() -> None:
    image = picture(*_SIZE)
    face = face_at((320, 130), 220)
    layer = halo.render(context(image, face), halo.HaloParams(glow=0.0))
    assert _alpha(layer).max() > 0.9


def test_what_is_worn_is_steadier_than_the_landmarks() -> None:
    _, face = _scene()
    rng = np.random.default_rng(2)
    seen = []
    for _ in range(30):
        noise = rng.normal(0, 0.5, face.points.shape).astype(np.float32)
        noisy = replace(face, points=face.points + noise)
        seen.append(place(hat_of("top-hat").sheets, worn_by(noisy)).outline)
    assert np.std(seen, axis=0).max() < 0.5
