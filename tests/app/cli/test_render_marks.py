from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import av
import cv2
import numpy as np

from tests.app.cli.conftest import FakeReader, Run

MakeVideo = Callable[..., Path]


def corner(path: Path) -> np.ndarray:
    """Where the badge is, if there is one."""
    picture = cv2.imread(str(path))
    assert picture is not None
    return np.asarray(picture)[-30:, :100]


def test_a_face_swap_is_marked_unless_that_is_switched_off(
    run: Run, reader: FakeReader, tmp_path: Path
) -> None:
    clip = tmp_path / "in.png"
    cv2.imwrite(str(clip), np.full((240, 320, 3), 120, np.uint8))
    swap = ("--filter", "swap-faces")
    assert run("render", clip, tmp_path / "marked.png", *swap).code == 0
    assert run("render", clip, tmp_path / "bare.png", *swap, "--no-badge").code == 0
    assert (corner(tmp_path / "marked.png") > 230).any()
    assert (corner(tmp_path / "bare.png") == 120).all()


def test_what_is_written_says_that_it_was_altered(
    run: Run, reader: FakeReader, make_video: MakeVideo, tmp_path: Path
) -> None:
    clip = make_video(count=3)
    assert run("render", clip, tmp_path / "a.mp4", "--filter", "hat").code == 0
    assert run("render", clip, tmp_path / "c.png", "--filter", "hat").code == 0
    with av.open(str(tmp_path / "a.mp4")) as container:
        assert container.metadata["comment"] == "Altered by FaceMat Live: Hat"
    assert b"Comment\0Altered by FaceMat Live: Hat" in (tmp_path / "c.png").read_bytes()


def test_a_video_is_written_in_the_format_asked_for(
    run: Run, reader: FakeReader, make_video: MakeVideo, tmp_path: Path
) -> None:
    clip = make_video(count=3)
    assert run("render", clip, tmp_path / "a.mp4", "--codec", "h265").code == 0
    assert run("render", clip, tmp_path / "a.webm").code == 0
    refused = run("render", clip, tmp_path / "b.webm", "--codec", "h264")
    assert refused.code != 0
    assert "holds vp9, not h264" in "".join(refused.complaints)
    for name, found in (("a.mp4", "hevc"), ("a.webm", "vp9")):
        with av.open(str(tmp_path / name)) as container:
            assert container.streams.video[0].codec_context.name == found
            assert len(list(container.decode(video=0))) == 3
    assert not (tmp_path / "b.webm").exists()
