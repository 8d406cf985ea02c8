from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import typer
from typer.testing import CliRunner

from app.bench import covered
from app.perception.landmarks import Landmarker
from app.sources.demo import Demo


def test_pictures_without_their_face_are_counted_as_such(tmp_path: Path) -> None:
    size = (480, 270)
    person = Demo(size).picture(0)
    video = tmp_path / "covered.mkv"
    out = cv2.VideoWriter(str(video), cv2.VideoWriter.fourcc(*"FFV1"), 30, size)
    for at in range(30):
        out.write((person if at < 10 else np.full_like(person, 90))[..., ::-1])
    out.release()
    with Landmarker(stills=True) as landmarker:
        (face,) = landmarker.track(person, 0.0)
    shift = np.array([0.1 * np.ptp(face.points[:, 1]), 0], np.float32)
    off = face.points[:, :2] + shift
    np.save(video.with_suffix(".npy"), np.repeat(off[None], 30, axis=0))
    row = covered.measure(video)
    assert (row.frames, row.alone, row.found) == (30, 10, 10)
    assert row.held == 22  # 0.4 s more
    assert 10 <= row.carried <= 22  # nothing is left to carry
    assert row.missed is not None
    assert abs(row.missed - 0.1) < 0.02


def test_an_empty_folder_is_one_line(tmp_path: Path) -> None:
    app = typer.Typer()
    app.command()(covered.main)
    result = CliRunner().invoke(app, [str(tmp_path)])
    assert result.exit_code == 1
    assert "no .mkv file" in result.output
