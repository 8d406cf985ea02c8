"""Which formats, sizes and rates a Linux camera offers (VIDIOC_ENUM_*), without streaming."""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from pathlib import Path

from app.sources import v4l2
from app.sources.modes import Mode

# linux/videodev2.h: v4l2_fmtdesc is 64 bytes with the fourcc at 44, v4l2_frmsizeenum 44 and
# v4l2_frmivalenum 52 bytes.
ENUM_FMT, FORMAT_BYTES, FOURCC_AT = 0xC0405602, 64, 44
ENUM_SIZES, SIZE_BYTES = 0xC02C564A, 44
ENUM_INTERVALS, INTERVAL_BYTES = 0xC034564B, 52
DISCRETE = 1

# What is offered of a camera that has every size, or every rate, between two ends.
COMMON_SIZES = (
    (320, 180),
    (320, 240),
    (640, 360),
    (640, 480),
    (800, 600),
    (960, 540),
    (1280, 720),
    (1920, 1080),
    (2560, 1440),
    (3840, 2160),
)
COMMON_RATES = (120.0, 60.0, 50.0, 30.0, 25.0, 24.0, 20.0, 15.0, 10.0, 5.0)

_MOST = 256  # answers to one question; a broken driver may never say that it has no more


def modes(path: Path) -> tuple[Mode, ...]:
    """What the camera at `path` offers; () if it can't be asked."""
    try:
        node = os.open(path, os.O_RDWR | os.O_NONBLOCK)
    except OSError:
        return ()
    try:
        return tuple(
            Mode(fourcc.to_bytes(4, "little").decode("ascii", "replace"), size, rates)
            for fourcc in _formats(node)
            for size in _sizes(node, fourcc)
            for rates in [_rates(node, fourcc, size)]
        )
    finally:
        os.close(node)


def parse_sizes(answer: bytes) -> tuple[tuple[int, int], ...]:
    """The sizes in a v4l2_frmsizeenum: one, or the common ones of those it spans."""
    (kind,) = struct.unpack_from("=I", answer, 8)
    if kind == DISCRETE:
        width, height = struct.unpack_from("=II", answer, 12)
        return ((width, height),) if width and height else ()
    low_w, high_w, step_w, low_h, high_h, step_h = struct.unpack_from("=6I", answer, 12)
    return tuple(
        (width, height)
        for width, height in COMMON_SIZES
        if _on_steps(width, low_w, high_w, step_w) and _on_steps(height, low_h, high_h, step_h)
    )


def parse_rates(answer: bytes) -> tuple[float, ...]:
    """The rates in a v4l2_frmivalenum: one, or the ends of its span and the common ones inside."""
    (kind,) = struct.unpack_from("=I", answer, 16)
    # Intervals are told, in seconds: the shortest is the fastest rate.
    shortest, longest = (_rate(*struct.unpack_from("=II", answer, at)) for at in (20, 28))
    if kind == DISCRETE:
        return (shortest,) if shortest else ()
    inside = (rate for rate in COMMON_RATES if longest < rate < shortest)
    return tuple(rate for rate in (shortest, *inside, longest) if rate)


def _rate(numerator: int, denominator: int) -> float:
    """Frames a second of an interval; 0 for one that makes no sense."""
    return denominator / numerator if numerator else 0.0


def _on_steps(value: int, low: int, high: int, step: int) -> bool:
    return low <= value <= high and (value - low) % max(step, 1) == 0


def _formats(node: int) -> Iterator[int]:
    for index in range(_MOST):
        answer = _asked(node, ENUM_FMT, FORMAT_BYTES, index, v4l2.VIDEO_CAPTURE)
        if answer is None:
            return
        (fourcc,) = struct.unpack_from("=I", answer, FOURCC_AT)
        yield int(fourcc)


def _sizes(node: int, fourcc: int) -> Iterator[tuple[int, int]]:
    for index in range(_MOST):
        answer = _asked(node, ENUM_SIZES, SIZE_BYTES, index, fourcc)
        if answer is None:
            return
        yield from parse_sizes(answer)
        if struct.unpack_from("=I", answer, 8)[0] != DISCRETE:
            return  # A span is told once, whatever the index.


def _rates(node: int, fourcc: int, size: tuple[int, int]) -> tuple[float, ...]:
    rates: set[float] = set()
    for index in range(_MOST):
        answer = _asked(node, ENUM_INTERVALS, INTERVAL_BYTES, index, fourcc, *size)
        if answer is None:
            break
        rates.update(parse_rates(answer))
        if struct.unpack_from("=I", answer, 16)[0] != DISCRETE:
            break
    return tuple(sorted(rates, reverse=True))


def _asked(node: int, request: int, length: int, *question: int) -> bytes | None:
    """The driver's answer; None when it has no more, or does not know the question."""
    buffer = bytearray(length)
    struct.pack_into(f"={len(question)}I", buffer, 0, *question)
    try:
        v4l2.ioctl(node, request, buffer)
    except OSError:
        return None
    return bytes(buffer)
