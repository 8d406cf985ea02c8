"""The head's pose from the landmarks."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from filters.head import BRIDGE, head_of
from filters.mesh import canonical_face
from tests.filters.scenes import face_at

FACE = face_at((100, 80), 120)


def test_the_origin_is_on_the_bridge_of_the_nose() -> None:
    head = head_of(FACE)
    assert np.linalg.norm(head.origin - FACE.points[BRIDGE, :2]) < 0.3 * head.scale


def test_the_canonical_face_is_projected_near_the_landmarks() -> None:
    head = head_of(FACE)
    vertices = canonical_face().vertices
    rigid = [33, 133, 263, 362, 10, 151]
    found = head.project(vertices[rigid] - vertices[BRIDGE])
    assert np.abs(found - FACE.points[rigid, :2]).max() < 0.8 * head.scale


@pytest.mark.parametrize("roll", [-70, -20, 35, 90])
def test_the_axes_roll_with_the_face(roll: float) -> None:
    before, after = head_of(FACE).axes, head_of(face_at((100, 80), 120, roll=roll)).axes
    angles = [np.degrees(np.arctan2(axes[1, 0], axes[0, 0])) for axes in (before, after)]
    assert angles[1] - angles[0] == pytest.approx(roll, abs=0.5)


@pytest.mark.parametrize("yaw", [-40, 25])
def test_the_axes_turn_with_the_face(yaw: float) -> None:
    before, after = head_of(FACE).axes, head_of(face_at((100, 80), 120, yaw=yaw)).axes
    angles = [np.degrees(np.arctan2(axes[0, 2], -axes[2, 2])) for axes in (before, after)]
    assert angles[1] - angles[0] == pytest.approx(-yaw, abs=2)


def test_what_is_nearer_is_larger() -> None:
    head = head_of(FACE)
    near = head.project(np.array([[-1, 0, 10], [1, 0, 10]]))
    far = head.project(np.array([[-1, 0, -10], [1, 0, -10]]))
    assert np.linalg.norm(near[1] - near[0]) > 1.1 * np.linalg.norm(far[1] - far[0])


def test_a_face_without_a_pose_is_at_the_usual_distance() -> None:
    unknown = replace(FACE, pose=np.eye(4, dtype=np.float32))
    assert head_of(unknown).distance == 50


def test_the_face_faces_the_camera_and_its_sides_do_not() -> None:
    head = head_of(FACE)
    assert head.facing((0, 0, 1), (0, 0, 0)) > 0.9
    assert head.facing((1, 0, 0), (7, 0, -5)) < 0.1
    assert head.facing((0, 0, -1), (0, 0, 0)) < -0.9
