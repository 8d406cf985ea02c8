from __future__ import annotations

import errno
import struct
from pathlib import Path

import pytest

from app.sources import v4l2, v4l2_modes
from app.sources.modes import Mode
from app.sources.v4l2_modes import parse_rates, parse_sizes

MJPG, YUYV = (int.from_bytes(name, "little") for name in (b"MJPG", b"YUYV"))
CONTINUOUS, STEPWISE = 2, 3


def sizes(kind: int, *numbers: int) -> bytes:
    """A v4l2_frmsizeenum."""
    return struct.pack("=III", 0, MJPG, kind) + struct.pack(f"={len(numbers)}I", *numbers).ljust(32)


def intervals(kind: int, *numbers: int) -> bytes:
    """A v4l2_frmivalenum."""
    head = struct.pack("=IIIII", 0, MJPG, 640, 480, kind)
    return head + struct.pack(f"={len(numbers)}I", *numbers).ljust(32, b"\0")


def test_requests_have_the_numbers_and_lengths_of_the_kernel() -> None:
    def both_ways(number: int, length: int) -> int:
        return 3 << 30 | length << 16 | ord("V") << 8 | number

    assert both_ways(2, v4l2_modes.FORMAT_BYTES) == v4l2_modes.ENUM_FMT
    assert both_ways(74, v4l2_modes.SIZE_BYTES) == v4l2_modes.ENUM_SIZES
    assert both_ways(75, v4l2_modes.INTERVAL_BYTES) == v4l2_modes.ENUM_INTERVALS
    assert len(sizes(1, 8, 8)) == v4l2_modes.SIZE_BYTES
    assert len(intervals(1, 1, 30)) == v4l2_modes.INTERVAL_BYTES


def test_a_discrete_size_is_itself() -> None:
    assert parse_sizes(sizes(1, 1280, 720)) == ((1280, 720),)
    assert parse_sizes(sizes(1, 0, 720)) == ()


def test_a_span_of_sizes_offers_the_common_ones_on_its_steps() -> None:
    # v4l2_frmsize_stepwise: least, most and step of the width, then of the height
    assert parse_sizes(sizes(STEPWISE, 320, 960, 320, 240, 600, 120)) == (
        (320, 240),
        (640, 360),
        (640, 480),
    )
    assert (1280, 720) in parse_sizes(sizes(CONTINUOUS, 2, 8192, 1, 1, 8192, 1))
    assert (1280, 720) in parse_sizes(sizes(CONTINUOUS, 2, 8192, 0, 1, 8192, 0))


@pytest.mark.parametrize(
    ("interval", "rate"), [((1, 30), 30.0), ((1001, 30000), 29.97), ((2, 15), 7.5)]
)
def test_a_discrete_interval_is_one_rate(interval: tuple[int, int], rate: float) -> None:
    assert parse_rates(intervals(1, *interval)) == pytest.approx((rate,), abs=0.001)


def test_a_span_of_intervals_has_its_ends_and_the_common_rates_between() -> None:
    answer = intervals(STEPWISE, 1, 48, 1, 12, 1, 1000)  # shortest, longest, step
    assert parse_rates(answer) == (48.0, 30.0, 25.0, 24.0, 20.0, 15.0, 12.0)


def test_an_interval_without_sense_is_no_rate() -> None:
    assert parse_rates(intervals(1, 0, 30)) == ()
    assert parse_rates(intervals(CONTINUOUS, 0, 1, 1, 10, 1, 1)) == (10.0,)


class Webcam:
    """A driver with two formats, in the manner of UVC."""

    def __init__(self) -> None:
        self.tree: dict[int, dict[tuple[int, int], list[tuple[int, int]]]] = {
            MJPG: {(1280, 720): [(1, 60), (1, 30)], (640, 480): [(1, 30)]},
            YUYV: {(640, 480): [(1, 15), (1, 30)]},
        }

    def ioctl(self, node: int, request: int, buffer: bytearray) -> None:
        index, second, *more = struct.unpack_from("=IIII", buffer)
        try:
            if request == v4l2_modes.ENUM_FMT:
                assert second == v4l2.VIDEO_CAPTURE
                struct.pack_into("=I", buffer, 44, list(self.tree)[index])
            elif request == v4l2_modes.ENUM_SIZES:
                struct.pack_into("=III", buffer, 8, 1, *list(self.tree[second])[index])
            else:
                interval = self.tree[second][more[0], more[1]][index]
                struct.pack_into("=III", buffer, 16, 1, *interval)
        except IndexError:
            raise OSError(errno.EINVAL, "no more") from None


def test_every_format_size_and_rate_of_a_camera_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "video0").write_bytes(b"")
    monkeypatch.setattr(v4l2, "ioctl", Webcam().ioctl)
    assert v4l2_modes.modes(tmp_path / "video0") == (
        Mode("MJPG", (1280, 720), (60.0, 30.0)),
        Mode("MJPG", (640, 480), (30.0,)),
        Mode("YUYV", (640, 480), (30.0, 15.0)),
    )


def test_a_driver_that_never_says_it_has_no_more_is_left_after_a_while(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def ioctl(node: int, request: int, buffer: bytearray) -> None:
        asked.append(request)
        if request != v4l2_modes.ENUM_FMT:
            raise OSError(errno.ENOTTY, "not known")

    (tmp_path / "video0").write_bytes(b"")
    monkeypatch.setattr(v4l2, "ioctl", ioctl)
    assert v4l2_modes.modes(tmp_path / "video0") == ()
    assert len(asked) < 1000


def test_what_can_not_be_asked_offers_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert v4l2_modes.modes(tmp_path / "file") == ()
    assert v4l2_modes.modes(tmp_path / "none") == ()
