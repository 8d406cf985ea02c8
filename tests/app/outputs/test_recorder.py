from __future__ import annotations

import os
import signal
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from app.faults import FaultError
from app.frames import Frame, RenderedFrame, Scene
from app.outputs.recorder import Recorder
from app.sources.video_file import VideoFile
from filters.types import Image

COLOURS = np.array(
    [[255, 0, 0], [0, 255, 0], [0, 0, 255], [255, 255, 0], [0, 255, 255], [255, 0, 255]], np.uint8
)


def patches(size: tuple[int, int] = (96, 32)) -> Image:
    return np.repeat(
        np.repeat(COLOURS[None], size[1], axis=0), size[0] // len(COLOURS), axis=1
    ).copy()


def recorded(path: Path, times: list[float], rate: float | None, image: Image) -> Path:
    recorder = Recorder(path, (image.shape[1], image.shape[0]), rate)
    for time in times:
        recorder.add(image, time)
    recorder.close()
    return path


@pytest.mark.parametrize("suffix", [".mp4", ".mov", ".mkv"])
@pytest.mark.parametrize(
    "rate", [Fraction(25), Fraction(30), Fraction(30000, 1001), Fraction(24000, 1001)]
)
def test_count_and_rate_are_the_sources_even_from_rounded_times(
    tmp_path: Path, suffix: str, rate: Fraction
) -> None:
    # What Matroska makes of the times, and a clip need not start at 0.
    times = [round(0.033 + index / float(rate), 3) for index in range(50)]
    path = recorded(tmp_path / f"a{suffix}", times, float(rate), patches())
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        assert stream.average_rate == rate
        assert (stream.codec_context.name, stream.codec_context.pix_fmt) == ("h264", "yuv420p")
        assert sum(1 for _ in container.decode(stream)) == 50
        assert stream.frames in (50, 0)  # Matroska does not say
        assert not stream.start_time


def test_the_file_stays_an_ordinary_mp4_with_a_count_in_its_header(tmp_path: Path) -> None:
    path = recorded(tmp_path / "a.mp4", [i / 25 for i in range(60)], 25, patches())
    with av.open(str(path)) as container:
        assert container.streams.video[0].frames == 60


@pytest.mark.parametrize("suffix", [".mp4", ".mkv"])
def test_uneven_times_are_kept(tmp_path: Path, suffix: str) -> None:
    times = [100.0, 100.040, 100.107, 100.110, 100.300, 100.420]
    path = recorded(tmp_path / f"a{suffix}", times, 30, patches())
    found = [frame.captured_at for frame in VideoFile(path).frames()]
    assert found == pytest.approx([t - 100 for t in times], abs=1.6e-3)


def test_times_that_stall_or_run_back_still_make_a_video(tmp_path: Path) -> None:
    path = recorded(tmp_path / "a.mp4", [1.0, 1.0, 0.5, 1.2], 30, patches())
    found = [frame.captured_at for frame in VideoFile(path).frames()]
    assert len(found) == 4
    assert found == sorted(set(found))


@pytest.mark.parametrize("suffix", [".mp4", ".mkv"])
def test_saturated_colours_come_back_right(tmp_path: Path, suffix: str) -> None:
    path = recorded(tmp_path / f"a{suffix}", [0.0, 0.04, 0.08], 25, patches())
    image = next(VideoFile(path).frames()).image
    found = image[16, 8::16].astype(int)
    assert np.abs(found - COLOURS).max() <= 6
    with av.open(str(path)) as container:
        frame = next(container.decode(video=0))
        assert (frame.colorspace, frame.color_range) == (1, 1)  # BT.709, limited


@pytest.mark.parametrize(
    ("size", "padded"), [((63, 47), (64, 48)), ((1, 1), (2, 2)), ((64, 33), (64, 34))]
)
def test_odd_sizes_are_padded_by_their_edge(
    tmp_path: Path, size: tuple[int, int], padded: tuple[int, int]
) -> None:
    image = np.full((size[1], size[0], 3), 200, np.uint8)
    path = recorded(tmp_path / "a.mp4", [0.0, 0.04], 25, image)
    shown = next(VideoFile(path).frames()).image
    assert shown.shape == (padded[1], padded[0], 3)
    assert shown.min() >= 196


