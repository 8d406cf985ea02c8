from __future__ import annotations

import io
from pathlib import Path

import av
import cv2
import numpy as np
import PIL.Image
import PIL.PngImagePlugin
import pytest

from app.look import NO_FILTERS, Look
from app.looks.files import put_on
from app.outputs.provenance import note_of, with_note
from app.outputs.recorder import Recorder
from app.outputs.snapshot import save_picture

NOTE = "Altered by FaceMat Live: Hat, Blush"
LOOK = Look((put_on("hat"), put_on("blush"), put_on("hat"), put_on("beard")))
PICTURE = np.full((16, 16, 3), (200, 90, 30), np.uint8)


def test_a_note_names_every_filter_that_shows_once() -> None:
    assert note_of(LOOK.with_enabled(3, False)) == NOTE
    assert note_of(NO_FILTERS) == ""


def test_what_is_recorded_live_may_be_altered_later() -> None:
    look = LOOK.with_enabled(3, False)
    assert note_of(look, live=True) == f"{NOTE} at first, others may follow"
    assert note_of(NO_FILTERS, live=True).startswith("Recorded by FaceMat Live: no filters")


@pytest.mark.parametrize("suffix", [".mp4", ".mov", ".mkv", ".webm"])
@pytest.mark.parametrize("finished", [True, False])
def test_a_video_says_so_even_when_it_was_never_finished(
    tmp_path: Path, suffix: str, finished: bool
) -> None:
    recorder = Recorder(tmp_path / f"a{suffix}", (16, 16), 30, note=NOTE)
    for index in range(40):
        recorder.add(PICTURE, index / 30)
    if finished:
        recorder.close()
    so_far = io.BytesIO((tmp_path / f"a{suffix}").read_bytes())
    recorder.close()
    with av.open(so_far) as container:
        said = {key.lower(): value for key, value in container.metadata.items()}
    assert said["comment"] == NOTE
    assert said["title"] == "Altered by FaceMat Live"


@pytest.mark.parametrize("note", [NOTE, "Altered by FaceMat Live: Bärte & Ohren", "Altered: 髭 👒"])
def test_a_png_says_so_in_any_script(tmp_path: Path, note: str) -> None:
    save_picture(PICTURE, tmp_path / "a.png", note)
    with PIL.Image.open(tmp_path / "a.png") as image:
        assert isinstance(image, PIL.PngImagePlugin.PngImageFile)
        assert image.text == {"Software": "FaceMat Live", "Comment": note}
        assert image.getpixel((8, 8)) == (200, 90, 30)
    read = cv2.imread(str(tmp_path / "a.png"))
    assert read is not None
    assert read[8, 8, ::-1].tolist() == [200, 90, 30]


def test_a_jpeg_says_so(tmp_path: Path) -> None:
    save_picture(PICTURE, tmp_path / "a.jpg", "Altered by FaceMat Live: Bärte")
    with PIL.Image.open(tmp_path / "a.jpg") as image:
        assert image.info["comment"].decode() == "Altered by FaceMat Live: Bärte"
        assert image.info["jfif"]  # Its own segment is still the first.
        assert image.getpixel((8, 8)) == pytest.approx((200, 90, 30), abs=3)


def test_a_note_without_end_is_cut_to_what_a_jpeg_holds(tmp_path: Path) -> None:
    save_picture(PICTURE, tmp_path / "a.jpg", "ä" * 100_000)
    with PIL.Image.open(tmp_path / "a.jpg") as image:
        assert image.size == (16, 16)
        assert len(image.info["comment"].decode()) == 65_532 // 2


def test_without_a_note_a_picture_stays_as_it_is() -> None:
    _, data = cv2.imencode(".png", PICTURE)
    assert with_note(data.tobytes(), "") == data.tobytes()
    assert with_note(b"GIF89a...", NOTE) == b"GIF89a..."
