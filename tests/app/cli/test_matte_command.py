from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np

from tests.app.cli.conftest import FakeReader, Run

MakeVideo = Callable[..., Path]


def grey(path: Path) -> np.ndarray:
    picture = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
    assert picture is not None
    return np.asarray(picture)


def folder_of(tmp_path: Path, levels: dict[str, int]) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for name, level in levels.items():
        cv2.imwrite(str(folder / name), np.full((30, 41, 3), level, np.uint8))
    return folder


def test_mattes_are_grey_pngs_with_the_pictures_names_and_sizes(
    run: Run, reader: FakeReader, tmp_path: Path
) -> None:
    ran = run("matte", folder_of(tmp_path, {"one.jpg": 99, "two.png": 99}), tmp_path / "out")
    assert (ran.code, ran.complaints) == (0, [])
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["one.png", "two.png"]
    matte = grey(tmp_path / "out" / "one.png")
    assert matte.shape == (30, 41)
    assert matte.dtype == np.uint8
    assert (matte[15, 12], matte[15, 28], matte[2, 2]) == (255, 0, 0)


def test_frames_of_a_video_are_numbered_from_one(
    run: Run, reader: FakeReader, make_video: MakeVideo, tmp_path: Path
) -> None:
    assert run("matte", make_video(count=3), tmp_path / "out").code == 0
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == ["frame_000001.png", "frame_000002.png", "frame_000003.png"]


def test_a_picture_without_a_face_is_black(run: Run, reader: FakeReader, tmp_path: Path) -> None:
    ran = run("matte", folder_of(tmp_path, {"dark.png": 0}), tmp_path / "out")
    assert ran.code == 0
    assert ran.complaints == ["Warning: no face was found: every matte is black."]
    assert grey(tmp_path / "out" / "dark.png").max() == 0


def test_stills_are_forgotten_one_after_the_other(
    run: Run, reader: FakeReader, tmp_path: Path
) -> None:
    folder = folder_of(tmp_path, {"a.png": 99, "b.png": 99, "c.png": 99})
    run("matte", folder, tmp_path / "clip")
    assert reader.resets == 0
    run("matte", folder, tmp_path / "stills", "--stills")
    assert reader.resets == 3


def test_a_damaged_picture_ends_it_and_keeps_what_came_before(
    run: Run, reader: FakeReader, tmp_path: Path
) -> None:
    folder = folder_of(tmp_path, {"a.png": 99})
    (folder / "b.png").write_bytes(b"broken")
    ran = run("matte", folder, tmp_path / "out")
    assert (ran.code, len(ran.complaints)) == (1, 1)
    assert "b.png" in ran.complaints[0]
    assert (tmp_path / "out" / "a.png").exists()


def test_the_pictures_are_never_replaced_by_their_mattes(
    run: Run, reader: FakeReader, tmp_path: Path
) -> None:
    folder = folder_of(tmp_path, {"a.png": 99})
    ran = run("matte", folder, folder)
    assert (ran.code, len(ran.complaints)) == (1, 1)
    assert grey(folder / "a.png").ndim == 3


def test_a_picture_is_never_replaced_by_its_own_matte(
    run: Run, reader: FakeReader, tmp_path: Path
) -> None:
    folder = folder_of(tmp_path, {"a.png": 99, "b.jpg": 99})
    before = (folder / "a.png").read_bytes()
    ran = run("matte", folder / "a.png", folder)
    assert (ran.code, len(ran.complaints)) == (1, 1)
    assert "a.png can't be written: it is the input itself" in ran.complaints[0]
    assert (folder / "a.png").read_bytes() == before
    assert run("matte", folder / "b.jpg", folder).code == 0
    assert grey(folder / "b.png").ndim == 2


def test_pictures_reached_by_another_name_are_kept_as_well(
    run: Run, reader: FakeReader, tmp_path: Path
) -> None:
    folder, out = folder_of(tmp_path, {"a.png": 99, "b.png": 99}), tmp_path / "out"
    out.mkdir()
    (out / "b.png").hardlink_to(folder / "b.png")
    ran = run("matte", folder, out)
    assert (ran.code, len(ran.complaints)) == (1, 1)
    assert [path.name for path in out.iterdir()] == ["b.png"]


def test_an_output_folder_that_cannot_be_made_is_one_line(
    run: Run, reader: FakeReader, tmp_path: Path
) -> None:
    (tmp_path / "file").write_bytes(b"")
    ran = run("matte", folder_of(tmp_path, {"a.png": 99}), tmp_path / "file" / "out")
    assert (ran.code, len(ran.complaints)) == (1, 1)
    assert "can't be written" in ran.complaints[0]
