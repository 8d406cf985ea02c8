from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from app.faults import FaultError
from app.frames import Frame, Scene
from app.outputs.mattes import MattesWriter, whole_matte
from filters.types import Matte


def scene(index: int = 0, name: str = "", **mattes: Matte) -> Scene:
    frame = Frame(index, 0.0, np.zeros((6, 8, 3), np.uint8), name)
    return Scene(frame, (), dict(enumerate(mattes.values())))


def tile(alpha: float, origin: tuple[int, int], size: tuple[int, int] = (4, 4)) -> Matte:
    return Matte(np.full((size[1], size[0]), alpha, np.float32), origin)


def test_frames_are_numbered_from_one_or_named_after_their_picture(tmp_path: Path) -> None:
    writer = MattesWriter(tmp_path / "new" / "mattes")
    assert writer.write(scene(0)).name == "frame_000001.png"
    assert writer.write(scene(41)).name == "frame_000042.png"
    assert writer.write(scene(2, "portrait")).name == "portrait.png"
    assert sorted(p.name for p in writer.folder.iterdir()) == [
        "frame_000001.png",
        "frame_000042.png",
        "portrait.png",
    ]
    assert writer.written == 3


def test_a_matte_is_eight_bit_grey_at_frame_size_and_black_outside(tmp_path: Path) -> None:
    path = MattesWriter(tmp_path).write(scene(face=tile(0.5, (6, -2))))
    picture = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
    assert picture is not None
    assert (picture.shape, picture.dtype) == ((6, 8), np.uint8)
    assert picture[:2, 6:].tolist() == [[128, 128]] * 2
    assert np.count_nonzero(picture) == 4


def test_a_frame_without_a_face_is_black(tmp_path: Path) -> None:
    picture = cv2.imread(str(MattesWriter(tmp_path).write(scene())), cv2.IMREAD_UNCHANGED)
    assert picture is not None
    assert picture.shape == (6, 8)
    assert not picture.any()


def test_where_faces_overlap_the_larger_alpha_counts() -> None:
    whole = whole_matte(scene(a=tile(0.8, (0, 0)), b=tile(0.3, (2, 0))))
    assert whole[0].tolist() == pytest.approx([0.8, 0.8, 0.8, 0.8, 0.3, 0.3, 0, 0])


@pytest.mark.parametrize(
    ("origin", "inside"),
    [((-5, 4), (2, 2)), ((6, -1), (2, 4)), ((8, 0), (0, 0)), ((0, -9), (0, 0))],
)
def test_a_matte_may_reach_out_of_the_frame(
    origin: tuple[int, int], inside: tuple[int, int]
) -> None:
    whole = whole_matte(scene(a=tile(1.0, origin, (7, 5))))
    columns, rows = (int(np.count_nonzero(whole.any(axis))) for axis in (0, 1))
    assert whole.shape == (6, 8)
    assert (columns, rows) == inside


def test_two_pictures_with_one_stem_are_refused_before_anything_is_written(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "mattes"
    with pytest.raises(FaultError, match=r"a\.jpg and a\.png can't both be written"):
        MattesWriter(folder, [Path("a.jpg"), Path("b.jpg"), Path("a.png")])
    assert not folder.exists()


def test_a_folder_that_can_not_be_made_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(FaultError, match=r"Not a directory|File exists"):
        MattesWriter(tmp_path / "file" / "mattes")
    with pytest.raises(FaultError, match="File exists"):
        MattesWriter(tmp_path / "file")


def test_a_folder_that_goes_away_is_a_fault_with_its_path(tmp_path: Path) -> None:
    writer = MattesWriter(tmp_path / "mattes")
    writer.folder.rmdir()
    writer.folder.write_text("now a file")
    with pytest.raises(FaultError, match=r"frame_000001\.png can't be written"):
        writer.write(scene())
