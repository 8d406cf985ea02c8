from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest

from app.faults import FaultError
from app.outputs import encoding
from app.outputs.encoding import CONTAINERS, Format, can_encode
from app.outputs.recorder import Recorder
from filters.types import Image

NAMES: dict[Format, str] = {"h264": "h264", "h265": "hevc", "vp9": "vp9"}
PAIRS = [(suffix, video) for suffix, kind in CONTAINERS.items() for video in kind.formats]


def shaded(index: int) -> Image:
    ramp = np.linspace(40, 200, 160, dtype=np.uint8)
    return np.repeat(np.roll(ramp, 2 * index)[None, :, None].repeat(120, 0), 3, axis=2)


@pytest.mark.parametrize(("suffix", "video"), PAIRS)
def test_every_format_comes_back_as_it_was(tmp_path: Path, suffix: str, video: Format) -> None:
    path = tmp_path / f"a{suffix}"
    recorder = Recorder(path, (160, 120), 30, video=video)
    times = [0.0, 0.03, 0.1, 0.2, 0.4, 0.45, 0.5, 0.9, 1.0, 1.3, 1.31, 1.6]
    for index, time in enumerate(times):
        recorder.add(shaded(index), time)
    recorder.close()
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        assert stream.codec_context.name == NAMES[video]
        frames = [(frame.time, frame.to_ndarray(format="rgb24")) for frame in container.decode(0)]
    assert [time for time, _ in frames] == pytest.approx(times, abs=1.6e-3)
    for index, (_, image) in enumerate(frames):
        off = np.abs(image.astype(int) - shaded(index))
        assert np.mean(off) < 3
        assert off.max() < 30


@pytest.mark.parametrize("video", ["h264", "h265", "vp9"])
def test_what_plays_while_it_grows_is_less_than_a_second_behind(
    tmp_path: Path, video: Format
) -> None:
    recorder = Recorder(tmp_path / "a.mp4", (160, 120), 15, video=video)
    for index in range(45):
        recorder.add(shaded(index), index / 15)
    copy = tmp_path / "copy.mp4"
    copy.write_bytes((tmp_path / "a.mp4").read_bytes())
    recorder.close()
    with av.open(str(copy)) as container:
        last = [frame.time for frame in container.decode(video=0)][-1]
    assert last is not None
    assert last > 44 / 15 - 1.0


def test_h265_has_the_name_that_apples_players_look_for(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path / "a.mp4", (160, 120), 30, video="h265")
    recorder.add(shaded(0), 0.0)
    recorder.close()
    with av.open(str(tmp_path / "a.mp4")) as container:
        assert container.streams.video[0].codec_context.codec_tag == "hvc1"


def test_a_format_that_the_file_can_not_hold_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FaultError, match=r"a \.webm file holds vp9, not h264"):
        Recorder(tmp_path / "a.webm", (160, 120), 30, video="h264")
    assert list(tmp_path.iterdir()) == []


def test_an_encoder_that_is_not_built_in_is_told_before_a_file_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert can_encode("h265")
    without = replace(encoding._ENCODERS["h265"], name="libnone")
    monkeypatch.setitem(encoding._ENCODERS, "h265", without)
    assert not can_encode("h265")
    with pytest.raises(FaultError, match="has no encoder for h265"):
        Recorder(tmp_path / "a.mp4", (160, 120), 30, video="h265")
    assert list(tmp_path.iterdir()) == []
