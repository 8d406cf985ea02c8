from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
import typer
from PIL import Image
from typer.testing import CliRunner

from training import footage
from training.evaluation.sheet import TILE


def _run(*arguments: str | Path) -> tuple[int, str]:
    app = typer.Typer()
    app.command()(footage.main)
    result = CliRunner().invoke(app, [str(word) for word in arguments])
    return result.exit_code, result.output.replace("\n", "")


def _matte(path: Path, shift: int, size: tuple[int, int] = (120, 160)) -> None:
    matte = np.zeros(size, np.uint8)
    cv2.circle(matte, (80 + shift, 60), 30, 255, -1)
    path.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(path), matte)


@pytest.fixture
def video(tmp_path: Path) -> Path:
    """Eight grey frames and two folders of mattes, which differ in frames 2 and 7 alone."""
    path = tmp_path / "grey.avi"
    fourcc = cv2.VideoWriter.fourcc(*"MJPG")
    writer = cv2.VideoWriter(str(path), fourcc, 30, (160, 120))
    for at in range(1, 9):
        writer.write(np.full((120, 160, 3), 128, np.uint8))
        _matte(tmp_path / "new" / f"frame_{at:06d}.png", 0)
        _matte(tmp_path / "old" / f"frame_{at:06d}.png", 9 if at in (2, 7) else 0)
    writer.release()
    return path


def test_frames_where_the_mattes_differ_are_drawn(video: Path, tmp_path: Path) -> None:
    out = tmp_path / "deep" / "sheet.png"
    mattes = tmp_path / "new", tmp_path / "old"
    code, output = _run(video, *mattes, "--rows", "2", "--across", "1", "--out", out)
    assert code == 0, output
    sheet = np.asarray(Image.open(out)).astype(int)
    assert sheet.shape == (2 * (TILE + 18), 3 * TILE, 3)
    for top in (18, 2 * 18 + TILE):
        grey, new, old = np.split(sheet[top : top + TILE], 3, axis=1)
        assert np.abs(grey - 128).max() < 6
        assert new[TILE // 2, TILE // 2, 1] > 170
        assert np.abs(new - old).max() > 50


def test_a_picture_finds_its_matte_by_name(tmp_path: Path) -> None:
    Image.new("RGB", (160, 120), (90, 90, 90)).save(tmp_path / "me.png")
    _matte(tmp_path / "mattes" / "me.png", 0)
    out = tmp_path / "sheet.png"
    assert _run(tmp_path / "me.png", tmp_path / "mattes", "--out", out)[0] == 0
    with Image.open(out) as sheet:
        assert sheet.size == (2 * TILE, TILE + 18)


def test_what_does_not_fit_is_named(video: Path, tmp_path: Path) -> None:
    out = ("--out", tmp_path / "sheet.png")
    new = tmp_path / "new"
    code, output = _run(tmp_path / "none.mp4", new, *out)
    assert code == 1
    assert "none.mp4" in output
    _matte(new / "frame_000003.png", 0, (60, 80))
    code, output = _run(video, new, *out)
    assert code == 1
    assert "frame_000003.png is (80, 60) px" in output
    (new / "frame_000003.png").unlink()
    code, output = _run(video, new, *out)
    assert code == 1
    assert "frame_000003.png is missing" in output
    code, output = _run(video, tmp_path, *out)
    assert code == 1
    assert "frame_000001.png is missing" in output


def test_footage_without_a_face_says_so(video: Path, tmp_path: Path) -> None:
    for file in (tmp_path / "new").iterdir():
        cv2.imwrite(str(file), np.zeros((120, 160), np.uint8))
    code, output = _run(video, tmp_path / "new", "--out", tmp_path / "sheet.png")
    assert code == 1
    assert "no frame has a face" in output
