from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from training.datasets.pack import Pack
from training.synthesis.camera import film, random_webcam
from training.synthesis.clip import Clip, compose
from training.synthesis.motion import Motion, Placement, random_fractions
from training.synthesis.plan import plan


def _clip(root: Path, seed: int, occluded: float = 1.0) -> Clip:
    pack = Pack(root, "train")
    face = pack.read_face(pack.entries("face")[0])
    rng = np.random.default_rng(seed)
    return compose(rng, plan(rng, pack, face, 96, 4, occluded))


def test_the_same_seed_makes_the_same_clip(pack_root: Path) -> None:
    one, other = _clip(pack_root, 3), _clip(pack_root, 3)
    assert np.array_equal(one.frames, other.frames)
    assert np.array_equal(one.alpha, other.alpha)
    assert not np.array_equal(one.frames, _clip(pack_root, 4).frames)


@pytest.mark.parametrize("seed", range(6))
def test_alpha_is_the_face_times_what_is_left_free(pack_root: Path, seed: int) -> None:
    clip = _clip(pack_root, seed)
    np.testing.assert_allclose(clip.alpha, clip.face * (1 - clip.occluder), atol=1e-6)
    assert 0 <= clip.alpha.min() <= clip.alpha.max() <= 1
    assert clip.kinds


def test_a_clip_without_occluders_shows_the_whole_face(pack_root: Path) -> None:
    clip = _clip(pack_root, 0, occluded=0.0)
    assert clip.kinds == ()
    assert np.array_equal(clip.alpha, clip.face)
    assert clip.alpha.max() > 0.99


def test_occluders_cover_some_of_the_face_in_most_clips(pack_root: Path) -> None:
    covered = [(c.face - c.alpha).mean() > 0.002 for c in (_clip(pack_root, s) for s in range(12))]
    assert sum(covered) >= 8


def test_a_placement_puts_its_anchor_where_it_says() -> None:
    affine = Placement(50, 60, 2.0, 0.7, 1.1, 0.05, flip=True).affine((10, 20))
    np.testing.assert_allclose(affine @ [10, 20, 1], [50, 60], atol=1e-4)


def test_a_motion_starts_where_it_starts_and_ends_where_it_ends() -> None:
    start = Placement(0, 0, 1.0)
    motion = Motion(10, -4, 1.5, 0.2)
    assert motion.at(start, 0) == start
    end = motion.at(start, 1)
    assert (end.x, end.y, end.scale, end.rotation) == (10, -4, 1.5, 0.2)


@pytest.mark.parametrize("seed", range(8))
def test_fractions_stay_on_the_path(seed: int) -> None:
    path = random_fractions(np.random.default_rng(seed), 4)
    assert path.shape == (4,)
    assert path.min() >= 0
    assert path.max() <= 1
    steps = np.diff(path)
    assert (steps >= 0).all() or (steps <= 0).all()


def test_a_webcam_keeps_the_shape_and_adds_noise(pack_root: Path) -> None:
    clip = np.full((3, 64, 64, 3), 128, np.uint8)
    changed = [
        film(np.random.default_rng(s), clip, random_webcam(np.random.default_rng(s)))
        for s in range(5)
    ]
    assert all(c.shape == clip.shape and c.dtype == np.uint8 for c in changed)
    assert any((c != clip).any() for c in changed)
