"""Real video devices: a webcam at /dev/video10 (vivid) and v4l2loopback at /dev/video0.

Skipped where they are not; everything else about cameras is tested with fakes.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import cv2
import numpy as np
import pytest

from app.faults import Fault, FaultError
from app.outputs.virtual_camera import VirtualCamera
from app.sources.camera import Camera, list_cameras
from app.sources.hotplug import video_nodes
from app.sources.modes import choose
from app.sources.opening import offered_sizes
from app.sources.v4l2_modes import modes
from filters.types import Image

WEBCAM, LOOPBACK = Path("/dev/video10"), Path("/dev/video0")
SIZE = (320, 180)  # the smallest the webcam has

PATIENCE = 90.0  # seconds; an emulated machine is slow
COLOURS = [(220, 30, 40), (30, 200, 50), (40, 60, 210), (230, 220, 60)]

pytestmark = pytest.mark.skipif(
    not (WEBCAM.is_char_device() and LOOPBACK.is_char_device()),
    reason=f"needs a vivid webcam at {WEBCAM} and v4l2loopback at {LOOPBACK}",
)


def webcam(node: Path = WEBCAM) -> Camera:
    return Camera(str(node), SIZE, first_seconds=PATIENCE, next_seconds=PATIENCE)


def quarters(size: tuple[int, int] = SIZE) -> Image:
    image = np.zeros((size[1], size[0], 3), np.uint8)
    h, w = size[1] // 2, size[0] // 2
    for colour, (y, x) in zip(COLOURS, ((0, 0), (0, w), (h, 0), (h, w)), strict=True):
        image[y : y + h, x : x + w] = colour
    return image


def colours_of(image: Image) -> list[list[int]]:
    h, w = image.shape[0] // 4, image.shape[1] // 4
    return [image[y, x].tolist() for y, x in ((h, w), (h, 3 * w), (3 * h, w), (3 * h, 3 * w))]


@pytest.fixture
def virtual_camera() -> Iterator[VirtualCamera]:
    faults: list[Fault] = []
    camera = VirtualCamera(SIZE, 10, str(LOOPBACK), on_fault=faults.append)
    camera.start()
    camera.show(quarters())
    assert camera._ready.wait(20)
    assert camera.device == str(LOOPBACK)
    yield camera
    assert camera.stop(20)
    assert faults == []


def test_the_webcam_gives_moving_pictures_of_the_size_asked_for() -> None:
    source = webcam()
    frames = list(islice(source.frames(), 4))
    source.close()
    assert source.size == SIZE
    assert [frame.index for frame in frames] == [0, 1, 2, 3]
    assert all(frame.image.shape == (180, 320, 3) for frame in frames)
    assert all(frame.image.std() > 20 for frame in frames)
    times = [frame.captured_at for frame in frames]
    assert times == sorted(set(times))
    assert not np.array_equal(frames[0].image, frames[-1].image)


def test_the_webcam_is_listed_by_name_and_an_idle_output_is_not() -> None:
    listed = {info.spec: info.name for info in list_cameras()}
    assert listed.get(f"camera:{WEBCAM}", "").startswith("vivid")
    assert f"camera:{LOOPBACK}" not in listed


def test_the_webcam_tells_its_sizes_and_rates_and_the_nearest_is_chosen() -> None:
    offered = {offer.size: offer.rate for offer in offered_sizes(f"camera:{WEBCAM}")}
    assert {SIZE, (640, 360), (1280, 720)} <= set(offered)
    assert all(rate is not None and 1 <= rate <= 1000 for rate in offered.values())
    assert list(offered)[-1] == SIZE  # the smallest comes last
    mode = choose(modes(WEBCAM), (330, 170), 15.0)
    assert mode is not None
    assert mode.size == SIZE
    source = Camera(str(WEBCAM), (330, 170), 15.0, first_seconds=PATIENCE, next_seconds=PATIENCE)
    told = source.rate
    source.close()
    assert source.size == SIZE
    assert told == pytest.approx(mode.rates[0], abs=1.0)


def test_the_webcams_true_rate_is_measured() -> None:
    source = webcam()
    frames = source.frames()
    rates = (source.measured_rate for _ in islice(frames, 300))
    rate = next((rate for rate in rates if rate is not None), None)
    source.close()
    assert rate is not None
    assert 0.1 < rate < 100


def test_both_devices_are_seen_where_cameras_come_and_go() -> None:
    assert {(WEBCAM.name, True), (LOOPBACK.name, True)} <= video_nodes()


def test_a_webcam_in_use_and_a_missing_one_are_told_apart() -> None:
    source = webcam()
    with pytest.raises(FaultError, match="is in use: another program is reading"):
        webcam()
    next(source.frames())
    source.close()
    with pytest.raises(FaultError, match=r"/dev/video77 does not exist; .*vivid"):
        Camera(77)


def test_an_output_that_nobody_feeds_gives_no_video() -> None:
    with pytest.raises(FaultError, match="/dev/video0 gives no video"):
        Camera(str(LOOPBACK))


@pytest.mark.skipif(shutil.which("v4l2-ctl") is None, reason="needs v4l2-ctl to pull the plug")
def test_an_unplugged_webcam_is_lost_and_can_be_opened_again() -> None:
    source = webcam()
    frames = source.frames()
    next(frames)
    subprocess.run(["v4l2-ctl", "-d", str(WEBCAM), "-c", "disconnect=1"], check=True)
    with pytest.raises(FaultError, match="was lost"):
        list(islice(frames, 500))
    source.close()
    again = webcam()
    first = next(again.frames())
    again.close()
    assert first.image.shape == (180, 320, 3)


def test_another_program_reads_the_virtual_cameras_size_and_colours(
    virtual_camera: VirtualCamera,
) -> None:
    capture = cv2.VideoCapture(str(LOOPBACK), cv2.CAP_V4L2)
    image: Image | None = None
    for _ in range(20):  # black comes until the first picture is shown
        ok, bgr = capture.read()
        assert ok
        image = np.asarray(cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB), np.uint8)
        if image.any():
            break
    capture.release()
    assert image is not None
    assert image.shape == (180, 320, 3)
    assert np.abs(np.subtract(colours_of(image), COLOURS)).max() <= 12


@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="needs ffmpeg")
def test_ffmpeg_reads_the_virtual_cameras_size_and_colours(
    virtual_camera: VirtualCamera, tmp_path: Path
) -> None:
    # The first ones may still be the black that is sent before there is a picture.
    command = ["ffmpeg", "-v", "error", "-f", "v4l2", "-i", str(LOOPBACK), "-frames:v", "8"]
    subprocess.run([*command, str(tmp_path / "%d.png")], check=True, timeout=200)
    bgr = cv2.imread(str(tmp_path / "8.png"))
    assert bgr is not None
    image = np.asarray(cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB), np.uint8)
    assert image.shape == (180, 320, 3)
    assert np.abs(np.subtract(colours_of(image), COLOURS)).max() <= 12


def test_a_virtual_camera_is_seen_as_a_camera_while_it_is_fed(
    virtual_camera: VirtualCamera,
) -> None:
    source = webcam(LOOPBACK)
    image = next(image for frame in source.frames() if (image := frame.image).any())
    source.close()
    assert np.abs(np.subtract(colours_of(image), COLOURS)).max() <= 12
    assert f"camera:{LOOPBACK}" not in {info.spec for info in list_cameras()}


def test_the_virtual_camera_can_be_switched_on_again_and_again() -> None:
    for _ in range(3):
        camera = VirtualCamera(SIZE, 10, on_fault=lambda fault: None)
        camera.start()
        assert camera._ready.wait(20)
        assert camera.device == str(LOOPBACK)
        assert camera.stop(20)


def test_a_virtual_camera_on_what_is_no_output_is_refused() -> None:
    faults: list[Fault] = []
    camera = VirtualCamera(SIZE, 10, "/dev/video66", on_fault=faults.append)
    camera.start()
    camera._worker._thread.join(20)
    assert [fault.what for fault in faults] == ["The virtual camera can't be started"]
