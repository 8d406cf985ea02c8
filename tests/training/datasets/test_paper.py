from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from training.datasets.catalogue import DataError, Split
from training.datasets.clips import ClipDataset
from training.datasets.drawn import draw_face, draw_hand, draw_texture
from training.datasets.open import open_data
from training.datasets.samples import Sample
from training.settings import Phase, RunSettings


def _write(file: Path, picture: NDArray[np.uint8]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(file), picture[..., ::-1] if picture.ndim == 3 else picture)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The paper's folders in small, a face and an occluder of each kind in each split."""
    rng = np.random.default_rng(0)
    for number, split in enumerate(("train", "test")):
        image, alpha, _ = draw_face(rng)
        _write(tmp_path / "CelebA-HQ-img-512" / f"{number}.jpg", image)
        _write(tmp_path / "CelebAMask-HQ-masks_corrected-512" / f"{number}.png", alpha // 255)
        (tmp_path / f"CelebAMask-HQ-WO-{split}.txt").write_text(f"{number}.jpg\n")
        hand = draw_hand(rng)
        _write(tmp_path / "hiu" / "fg" / f"{number}.jpg", hand[..., :3])
        _write(tmp_path / "hiu" / "alpha" / f"{number}_mask.png", hand[..., 3])
        (tmp_path / "hiu" / f"hiu_{split}.txt").write_text(f"{number}.jpg\n")
        for folder, masks in (("sim/{}/cup", "alpha"), ("am2k/{}", "mask")):
            _write(tmp_path / folder.format(split) / "fg" / "a.jpg", hand[..., :3])
            _write(tmp_path / folder.format(split) / masks / "a.png", hand[..., 3])
        _write(tmp_path / "dtd" / "images" / "dotted" / f"{number}.jpg", draw_texture(rng))
        (tmp_path / "dtd" / "labels").mkdir(exist_ok=True)
        (tmp_path / "dtd" / "labels" / f"{split}1.txt").write_text(f"dotted/{number}.jpg\n")
    return tmp_path


def test_every_folder_is_read_in_both_splits(root: Path) -> None:
    splits: tuple[Split, ...] = ("train", "val")
    for number, split in enumerate(splits):
        data = open_data(root, split)
        assert [e.path.stem for e in data.entries("face")] == [str(number)]
        assert [e.source for e in data.entries("object")] == ["sim", "am2k"]
        assert len(data.entries("hand")) == len(data.entries("texture")) == 1
        layer = data.read_layer(data.entries("hand")[0])
        assert layer.shape[2] == 4
        assert layer[..., 3].any(0).all()  # trimmed


def test_masks_of_zero_and_one_are_stretched_and_the_face_is_found(root: Path) -> None:
    data = open_data(root, "train")
    face = data.read_face(data.entries("face")[0])
    assert face.alpha.max() == 255
    x0, y0, x1, y1 = face.box
    assert face.alpha[y0:y1, x0:x1].sum() == face.alpha.sum()
    assert 5 < face.luminance < 95


def test_clips_are_made_of_it(root: Path) -> None:
    phase = Phase(start=0, side=64, frames=2, batch=1)
    dataset = ClipDataset(open_data(root, "train"), RunSettings(phases=(phase,)))
    samples = [dataset[0, place] for place in range(8)]
    assert all(isinstance(sample, Sample) for sample in samples)


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        ("CelebAMask-HQ-masks_corrected-512/0.png", r"0\.png is listed but missing"),
        ("CelebAMask-HQ-WO-train.txt", "train.txt is missing: it lists"),
        ("am2k/train/mask/a.png", "a.jpg has no mask of its name"),
        ("hiu/fg/0.jpg", r"0\.jpg is listed but missing"),
    ],
)
def test_what_is_missing_is_named(root: Path, spoil: str, message: str) -> None:
    (root / spoil).unlink()
    with pytest.raises(DataError, match=message):
        open_data(root, "train")


def test_faces_alone_are_not_enough(root: Path) -> None:
    for folder in ("sim", "am2k", "hiu", "dtd"):
        (root / folder).rename(root / f"not {folder}")
    with pytest.raises(DataError, match="none of sim, am2k, hiu and dtd"):
        open_data(root, "train")


def test_nothing_of_it_may_be_called_open(root: Path) -> None:
    with pytest.raises(DataError, match="may not be redistributed"):
        open_data(root, "train", only_open=True)
