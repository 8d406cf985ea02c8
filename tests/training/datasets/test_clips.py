from __future__ import annotations

import multiprocessing
from pathlib import Path

import pytest
import torch
from threadpoolctl import threadpool_info

from training.datasets.catalogue import DataError, Entry
from training.datasets.clips import ClipDataset, batches, face_weights, one_thread
from training.datasets.drawn import draw_pack
from training.datasets.pack import Pack
from training.datasets.samples import Batch, Planned, Sample
from training.distributed import World
from training.settings import Phase, RunSettings

SMALL = RunSettings(phases=(Phase(start=0, side=64, frames=3, batch=4),), steps=2, workers=0)


def _sample(root: Path, settings: RunSettings = SMALL, legacy: bool = False) -> Sample:
    sample = ClipDataset(Pack(root, "train"), settings, legacy)[1, 0]
    assert isinstance(sample, Sample)
    return sample


def test_samples_are_tensors_in_range(pack_root: Path) -> None:
    sample = _sample(pack_root)
    assert tuple(sample.frames.shape) == (3, 3, 64, 64)
    assert tuple(sample.alpha.shape) == tuple(sample.unknown.shape) == (3, 1, 64, 64)
    assert 0.2 < float(sample.frames.max()) <= 1
    assert set(sample.unknown.flatten().tolist()) == {0.0, 1.0}


def test_soft_alpha_is_unknown_and_the_corner_is_not(pack_root: Path) -> None:
    sample = _sample(pack_root)
    soft = (sample.alpha > 0.01) & (sample.alpha < 0.99)
    assert soft.any()
    assert (sample.unknown[soft] == 1).all()
    assert float(sample.unknown[:, :, 0, 0].max()) == 0


def test_the_legacy_trimap_leaves_the_whole_bare_face_unknown(pack_root: Path) -> None:
    bare = SMALL.model_copy(update={"occluded": 0.0})
    sample = _sample(pack_root, bare, legacy=True)
    assert torch.equal(sample.unknown > 0, sample.alpha > 0.002)
    assert float(_sample(pack_root, bare).unknown.mean()) < float(sample.unknown.mean())


def _all(
    root: Path, settings: RunSettings, first: int = 0, world: World | None = None
) -> list[Batch]:
    return list(batches(ClipDataset(Pack(root, "train"), settings), first, world))


def test_a_resumed_supply_goes_on_with_the_same_clips(pack_root: Path) -> None:
    whole, rest = _all(pack_root, SMALL), _all(pack_root, SMALL, first=1)
    assert len(rest) == 1
    assert torch.equal(rest[0].frames, whole[1].frames)


def test_processes_share_a_batch_between_them(pack_root: Path) -> None:
    whole = _all(pack_root, SMALL)[0].frames
    parts = [_all(pack_root, SMALL, world=World(rank, 2))[0].frames for rank in (0, 1)]
    assert torch.equal(torch.stack(parts, 1).flatten(0, 1), whole)


def test_a_batch_that_does_not_divide_is_refused(pack_root: Path) -> None:
    with pytest.raises(DataError, match="4 clips does not divide among 3 processes"):
        _all(pack_root, SMALL, world=World(0, 3))


@pytest.fixture
def broken_pack(tmp_path: Path) -> Path:
    draw_pack(tmp_path, faces=4)
    (tmp_path / "face0001.jpg").write_bytes(b"no picture")
    return tmp_path


def test_a_broken_picture_stops_training_by_its_name(broken_pack: Path) -> None:
    with pytest.raises(DataError, match=r"face0001\.jpg can't be decoded"):
        _all(broken_pack, SMALL)


def test_a_broken_picture_is_skipped_by_its_name_where_asked(broken_pack: Path) -> None:
    skipping = SMALL.model_copy(update={"broken": "skip"})
    found = _all(broken_pack, skipping)
    assert all(len(batch.frames) == 4 for batch in found)
    lines = [line for batch in found for line in batch.skipped]
    assert lines
    assert all("face0001.jpg can't be decoded" in line for line in lines)


def test_nothing_but_broken_pictures_is_said_even_when_skipping(broken_pack: Path) -> None:
    for picture in broken_pack.glob("face*.jpg"):
        picture.write_bytes(b"")
    with pytest.raises(DataError, match="20 samples in a row are broken"):
        _all(broken_pack, SMALL.model_copy(update={"broken": "skip"}))


def test_rare_skins_are_drawn_more_often_each_but_not_more_in_all() -> None:
    def face(luminance: float) -> Entry:
        return Entry(Path("x"), "face", "s", "gold", True, luminance)

    weights = face_weights([face(25)] + [face(65)] * 9)
    assert weights[0] > weights[1]
    assert weights[0] < weights[1:].sum()
    assert weights.sum() == pytest.approx(1)


def _blas_threads() -> set[int]:
    return {lib["num_threads"] for lib in threadpool_info() if lib["user_api"] == "blas"}


def test_a_worker_keeps_to_one_thread() -> None:
    with multiprocessing.get_context("spawn").Pool(1, one_thread, (0,)) as pool:
        assert pool.apply(_blas_threads) == {1}


@pytest.mark.parametrize("workers", [0, 1])
def test_clips_composed_on_the_device_are_the_workers_clips(pack_root: Path, workers: int) -> None:
    there = SMALL.model_copy(update={"compose": "device", "workers": workers})
    for ours, theirs in zip(_all(pack_root, there), _all(pack_root, SMALL), strict=True):
        assert ours.frames.shape == theirs.frames.shape
        assert float((ours.alpha - theirs.alpha).abs().mean()) < 0.01
        assert float((ours.covered - theirs.covered).abs().mean()) < 0.01
        assert float((ours.frames - theirs.frames).abs().mean()) < 0.05  # noise is drawn anew
        assert set(ours.unknown.flatten().tolist()) == {0.0, 1.0}


def test_the_legacy_trimap_is_drawn_on_the_device_too(pack_root: Path) -> None:
    bare = SMALL.model_copy(update={"compose": "device", "occluded": 0.0})
    planned = ClipDataset(Pack(pack_root, "train"), bare, legacy_trimap=True)[0, 0]
    assert isinstance(planned, Planned)
    sample = planned.composed(torch.device("cpu"))
    assert torch.equal(sample.unknown, (sample.alpha >= 0.5 / 255).float())
    assert float(sample.covered.max()) == 0
