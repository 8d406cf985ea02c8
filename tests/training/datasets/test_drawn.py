from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from training.baselines.landmark_hull import hull_of
from training.datasets.catalogue import Split
from training.datasets.drawn import draw_face, draw_glasses, draw_hand, draw_pack
from training.datasets.landmarks import LandmarkFinder
from training.datasets.pack import Pack


@pytest.mark.parametrize("seed", range(3))
def test_a_drawn_face_is_a_face_to_the_landmark_model(seed: int) -> None:
    image, alpha, person = draw_face(np.random.default_rng(seed))
    assert (alpha <= person).all()
    with LandmarkFinder() as finder:
        outline = hull_of(finder, image)
    assert outline is not None
    x, y = outline.mean(0)
    assert alpha[round(y), round(x)] == 255


def test_the_same_seed_draws_the_same_pack(tmp_path: Path) -> None:
    for name in ("one", "other"):
        draw_pack(tmp_path / name, faces=2, seed=5)
    files = sorted(p.name for p in (tmp_path / "one").iterdir())
    assert len(files) > 10
    for name in files:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "other" / name).read_bytes()


def test_every_kind_is_there_in_both_splits(pack_root: Path) -> None:
    splits: tuple[Split, ...] = ("train", "val")
    for split in splits:
        pack = Pack(pack_root, split)
        for kind in ("face", "hand", "glasses", "texture", "background"):
            assert pack.entries(kind), (split, kind)


@pytest.mark.parametrize("draw", [draw_hand, draw_glasses])
def test_things_to_lay_over_have_holes_and_solid_parts(
    draw: Callable[[np.random.Generator], NDArray[np.uint8]],
) -> None:
    layer = draw(np.random.default_rng(0))
    assert layer[..., 3].min() == 0
    assert layer[..., 3].max() == 255
