from __future__ import annotations

import sys
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from app.faults import FaultError
from app.frames import Frame
from app.sources.video_file import VideoFile

MakeVideo = Callable[..., Path]


def level(frame: Frame) -> int:
    return round((float(frame.image[-8:].mean()) - 20) / 3)


def all_until_fault(source: VideoFile) -> tuple[list[Frame], FaultError | None]:
    frames: list[Frame] = []
    try:
        for frame in source.frames():
            frames.append(frame)
    except FaultError as error:
        return frames, error
    return frames, None


@pytest.mark.parametrize("name", ["a.mkv", "a.mp4", "a.mov", "a.webm", "a.avi"])
def test_every_container_gives_every_frame_in_order_and_on_time(
    make_video: MakeVideo, name: str
) -> None:
    source = VideoFile(make_video(name, count=12, rate=Fraction(25)))
    frames = list(source.frames())
    assert [level(frame) for frame in frames] == list(range(12))
    assert [frame.index for frame in frames] == list(range(12))
    assert [f.captured_at for f in frames] == pytest.approx([i / 25 for i in range(12)], abs=1e-3)
    assert (source.rate, source.length, source.size) == (25, 12, (64, 48))


@pytest.mark.skipif(sys.platform == "win32", reason="no colon in a file name there")
def test_a_relative_name_may_look_like_an_address(
    make_video: MakeVideo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_video(count=3).rename(tmp_path / "clip-10:30.mp4")
    monkeypatch.chdir(tmp_path)
    assert len(list(VideoFile(Path("clip-10:30.mp4")).frames())) == 3


def test_frames_starts_over_on_every_call(make_video: MakeVideo) -> None:
    source = VideoFile(make_video(count=3))
    assert len(list(source.frames())) == len(list(source.frames())) == 3


@pytest.mark.parametrize("rate", [Fraction(30000, 1001), Fraction(24000, 1001), Fraction(15)])
def test_the_rate_is_the_containers(make_video: MakeVideo, rate: Fraction) -> None:
    assert VideoFile(make_video("a.mkv", rate=rate)).rate == float(rate)


def test_variable_frame_times_are_kept(make_video: MakeVideo) -> None:
    times = [Fraction(ms, 1000) for ms in (0, 40, 100, 110, 300, 420)]
    source = VideoFile(make_video("a.mkv", count=6, times=times))
    assert [f.captured_at for f in source.frames()] == pytest.approx([float(t) for t in times])


def test_time_before_the_first_frame_does_not_count_as_missing(make_video: MakeVideo) -> None:
    times = [Fraction(1000 + 40 * index, 1000) for index in range(10)]
    source = VideoFile(make_video("a.mkv", count=10, times=times))
    assert source.length == len(list(source.frames())) == 10


@pytest.mark.parametrize("size", [(1, 1), (2, 2), (63, 47), (65, 1)])
def test_odd_sizes_are_kept(make_video: MakeVideo, size: tuple[int, int]) -> None:
    frame = next(VideoFile(make_video("a.mkv", count=2, size=size)).frames())
    assert frame.image.shape == (size[1], size[0], 3)


@pytest.mark.parametrize(
    ("turn", "corner"), [(0, (0, 0)), (90, (0, -1)), (180, (-1, -1)), (270, (-1, 0))]
)
def test_rotation_metadata_turns_the_picture_clockwise(
    make_video: MakeVideo, turn: int, corner: tuple[int, int]
) -> None:
    path = make_video("a.mp4", size=(64, 48))
    _set_rotation(path, turn)
    source = VideoFile(path)
    image = next(source.frames()).image
    assert source.size == ((48, 64) if turn in (90, 270) else (64, 48))
    assert image.shape[:2] == source.size[::-1]
    dark = [c for c in ((0, 0), (0, -1), (-1, -1), (-1, 0)) if image[c].mean() < 10]
    assert dark == [corner]


@pytest.mark.parametrize(("aspect", "width"), [((2, 1), 128), ((8, 9), 57), ((999, 1), 64)])
def test_pixels_come_out_square(tmp_path: Path, aspect: tuple[int, int], width: int) -> None:
    path = tmp_path / "wide.mkv"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=25)
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        stream.codec_context.sample_aspect_ratio = Fraction(*aspect)
        picture = av.VideoFrame.from_ndarray(np.zeros((48, 64, 3), np.uint8), "rgb24")
        container.mux(stream.encode(picture))
        container.mux(stream.encode())
    source = VideoFile(path)
    assert source.size == (width, 48)
    assert next(source.frames()).image.shape == (48, width, 3)


