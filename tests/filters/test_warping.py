"""The canonical mesh and drawing textures on it."""

from __future__ import annotations

import zipfile

import numpy as np
import pytest

from filters.mesh import ASSETS, canonical_face
from filters.regions import FACE_OVAL, hull, polygon_mask
from filters.sprites import Sprite, sprite
from filters.tiles import Tile
from filters.types import Points
from filters.warping import surface
from tests.filters.scenes import face_at

QUAD_UV = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float32)
QUAD = np.array([[0, 1, 2], [0, 2, 3]], np.int32)
TILE = Tile(0, 0, 60, 60)


def _ramp() -> Sprite:
    """Red grows to the right, green downwards."""
    rgba = np.full((128, 128, 4), 255, np.uint8)
    rgba[..., 0] = np.arange(128)[None, :] * 2
    rgba[..., 1] = np.arange(128)[:, None] * 2
    return sprite(rgba)


def _points(*corners: tuple[float, float], depth: float = 0.0) -> Points:
    return np.array([(x, y, depth) for x, y in corners], np.float32)


def test_the_canonical_face_is_the_landmark_models_own() -> None:
    with zipfile.ZipFile(ASSETS / "face_landmarker.task") as bundle:
        data = bundle.read("geometry_pipeline_metadata_landmarks.binarypb")
    mesh = canonical_face()
    assert mesh.vertices.shape == (468, 3)
    assert mesh.triangles.shape == (898, 3)
    for row in np.concatenate((mesh.vertices, mesh.uv), axis=1)[::50]:
        assert b"".join(b"\x1d" + value.tobytes() for value in row) in data


def test_the_canonical_mesh_has_the_face_oval_for_its_border() -> None:
    triangles = canonical_face().triangles
    edges = np.sort(triangles[:, [[0, 1], [1, 2], [2, 0]]].reshape(-1, 2), axis=1)
    once, counts = np.unique(edges, axis=0, return_counts=True)
    assert set(once[counts == 1].ravel()) == set(FACE_OVAL)


def test_a_texture_lands_where_its_coordinates_say() -> None:
    points = _points((10, 10), (50, 10), (50, 50), (10, 50))
    seen = surface(points, QUAD_UV, QUAD, TILE)
    assert seen is not None
    drawn = seen.paint(_ramp())
    for x, y in ((20, 20), (30, 40), (45, 25)):
        red, green = drawn[y, x, :2].astype(float) / 255
        assert red == pytest.approx((x - 10) / 40, abs=0.03)
        assert green == pytest.approx((y - 10) / 40, abs=0.03)
        assert drawn[y, x, 3] == 255
    assert not drawn[:8].any()


@pytest.mark.parametrize("side", [40, 160, 900])
def test_the_tiles_size_does_not_move_the_texture(side: int) -> None:
    scale = side / 60
    points = _points((10, 10), (50, 10), (50, 50), (10, 50)) * np.float32(scale)
    seen = surface(points, QUAD_UV, QUAD, Tile(0, 0, side, side))
    assert seen is not None
    middle = int(30 * scale)
    assert seen.u[middle, middle] == pytest.approx((middle - 10 * scale) / (40 * scale), abs=0.01)


def test_what_faces_away_is_left_out() -> None:
    mirrored = _points((50, 10), (10, 10), (10, 50), (50, 50))
    assert surface(mirrored, QUAD_UV, QUAD, TILE) is None
    assert surface(mirrored, QUAD_UV, QUAD, TILE, two_sided=True) is not None


def test_the_nearer_part_is_in_front() -> None:
    near = _points((20, 20), (40, 20), (40, 40), (20, 40), depth=-5)
    far = _points((10, 10), (50, 10), (50, 50), (10, 50), depth=5)
    uv = np.concatenate((QUAD_UV * 0.1, QUAD_UV * 0.1 + 0.9))
    for quads in ((QUAD, QUAD + 4), (QUAD + 4, QUAD)):
        seen = surface(np.concatenate((near, far)), uv, np.concatenate(quads), TILE)
        assert seen is not None
        assert seen.u[30, 30] < 0.1
        assert seen.u[14, 14] > 0.9


def test_nothing_is_drawn_outside_the_tile() -> None:
    points = _points((110, 10), (150, 10), (150, 50), (110, 50))
    assert surface(points, QUAD_UV, QUAD, TILE) is None


@pytest.mark.parametrize("yaw", [0, 30, -30])
def test_the_face_mesh_covers_the_face(yaw: float) -> None:
    face = face_at((100, 100), 120, yaw=yaw)
    mesh, tile = canonical_face(), Tile(0, 0, 200, 200)
    seen = surface(face.points[:468], mesh.uv, mesh.triangles, tile)
    assert seen is not None
    inside = polygon_mask([hull(face.points)], tile) > 0.99
    assert (seen.coverage[inside] > 128).mean() > 0.95
    assert seen.coverage[~inside].astype(float).mean() < 4
