from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image as Pillow

from app.faults import FaultError
from app.sources.demo import Demo
from app.sources.opening import open_source
from app.sources.pictures import Pictures
from app.sources.video_file import VideoFile


def test_each_kind_of_input_gets_its_source(
    tmp_path: Path, make_video: Callable[..., Path]
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    Pillow.new("RGB", (2, 2)).save(folder / "a.JPG", "JPEG")
    assert isinstance(open_source(str(folder)), Pictures)
    assert isinstance(open_source(str(folder / "a.JPG")), Pictures)
    assert isinstance(open_source(str(make_video())), VideoFile)


def test_the_demo_has_the_size_asked_for() -> None:
    source = open_source("demo", size=(160, 90))
    assert isinstance(source, Demo)
    assert next(iter(source.frames())).image.shape == (90, 160, 3)


@pytest.mark.parametrize("spec", ["nowhere.mp4", "http://example.org/a.mp4", "rtsp://x"])
def test_what_is_no_file_is_refused_at_once(spec: str) -> None:
    with pytest.raises(FaultError, match="No such file"):
        open_source(spec)


def test_an_empty_folder_is_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(FaultError, match="has no pictures"):
        open_source(str(tmp_path))
