from __future__ import annotations

import errno
import stat
from pathlib import Path

import cv2
import numpy as np
import pytest

from app.faults import FaultError
from app.outputs.framing import letterboxed, padded_to_even
from app.outputs.snapshot import save_picture
from app.outputs.writing import not_writable, refuse_overwriting, write_whole


def test_a_file_is_written_whole_with_ordinary_rights_and_nothing_beside_it(
    tmp_path: Path,
) -> None:
    path = tmp_path / "new" / "a.txt"
    write_whole(path, b"one")
    write_whole(path, b"two")
    assert path.read_bytes() == b"two"
    assert [p.name for p in path.parent.iterdir()] == ["a.txt"]
    assert stat.S_IMODE(path.stat().st_mode) & stat.S_IRUSR


def test_a_write_that_fails_leaves_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "inside").write_text("kept")
    with pytest.raises(FaultError, match="can't be written"):
        write_whole(tmp_path / "a", b"new")
    assert (tmp_path / "a" / "inside").read_text() == "kept"
    assert [p.name for p in tmp_path.iterdir()] == ["a"]


def test_the_reason_has_its_remedy() -> None:
    told = str(not_writable(Path("x.mp4"), OSError(28, "")).fault)
    assert told == (
        "x.mp4 can't be written: No space left on device."
        " Free some space, or write to another disk."
    )


def test_a_file_too_long_for_its_disk_has_a_remedy() -> None:
    told = str(not_writable(Path("x.mp4"), OSError(errno.EFBIG, "")).fault)
    assert told.endswith("Split the recording, or choose a disk that is not formatted as FAT32.")


def test_an_error_that_is_not_the_systems_keeps_its_own_words() -> None:
    error = OSError(542398533, "Generic error in an external library")
    told = str(not_writable(Path("x.mp4"), error, "Try another size").fault)
    assert told == (
        "x.mp4 can't be written: Generic error in an external library. Try another size."
    )


def test_the_input_is_never_the_output(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_bytes(b"x")
    (tmp_path / "link.mp4").symlink_to(tmp_path / "a.mp4")
    source, free = tmp_path / "a.mp4", tmp_path / "b.mp4"
    with pytest.raises(FaultError, match=r"link\.mp4 can't be written: it is the input itself"):
        refuse_overwriting([free, source], [free, tmp_path / "link.mp4"])
    refuse_overwriting([source], [free])


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".JPEG"])
def test_a_snapshot_has_the_pictures_colours(tmp_path: Path, suffix: str) -> None:
    image = np.full((16, 16, 3), (200, 90, 30), np.uint8)
    save_picture(image, tmp_path / f"a{suffix}")
    read = cv2.imread(str(tmp_path / f"a{suffix}"))
    assert read is not None
    assert read[8, 8, ::-1] == pytest.approx((200, 90, 30), abs=3)


def test_a_snapshot_needs_a_picture_name(tmp_path: Path) -> None:
    with pytest.raises(FaultError, match=r"\.gif is no picture format"):
        save_picture(np.zeros((2, 2, 3), np.uint8), tmp_path / "a.gif")


@pytest.mark.parametrize(
    ("size", "inside", "bars"),
    [((64, 36), (8, 18), (1, 18)), ((20, 40), (10, 20), (10, 2)), ((16, 9), (2, 4), (0, 4))],
)
def test_a_letterboxed_picture_is_whole_centred_and_black_around(
    size: tuple[int, int], inside: tuple[int, int], bars: tuple[int, int]
) -> None:
    out = letterboxed(np.full((36, 36, 3), 200, np.uint8), size)
    assert out.shape == (size[1], size[0], 3)
    assert out[size[1] // 2, size[0] // 2].tolist() == [200, 200, 200]
    assert out[bars[1], bars[0]].tolist() == [0, 0, 0]
    side = min(size)
    assert np.count_nonzero(out[..., 0]) == side * side
    assert np.array_equal(out, out[:, ::-1]) or size[0] % 2 != side % 2


def test_a_picture_that_fits_is_not_copied() -> None:
    image = np.zeros((4, 6, 3), np.uint8)
    assert letterboxed(image, (6, 4)) is image
    assert padded_to_even(image) is image


def test_a_speck_still_fits_a_long_frame() -> None:
    assert letterboxed(np.full((1, 500, 3), 9, np.uint8), (32, 18)).max() == 9