def test_a_picture_of_another_size_is_letterboxed(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path / "a.mp4", (64, 64), 25)
    recorder.add(np.full((32, 64, 3), 200, np.uint8), 0.0)
    recorder.close()
    shown = next(VideoFile(tmp_path / "a.mp4").frames()).image
    assert shown.shape == (64, 64, 3)
    assert shown[4].max() < 20
    assert shown[32].min() > 190


def test_a_rendered_frame_is_written_at_its_capture_time(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path / "a.mp4", (96, 32), 25)
    for time in (5.0, 5.5):
        recorder.write(RenderedFrame(patches(), Scene(Frame(0, time, patches()))))
    recorder.close()
    times = [frame.captured_at for frame in VideoFile(tmp_path / "a.mp4").frames()]
    assert times == pytest.approx([0.0, 0.5])


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
@pytest.mark.parametrize("suffix", [".mp4", ".mov", ".mkv"])
def test_a_killed_recording_is_playable(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    script = (
        "import sys, os, signal, numpy as np\n"
        "from pathlib import Path\n"
        "from app.outputs.recorder import Recorder\n"
        "recorder = Recorder(Path(sys.argv[1]), (160, 120), 25)\n"
        "noise = np.random.default_rng(0)\n"
        "for i in range(200):\n"
        "    recorder.add(noise.integers(0, 255, (120, 160, 3), np.uint8), i / 25)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    killed = subprocess.run([sys.executable, "-c", script, str(path)], check=False)
    assert killed.returncode == -signal.SIGKILL
    frames = 0
    with av.open(str(path)) as container:
        assert container.streams.video[0].average_rate == 25
        frames = sum(1 for _ in container.decode(video=0))
    # The encoder looks 40 frames ahead or less, and a fragment is a second.
    assert frames >= 200 - 40 - 2 * 25


def test_a_recording_without_a_picture_leaves_no_file(tmp_path: Path) -> None:
    Recorder(tmp_path / "a.mp4", (64, 48), 25).close()
    assert list(tmp_path.iterdir()) == []


def test_a_name_that_is_no_video_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FaultError, match=r"\.gif is no video format that is written"):
        Recorder(tmp_path / "a.gif", (64, 48), 25)


def test_a_folder_that_does_not_exist_or_is_a_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FaultError, match=r"the folder .* does not exist"):
        Recorder(tmp_path / "none" / "a.mp4", (64, 48), 25)
    (tmp_path / "b.mp4").mkdir()
    with pytest.raises(FaultError, match="Is a directory"):
        Recorder(tmp_path / "b.mp4", (64, 48), 25)


def test_a_size_the_encoder_does_not_take_is_told_and_leaves_no_file(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path / "a.mp4", (20000, 2), 25)
    with pytest.raises(FaultError, match=r"in an external library\. Choose a smaller picture"):
        recorder.add(np.zeros((2, 20000, 3), np.uint8), 0.0)
    recorder.close()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="no colon in a file name there")
def test_a_relative_name_may_look_like_an_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = recorded(Path("clip-10:30.mp4"), [0.0, 0.04], 25, patches())
    assert len(list(VideoFile(tmp_path / path).frames())) == 2


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
@pytest.mark.parametrize("suffix", [".mp4", ".mkv"])
def test_a_full_disk_is_a_fault_told_once(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    path.symlink_to("/dev/full")
    recorder = Recorder(path, (96, 32), 25)

    def record() -> None:
        for index in range(300):
            recorder.add(patches(), index / 25)
        recorder.close()

    with pytest.raises(FaultError, match=r"No space left on device\. Free some space"):
        record()
    recorder.close()
