"""Five hundred broken videos and pictures through `render` and `matte`: said in a line, or done."""

from __future__ import annotations

import random
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from app.sources.demo import Demo
from tests.app.cli.conftest import FakeReader, Run, looks, own_home, reader, run  # noqa: F401 - fixtures
from tests.fuzz.mutations import broken_bytes

FILES = 500
_SUFFIXES = (".mp4", ".mkv", ".avi", ".png", ".jpg", ".webp")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """A good file of each kind."""
    folder = tmp_path_factory.mktemp("whole")
    demo = Demo((96, 54))
    pictures = [demo.picture(at) for at in range(8)]
    for suffix in _SUFFIXES[:3]:
        with av.open(str(folder / f"clip{suffix}"), "w") as container:
            stream = container.add_stream("mpeg4" if suffix == ".avi" else "libx264", rate=30)
            assert isinstance(stream, av.VideoStream)
            stream.width, stream.height, stream.pix_fmt = 96, 54, "yuv420p"
            for picture in pictures:
                container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, "rgb24")))
            container.mux(stream.encode(None))
    for suffix in _SUFFIXES[3:]:
        cv2.imwrite(str(folder / f"clip{suffix}"), pictures[0][..., ::-1])
    return {suffix: (folder / f"clip{suffix}").read_bytes() for suffix in _SUFFIXES}


@pytest.mark.parametrize("part", range(10))
def test_a_broken_file_is_one_line_or_still_readable(
    run: Run,  # noqa: F811
    reader: FakeReader,  # noqa: F811
    whole: dict[str, bytes],
    tmp_path: Path,
    part: int,
) -> None:
    draw = random.Random(part)
    codes = []
    for at in range(FILES // 10):
        suffix = draw.choice(_SUFFIXES)
        path = tmp_path / f"{at}{suffix}"
        broken = whole[suffix]
        for _ in range(draw.randrange(1, 3)):
            broken = broken_bytes(broken, draw)
        path.write_bytes(broken)
        out = tmp_path / f"out{at}"
        if draw.randrange(2):
            out = out.with_suffix(".mp4" if suffix in _SUFFIXES[:3] else ".png")
            ran = run("render", path, out, "--filter", "lipstick")
        else:
            ran = run("matte", path, out)
        assert ran.code in (0, 1), ran
        assert len(ran.complaints) <= 2, ran  # what is wrong, and what was kept or not found
        assert "Traceback" not in "\n".join([ran.out, *ran.complaints])
        assert path.read_bytes() == broken
        if ran.code == 0 and out.suffix == ".png":
            assert cv2.imread(str(out)) is not None
        codes.append(ran.code)
    assert 0 < np.mean(codes) < 1  # some can still be read, some can't
