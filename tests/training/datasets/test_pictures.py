from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from training.datasets.catalogue import DataError
from training.datasets.pictures import read_mask, read_rgb, read_rgba

HALF = np.repeat([0, 255], 4).astype(np.uint8)[None].repeat(6, 0)
"""(6, 8): left half 0, right half 255."""


def _saved(folder: Path, picture: NDArray[np.generic]) -> Path:
    file = folder / "x.png"
    cv2.imwrite(str(file), picture)
    return file


@pytest.mark.parametrize(
    "picture",
    [
        HALF,
        HALF // 255,  # 0 and 1
        HALF.astype(np.uint16) * 257,  # sixteen bits
        cv2.merge([HALF] * 3),
    ],
    ids=["grey", "ones", "sixteen bits", "colour"],
)
def test_masks_come_out_alike_however_they_are_written(
    tmp_path: Path, picture: NDArray[np.generic]
) -> None:
    assert np.array_equal(read_mask(_saved(tmp_path, picture)), HALF)


def test_a_palette_mask_is_its_colours(tmp_path: Path) -> None:
    palette = Image.fromarray(HALF // 255).convert("P")
    palette.putpalette([0, 0, 0, 255, 255, 255])
    palette.save(tmp_path / "x.png")
    assert np.array_equal(read_mask(tmp_path / "x.png"), HALF)


def test_a_turned_photo_is_upright(tmp_path: Path) -> None:
    photo = Image.new("RGB", (8, 6), (255, 0, 0))
    exif = photo.getexif()
    exif[274] = 6  # turned by a quarter
    photo.save(tmp_path / "x.jpg", exif=exif)
    assert read_rgb(tmp_path / "x.jpg").shape == (8, 6, 3)


def test_a_mask_of_another_size_names_both(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="is 8x6, its picture 4x5"):
        read_mask(_saved(tmp_path, HALF), like=np.zeros((5, 4, 3), np.uint8))


def test_a_picture_without_transparency_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="need a picture with an alpha channel"):
        read_rgba(_saved(tmp_path, cv2.merge([HALF] * 3)))


def test_a_broken_and_a_missing_picture_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "x.jpg").write_bytes(b"no picture")
    with pytest.raises(DataError, match=r"x\.jpg can't be decoded"):
        read_rgb(tmp_path / "x.jpg")
    with pytest.raises(DataError, match=r"y\.jpg is missing"):
        read_rgb(tmp_path / "y.jpg")
