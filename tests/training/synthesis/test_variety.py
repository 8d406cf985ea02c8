from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from training.datasets.landmarks import WithLandmarks
from training.datasets.pack import Pack
from training.synthesis.clip import Clip, compose
from training.synthesis.codec import through_h264
from training.synthesis.hair import hair_colours, lock
from training.synthesis.hats import hat
from training.synthesis.occluders import Kind
from training.synthesis.plan import plan
from training.synthesis.shapes import smoke
from training.synthesis.variety import PLAIN, Variety


@pytest.fixture(scope="module")
def data(pack_root: Path, tmp_path_factory: pytest.TempPathFactory) -> WithLandmarks:
    return WithLandmarks(Pack(pack_root, "train"), tmp_path_factory.mktemp("cache"))


def _clip(data: WithLandmarks, variety: Variety, kind: Kind | None = None, seed: int = 0) -> Clip:
    face = data.read_face(data.entries("face")[0])
    rng = np.random.default_rng(seed)
    shares: dict[Kind, float] = {kind: 1.0} if kind else {"hand": 1.0}
    occluded = 1.0 if kind else 0.0
    return compose(rng, plan(rng, data, face, 96, 2, occluded, shares, variety))


@pytest.mark.parametrize(
    "variety",
    [Variety(turned=1), Variety(relit=1), Variety(extreme=1), Variety(crowd=1), Variety(coded=1)],
    ids=["turned", "relit", "extreme", "crowd", "coded"],
)
def test_each_kind_of_variety_changes_the_clip_and_keeps_its_alpha_in_range(
    data: WithLandmarks, variety: Variety
) -> None:
    plain, varied = _clip(data, PLAIN), _clip(data, variety)
    assert not np.array_equal(plain.frames, varied.frames)
    assert varied.frames.shape == plain.frames.shape
    assert 0 <= varied.alpha.min() <= varied.alpha.max() <= 1


def test_an_empty_clip_has_no_face(data: WithLandmarks) -> None:
    assert _clip(data, Variety(empty=1), "hand").alpha.max() == 0


def test_a_crowd_has_more_face(data: WithLandmarks) -> None:
    alone = sum(_clip(data, PLAIN, seed=s).alpha.mean() for s in range(8))
    together = sum(_clip(data, Variety(crowd=1), seed=s).alpha.mean() for s in range(8))
    assert together > 1.1 * alone


def test_landmarks_are_found_once(
    pack_root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = Pack(pack_root, "train")
    first = WithLandmarks(pack, tmp_path)
    monkeypatch.setattr("training.datasets.landmarks.LandmarkFinder", None)
    again = WithLandmarks(pack, tmp_path)
    for entry in pack.entries("face"):
        one, other = first.read_face(entry).points, again.read_face(entry).points
        assert one is not None
        assert other is not None
        assert np.array_equal(one, other)


def test_a_lock_has_the_colours_of_the_hair(data: WithLandmarks) -> None:
    face = data.read_face(data.entries("face")[0])
    colours = hair_colours(face)
    assert colours is not None
    falling = lock(np.random.default_rng(0), colours, 128)
    solid = falling[..., 3] > 200
    assert solid.any()
    assert (falling[..., 3] == 0).any()
    distance = np.abs(falling[solid][:, :3].mean(0) - colours.mean(0))
    assert distance.max() < 40


def test_smoke_is_never_solid() -> None:
    cloud = smoke(np.random.default_rng(0), 128)[..., 3]
    assert 60 < cloud.max() < 250
    assert cloud[0, 0] == 0


@pytest.mark.parametrize("kind", ["hair", "smoke", "hat"])
def test_what_only_variety_adds_lies_over_the_face(data: WithLandmarks, kind: Kind) -> None:
    clips = [_clip(data, PLAIN, kind, seed) for seed in range(4)]
    assert all(set(clip.kinds) == {kind} for clip in clips)
    assert any((clip.face - clip.alpha).mean() > 0.005 for clip in clips)


def test_a_hat_hides_the_forehead_and_leaves_the_chin(data: WithLandmarks) -> None:
    for seed in range(6):
        clip = _clip(data, PLAIN, "hat", seed)
        frame, before = clip.alpha[0], clip.face[0]
        rows = np.flatnonzero(before.max(1) > 0.5)
        tenth = max(len(rows) // 10, 1)
        across, upright = clip.affines[0][0, :2], abs(clip.affines[0][1, 0])
        if upright > 0.2 * np.linalg.norm(across):
            continue  # aslant, up is not towards the first row
        assert frame[rows[:tenth]].sum() < 0.3 * before[rows[:tenth]].sum()
        assert frame[rows[-tenth:]].sum() > 0.9 * before[rows[-tenth:]].sum()


def test_hats_are_opaque_and_differ() -> None:
    cloth = np.full((32, 32, 3), 120, np.uint8)
    hats = [hat(np.random.default_rng(seed), cloth, 128) for seed in range(6)]
    assert all(h.shape == (128, 128, 4) and (h[..., 3] == 255).mean() > 0.2 for h in hats)
    assert len({h.tobytes() for h in hats}) == 6


def test_a_codec_keeps_the_clip_and_loses_detail() -> None:
    clip = np.random.default_rng(0).integers(0, 255, (3, 64, 64, 3)).astype(np.uint8)
    coded = through_h264(clip, 40)
    assert coded.shape == clip.shape
    assert coded.std() < clip.std()
