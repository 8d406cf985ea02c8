from __future__ import annotations

from pathlib import Path

import pytest

from training.datasets.catalogue import DataError
from training.datasets.open import open_data
from training.datasets.pack import MANIFEST, Pack


def test_the_splits_do_not_mix(pack_root: Path) -> None:
    train = {e.path for e in Pack(pack_root, "train").entries("face")}
    val = {e.path for e in Pack(pack_root, "val").entries("face")}
    assert len(train) == 3
    assert len(val) == 1
    assert not train & val


def test_a_missing_pack_says_where_to_point(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"manifest\.csv is missing: point --data"):
        Pack(tmp_path, "train")
    with pytest.raises(DataError, match="neither manifest"):
        open_data(tmp_path, "train")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("a.jpg,train,face,s,1,gold,many,1 2 3 4", "line 2, can't be read: could not convert"),
        ("a.jpg,train,spoon,s,1,gold,50,1 2 3 4", "line 2, can't be read: kind 'spoon'"),
        ("a.jpg,train,face,s,1,gold,50,1 2 3", "line 2, can't be read"),
    ],
)
def test_a_broken_line_is_named(tmp_path: Path, line: str, message: str) -> None:
    header = "path,split,kind,source,open,quality,lum,face_box"
    (tmp_path / MANIFEST).write_text(f"{header}\n{line}\n")
    with pytest.raises(DataError, match=message):
        Pack(tmp_path, "train")


def test_a_manifest_without_a_column_is_refused(tmp_path: Path) -> None:
    (tmp_path / MANIFEST).write_text("path,split\n")
    with pytest.raises(DataError, match="no column 'face_box'"):
        Pack(tmp_path, "train")


def test_closed_pictures_are_left_out_where_asked(pack_root: Path, tmp_path: Path) -> None:
    text = (pack_root / MANIFEST).read_text()
    (tmp_path / MANIFEST).write_text(text.replace("drawn,1", "drawn,0", 1))
    assert len(Pack(tmp_path, "train", only_open=True).entries("face")) == 2
