from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from training.datasets.catalogue import LabelledFace
from training.datasets.drawn import draw_face
from training.datasets.landmarks import LandmarkFinder
from training.synthesis.relighting import Light, relight
from training.synthesis.surface import depth_of, normals_of
from training.synthesis.turning import _turn_rows, turn


@pytest.fixture(scope="module")
def face() -> LabelledFace:
    """A drawn face with its landmarks."""
    image, alpha, person = draw_face(np.random.default_rng(2))
    with LandmarkFinder() as finder:
        points = finder.find(image)
    assert points is not None
    y, x = np.nonzero(alpha > 128)
    box = (int(x.min()), int(y.min()), int(x.max()) + 1, int(y.max()) + 1)
    return LabelledFace(image, alpha, person, box, 60.0, points)


def test_the_nose_is_near_and_the_corner_far(face: LabelledFace) -> None:
    assert face.points is not None
    depth = depth_of(face.points, face.alpha.shape)
    nose = face.points[1, :2].round().astype(int)
    ear = face.points[234, :2].round().astype(int)
    assert depth[nose[1], nose[0]] < depth[ear[1], ear[0]] < depth[0, 0]


def test_normals_point_at_the_viewer_and_away_from_the_nose(face: LabelledFace) -> None:
    assert face.points is not None
    normals = normals_of(depth_of(face.points, face.alpha.shape))
    np.testing.assert_allclose(np.linalg.norm(normals, axis=2), 1, atol=1e-5)
    assert normals[..., 2].min() > 0
    left, right = (face.points[i, :2].round().astype(int) for i in (234, 454))
    assert normals[left[1], left[0] + 8, 0] < 0 < normals[right[1], right[0] - 8, 0]


def test_no_turn_changes_nothing(face: LabelledFace) -> None:
    still = turn(face, 0, 0)
    assert np.array_equal(still.image, face.image)
    assert np.array_equal(still.alpha, face.alpha)


@pytest.mark.parametrize("yaw", [-0.7, 0.7])
def test_a_turned_face_shows_less_of_itself(face: LabelledFace, yaw: float) -> None:
    turned = turn(face, yaw, 0)
    assert 0.4 < (turned.alpha > 128).sum() / (face.alpha > 128).sum() < 0.97
    assert turned.alpha.shape == face.alpha.shape


def test_a_nod_moves_the_nose_down(face: LabelledFace) -> None:
    assert face.points is not None
    nodded = turn(face, 0, 0.3)
    with LandmarkFinder() as finder:
        points = finder.find(nodded.image)
    assert points is not None
    assert points[1, 1] > face.points[1, 1] + 5


def test_the_landmark_model_sees_the_turn(face: LabelledFace) -> None:
    def nose_between_ears(shown: LabelledFace) -> float:
        with LandmarkFinder() as finder:
            points = finder.find(shown.image)
        assert points is not None
        return float((points[1, 0] - points[234, 0]) / (points[454, 0] - points[234, 0]))

    left, middle, right = (nose_between_ears(turn(face, yaw, 0)) for yaw in (-0.5, 0.0, 0.5))
    assert left < middle - 0.1
    assert right > middle + 0.1


def test_light_from_the_right_brightens_the_right(face: LabelledFace) -> None:
    one = np.ones(3, np.float32)
    side = np.array([0.8, 0, 0.6], np.float32)
    lit = relight(face, Light(side, 0.0, 0.8 * one, 0.2 * one))
    solid = face.alpha > 128
    change = lit.image.astype(float).mean(2) - face.image.astype(float).mean(2)
    x = np.nonzero(solid)[1]
    middle = np.median(x)
    assert change[solid][x > middle].mean() > change[solid][x < middle].mean() + 10
    assert np.array_equal(lit.alpha, face.alpha)


def test_hard_light_has_a_harder_edge(face: LabelledFace) -> None:
    one, side = np.ones(3, np.float32), np.array([0.9, 0, 0.44], np.float32)

    def steepest(hardness: float) -> float:
        flat = dataclasses.replace(face, image=np.full_like(face.image, 120))
        lit = relight(flat, Light(side, hardness, 0.8 * one, 0.2 * one)).image.astype(float)
        return float(np.abs(np.diff(lit[..., 1], axis=1))[face.alpha[:, 1:] == 255].max())

    assert steepest(1.0) > 1.5 * steepest(0.0)


def test_without_landmarks_it_is_refused(face: LabelledFace) -> None:
    blind, one = dataclasses.replace(face, points=None), np.ones(3, np.float32)
    with pytest.raises(ValueError, match="without landmarks can't be turned"):
        turn(blind, 0.3, 0)
    with pytest.raises(ValueError, match="without landmarks can't be relit"):
        relight(blind, Light(one, 0, one, one))


def test_of_a_turned_ball_only_the_front_is_seen() -> None:
    """Along a row the places on a ball follow one another; a back that showed would run against."""
    x = np.arange(256, dtype=np.float32)
    ball = 100 - np.sqrt(np.clip(100**2 - (x - 128) ** 2, 0, None))
    row = np.stack((x, ball - 100), -1)[None].repeat(2, 0)
    turned = _turn_rows(row, 0.9, 128)[0, :, 0]
    inside = turned[(turned > 40) & (turned < 215)]
    assert len(inside) > 80
    assert (np.diff(inside) > -0.5).all()
    assert inside.max() < 128 + 100 * np.cos(0.9) + 3  # beyond lies the side that turned away


@pytest.mark.parametrize("yaw", [-0.8, 0.8])
def test_a_ridge_hides_what_lies_behind_it(yaw: float) -> None:
    x = np.arange(256, dtype=np.float32)
    ridge = np.abs(x - 128) < 12
    row = np.stack((x, np.where(ridge, -60, 20).astype(np.float32)), -1)[None].repeat(2, 0)
    turned = _turn_rows(row, yaw, 128)[0, :, 0]
    of_the_ridge = (turned > 117) & (turned < 139)
    assert of_the_ridge.sum() >= 0.9 * 22 * np.cos(yaw)
    hidden = 256 - len(np.unique(turned.round()))
    assert hidden > 30