@pytest.mark.parametrize(("height", "space"), [(48, 5), (720, 1)])
def test_untagged_colours_are_read_as_players_read_them(
    tmp_path: Path, height: int, space: int
) -> None:
    red = np.full((height, 64, 3), (220, 30, 40), np.uint8)
    path = tmp_path / "a.mkv"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=25, options={"crf": "1"})
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = 64, height, "yuv420p"
        picture = av.VideoFrame.from_ndarray(red, "rgb24")
        converted = picture.reformat(format="yuv420p", dst_colorspace=space)
        converted.colorspace = 2
        container.mux(stream.encode(converted))
        container.mux(stream.encode(None))
    with av.open(str(path)) as container:
        assert next(container.decode(video=0)).colorspace == 2
    assert next(VideoFile(path).frames()).image[5, 5] == pytest.approx((220, 30, 40), abs=4)


def test_a_cut_matroska_gives_its_frames_and_then_says_where_it_breaks(
    make_video: MakeVideo,
) -> None:
    path = make_video("a.mkv", count=60, size=(128, 96))
    _cut(path, 0.6)
    frames, fault = all_until_fault(VideoFile(path))
    assert [level(frame) for frame in frames] == list(range(len(frames)))
    assert 10 < len(frames) < 55
    assert fault is not None
    assert f"after frame {len(frames)} at {len(frames) / 25:.2f} s of 2.40 s" in str(fault)


@pytest.mark.parametrize(
    ("name", "options"), [("a.mp4", {"movflags": "faststart"}), ("a.avi", {}), ("a.webm", {})]
)
def test_a_cut_file_gives_its_whole_frames_and_then_a_fault(
    make_video: MakeVideo, name: str, options: dict[str, str]
) -> None:
    path = make_video(name, count=60, size=(128, 96), options=options)
    _cut(path, 0.7)
    frames, fault = all_until_fault(VideoFile(path))
    assert [level(frame) for frame in frames] == list(range(len(frames)))
    assert 5 < len(frames) < 60
    assert fault is not None
    assert f"frame {len(frames)} " in str(fault)


def test_a_cut_mp4_without_its_index_says_so(make_video: MakeVideo) -> None:
    path = make_video("a.mp4", count=60)
    _cut(path, 0.6)
    with pytest.raises(FaultError, match=r"index .* is missing"):
        VideoFile(path)


def test_damage_in_the_middle_costs_only_the_damaged_frames(make_video: MakeVideo) -> None:
    path = make_video("a.avi", count=20)
    data = bytearray(path.read_bytes())
    tenth = [i for i in range(len(data)) if data[i : i + 4] == b"00dc"][10]
    size = int.from_bytes(data[tenth + 4 : tenth + 8], "little")
    data[tenth + 8 : tenth + 8 + size] = bytes(size)
    path.write_bytes(data)
    frames, fault = all_until_fault(VideoFile(path))
    assert len(frames) == 19
    assert fault is not None
    assert "1 packets could not be decoded" in str(fault)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.mp4", b"", "empty"),
        ("a.mp4", b"\x07\x92garbage" * 400, "no kind we know"),
        ("a.txt", b"hello world\n" * 400, "no kind we know"),
    ],
)
def test_what_is_no_video_is_refused(
    tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(FaultError, match=reason):
        VideoFile(tmp_path / name)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(FaultError, match=r"nowhere\.mp4 can't be read: No such file"):
        VideoFile(tmp_path / "nowhere.mp4")


def test_a_file_with_only_sound_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.mkv"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("pcm_s16le", rate=8000, layout="mono")
        sound = av.AudioFrame.from_ndarray(np.zeros((1, 8000), np.int16), "s16", "mono")
        sound.rate = 8000
        container.mux(stream.encode(sound))
        container.mux(stream.encode(None))
    with pytest.raises(FaultError, match="only sound"):
        VideoFile(path)


def test_a_video_without_pictures_is_refused(make_video: MakeVideo) -> None:
    path = make_video("a.mkv", count=0)
    with pytest.raises(FaultError, match=r"not one picture|no kind we know"):
        VideoFile(path)


def test_close_ends_the_frames(make_video: MakeVideo) -> None:
    source = VideoFile(make_video(count=12))
    frames = source.frames()
    next(frames)
    source.close()
    assert list(frames) == []


def _cut(path: Path, share: float) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])


def _set_rotation(path: Path, degrees: int) -> None:
    """Writes a clockwise turn into the track header's matrix (ISO 14496-12, 8.3.2)."""
    a, b, c, d = {0: (1, 0, 0, 1), 90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0)}[
        degrees
    ]
    data = bytearray(path.read_bytes())
    at = data.index(b"tkhd") + 4 + 40  # version 0: 40 bytes from version to matrix
    for place, value in ((0, a), (4, b), (12, c), (16, d)):
        data[at + place : at + place + 4] = (value << 16).to_bytes(4, "big", signed=True)
    path.write_bytes(data)
