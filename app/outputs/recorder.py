"""Finished pictures to an H.264 video that is playable even if we are killed."""

from __future__ import annotations

import contextlib
import math
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.video.frame import VideoFrame
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc
from av.video.stream import VideoStream

from app.faults import FaultError
from app.frames import RenderedFrame
from app.outputs.framing import letterboxed, padded_to_even
from app.outputs.writing import not_writable
from filters.types import Image

# A fragment at every key frame while recording; closing turns MP4 into an ordinary file.
_FRAGMENTS = {"movflags": "hybrid_fragmented", "flush_packets": "1"}
CONTAINERS = {
    ".mp4": _FRAGMENTS,
    ".mov": _FRAGMENTS,
    ".mkv": {"cluster_time_limit": "1000", "flush_packets": "1"},
}
"""What can be recorded to, with the options that keep a file playable while it grows."""

# Visually lossless or nearly (x264's own guide calls 17-18 that), and fast enough to do live.
_QUALITY = {"crf": "18", "preset": "veryfast"}
_FINEST_TICK = 20_000  # ticks a second, at least
_SNAP_SECONDS = 0.0015  # Matroska rounds times to 1 ms, at both ends of a difference


class Recorder:
    """One video file being written, by one thread.

    The frame size is fixed; a picture of another size is letterboxed. Odd sides are padded
    by one repeated row or column, as 4:2:0 video needs even ones. The first picture's time
    is the video's 0.
    """

    def __init__(self, path: Path, size: tuple[int, int], rate: float | None) -> None:
        """Starts `path` anew.

        Args:
            path: ends in .mp4, .mov or .mkv; overwritten if it exists.
            size: (width, height) of the pictures.
            rate: pictures a second where steady, or on average; None when not known.
        Raises:
            FaultError: for another ending, or if `path` can't be written.
        """
        check_recordable(path)
        self.path = path
        self.size = size
        self.written = 0
        self._ticks = _Ticks(Fraction(rate or 30.0).limit_denominator(1001))
        try:
            with path.open("wb"):
                pass  # FFmpeg's own errors say less.
        except OSError as error:
            raise not_writable(path, error) from error
        try:
            # Whole, for FFmpeg takes a relative name with a colon for an address.
            self._container = av.open(
                str(path.absolute()), "w", options=CONTAINERS[path.suffix.lower()]
            )
        except av.error.FFmpegError as error:
            raise _failed(path, error) from error
        self._stream = _stream(self._container, size, self._ticks)
        self._open = True

    def write(self, picture: RenderedFrame) -> None:
        """Adds a finished picture at its capture time.

        Raises:
            FaultError: when the disk is full or gone, what was written then stays playable; or
                when the encoder takes no pictures of this size.
        """
        self.add(picture.image, picture.captured_at)

    def add(self, image: Image, time: float) -> None:
        """Adds a picture shown from `time`, in seconds, on.

        Raises:
            FaultError: as for `write`.
        """
        even = padded_to_even(letterboxed(image, self.size))
        frame = VideoFrame.from_ndarray(np.ascontiguousarray(even), "rgb24").reformat(
            format="yuv420p",
            dst_colorspace=Colorspace.ITU709,
            dst_color_range=ColorRange.MPEG,
        )
        frame.pts = self._ticks.at(time)
        frame.time_base = self._ticks.base
        frame.duration = self._ticks.per_frame
        self._encode(frame)
        self.written += 1

    def close(self) -> None:
        """Finishes the file; a recording without a picture leaves none. Repeatable.

        Raises:
            FaultError: when the last pictures can't be written.
        """
        if not self._open:
            return
        if self.written:
            self._encode(None)
        self._open = False
        try:
            self._container.close()
        except av.error.FFmpegError as error:
            raise _failed(self.path, error) from error
        if not self.written:
            self.path.unlink(missing_ok=True)

    def _encode(self, frame: VideoFrame | None) -> None:
        try:
            for packet in self._stream.encode(frame):
                self._container.mux(packet)
        except av.error.FFmpegError as error:
            self._open = False
            with contextlib.suppress(av.error.FFmpegError):  # It can't write its end either.
                self._container.close()
            if not self.written:
                self.path.unlink(missing_ok=True)
            raise _failed(self.path, error) from error


def check_recordable(path: Path) -> None:
    """Makes sure that `path` is a name to record to.

    Raises:
        FaultError: if its ending is not known or its folder does not exist.
    """
    if path.suffix.lower() not in CONTAINERS:
        raise FaultError(
            f"{path} can't be recorded",
            f"{path.suffix or 'no ending'} is no video format that is written",
            f"End the name in {', '.join(CONTAINERS)}",
        )
    if not path.parent.is_dir():
        raise FaultError(
            f"{path} can't be written",
            f"the folder {path.parent} does not exist",
            "Make it, or choose another",
        )


def _failed(path: Path, error: av.error.FFmpegError) -> FaultError:
    reason = OSError(error.errno, error.strerror)
    return not_writable(path, reason, "Choose a smaller picture size, or another format")


class _Ticks:
    """Capture times as the video's ticks: on the rate's own grid where they are meant to be."""

    def __init__(self, rate: Fraction) -> None:
        scale = math.ceil(_FINEST_TICK / rate.numerator)
        self.rate = rate
        self.base = Fraction(1, rate.numerator * scale)
        self.per_frame = rate.denominator * scale
        self._first: float | None = None
        self._last = -1

    def at(self, time: float) -> int:
        """The tick for `time` in seconds, always later than the one before."""
        self._first = time if self._first is None else self._first
        seconds = time - self._first
        nearest = round(seconds * self.rate)
        on_grid = abs(seconds - nearest / self.rate) <= _SNAP_SECONDS
        tick = nearest * self.per_frame if on_grid else round(seconds / self.base)
        self._last = max(tick, self._last + 1)
        return self._last


def _stream(
    container: av.container.OutputContainer, size: tuple[int, int], ticks: _Ticks
) -> VideoStream:
    stream = container.add_stream("libx264", rate=ticks.rate, options=dict(_QUALITY))
    assert isinstance(stream, VideoStream)
    stream.width, stream.height = size[0] + size[0] % 2, size[1] + size[1] % 2
    stream.pix_fmt = "yuv420p"
    context = stream.codec_context
    context.time_base = ticks.base
    # A key frame a second: no more than that is lost when we are killed.
    context.gop_size = max(1, round(ticks.rate))
    # With B-frames a fragmented file's first picture comes late, by more the less even times are.
    context.max_b_frames = 0
    # Written down, so that no player has to guess and show other colours.
    context.colorspace = Colorspace.ITU709
    context.color_range = ColorRange.MPEG
    context.color_primaries = ColorPrimaries.BT709
    context.color_trc = ColorTrc.BT709
    return stream
