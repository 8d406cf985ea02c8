from __future__ import annotations

import hashlib
import json
from pathlib import Path

import cv2
import numpy as np
import pytest
import typer
from typer.testing import CliRunner

from training.datasets.pack import Pack
from training.synthesize import SUMS, main, subsets, write_benchmark


@pytest.fixture(scope="module")
def benchmark(pack_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clip of two frames in each subset."""
    to = tmp_path_factory.mktemp("benchmark") / "one"
    write_benchmark(Pack(pack_root, "val"), to, clips=1, frames=2, seed=3)
    return to


def test_every_subset_has_its_kind(benchmark: Path, pack_root: Path) -> None:
    names = {folder.name for folder in benchmark.iterdir() if folder.is_dir()}
    assert names == set(subsets(Pack(pack_root, "val"))) >= {"hand", "mixed", "none", "strands"}
    assert "object" not in names  # the drawn pack has none
    hand = json.loads((benchmark / "hand" / "0000" / "meta.json").read_text())
    assert set(hand["occluders"]) == {"hand"}
    none = json.loads((benchmark / "none" / "0000" / "meta.json").read_text())
    assert none["occluders"] == []


def test_alpha_is_exact_and_has_sixteen_bits(benchmark: Path) -> None:
    folder = benchmark / "strands" / "0000"
    alpha, occluder = (
        cv2.imread(str(folder / name / "0001.png"), cv2.IMREAD_UNCHANGED) for name in ("pha", "occ")
    )
    assert alpha is not None
    assert occluder is not None
    assert alpha.dtype == np.uint16
    assert alpha.shape == (256, 256)
    assert len(np.unique(alpha)) > 256
    assert (alpha[occluder == 65535] == 0).all()


def test_the_sums_are_the_files(benchmark: Path) -> None:
    lines = (benchmark / SUMS).read_text().splitlines()
    files = [p for p in benchmark.rglob("*") if p.is_file() and p.name != SUMS]
    assert len(lines) == len(files)
    for line in lines:
        digest, name = line.split("  ")
        assert hashlib.sha256((benchmark / name).read_bytes()).hexdigest() == digest


def test_the_same_seed_writes_the_same_files(
    benchmark: Path, pack_root: Path, tmp_path: Path
) -> None:
    write_benchmark(Pack(pack_root, "val"), tmp_path / "other", clips=1, frames=2, seed=3)
    assert (tmp_path / "other" / SUMS).read_text() == (benchmark / SUMS).read_text()


def test_a_folder_that_holds_something_is_left_alone(pack_root: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    app = typer.Typer()
    app.command()(main)
    result = CliRunner().invoke(app, ["--data", str(pack_root), "--to", str(tmp_path)])
    assert result.exit_code == 1
    assert "is not empty" in result.output
    assert [p.name for p in tmp_path.iterdir()] == ["mine.txt"]
