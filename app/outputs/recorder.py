"""Finished pictures to a video that is playable even if we are killed or the disk is full."""

from __future__ import annotations

import contextlib
import math
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Colorspace
from av.video.stream import VideoStream

from app.faults import FaultError
from app.frames import RenderedFrame
from app.outputs.disk_file import DiskFile
from app.outputs.encoding import CONTAINERS, Format, add_video, can_encode
from app.outputs.framing import letterboxed, padded_to_even
from app.outputs.writing import not_writable
from filters.types import Image

_FINEST_TICK = 20_000  # ticks a second, at least
_SNAP_SECONDS = 0.0015  # Matroska rounds times to 1 ms, at both ends of a difference


class Recorder:
    """One video file being written, by one thread.

    The frame size is fixed; a picture of another size is letterboxed. Odd sides are padded
    by one repeated row or column, as 4:2:0 video needs even ones. The first picture's time
    is the video's 0.
    """

    def __init__(
        self,
        path: Path,
        size: tuple[int, int],
        rate: float | None,
        *,
        video: Format | None = None,
        note: str = "",
        opens: Callable[[Path], DiskFile] = DiskFile,
    ) -> None:
        """Starts `path` anew.

        Args:
            path: ends in one of `CONTAINERS`; overwritten if it exists.
            size: (width, height) of the pictures.
            rate: pictures a second where steady, or on average; None when not known.
            video: how it is encoded; None takes what is usual in such a file.
            note: the file's title and comment.
            opens: makes the file.
        Raises:
            FaultError: for another ending, or if `path` can't be written.
        """
        check_recordable(path, video)
        kind = CONTAINERS[path.suffix.lower()]
        self.path = path
        self.size = size
        self.written = 0
        self._ticks = _Ticks(Fraction(rate or 30.0).limit_denominator(1001))
        try:
            self._file = opens(path)
        except OSError as error:
            raise not_writable(path, error) from error
        self._container = av.open(self._file, "w", format=kind.muxer, options=kind.options)
        if note:
            self._container.metadata.update({"title": note.split(":")[0], "comment": note})
        even = size[0] + size[0] % 2, size[1] + size[1] % 2
        self._stream = add_video(
            self._container, video or kind.formats[0], even, self._ticks.rate, self._ticks.base
        )
        self._held: Packet[VideoStream] | None = None
        self._open = True

    @property
    def bytes(self) -> int:
        """The file's size so far."""
        return self._file.tell() if self._open else self.path.stat().st_size

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

    def close(self, until: float | None = None) -> None:
        """Finishes the file; a recording without a picture leaves none. Repeatable.

        Args:
            until: capture time to which the last picture is shown; None shows it as long as
                the rate says.
        Raises:
            FaultError: when the last pictures can't be written.
        """
        if not self._open:
            return
        if self.written:
            self._encode(None)
        if self._held is not None and until is not None:
            self._held.duration = max(1, self._ticks.at(until) - (self._held.pts or 0))
        try:
            self._let_go()
            self._container.close()
            self._file.keep()
        except (av.error.FFmpegError, OSError) as error:
            self._give_up()
            raise _failed(self.path, error) from error
        self._open = False
        self._file.close()
        if not self.written:
            self.path.unlink(missing_ok=True)

    def _encode(self, frame: VideoFrame | None) -> None:
        try:
            for packet in self._stream.encode(frame):
                self._let_go()
                self._held = packet  # Its length is not known before the next.
        except (av.error.FFmpegError, OSError) as error:
            self._give_up()
            raise _failed(self.path, error) from error

    def _let_go(self) -> None:
        packet, self._held = self._held, None
        if packet is not None:
            self._container.mux(packet)
            self._file.keep()

    def _give_up(self) -> None:
        """Closes what failed; the file takes no more, so what is playable stays so."""
        self._open = False
        with contextlib.suppress(av.error.FFmpegError, OSError):  # Nor can it write its end.
            self._container.close()
        self._file.close()
        if not self.written or self.path.stat().st_size == 0:
            self.path.unlink(missing_ok=True)


def check_recordable(path: Path, video: Format | None = None) -> None:
    """Makes sure that `path` is a name to record to.

    Raises:
        FaultError: if its ending is not known or can't hold `video`, there is no encoder for
            it, or its folder does not exist.
    """
    kind = CONTAINERS.get(path.suffix.lower())
    if kind is None:
        raise FaultError(
            f"{path} can't be recorded",
            f"{path.suffix or 'no ending'} is no video format that is written",
            f"End the name in {', '.join(CONTAINERS)}",
        )
    if video is not None and video not in kind.formats:
        raise FaultError(
            f"{path} can't be recorded",
            f"a {path.suffix} file holds {' or '.join(kind.formats)}, not {video}",
            f"Choose {kind.formats[0]}, or end the name in .mkv",
        )
    if not can_encode(video or kind.formats[0]):
        raise FaultError(
            f"{path} can't be recorded",
            f"the PyAV that is installed has no encoder for {video or kind.formats[0]}",
            "Choose another format, or install PyAV from PyPI",
        )
    if not path.parent.is_dir():
        raise FaultError(
            f"{path} can't be written",
            f"the folder {path.parent} does not exist",
            "Make it, or choose another",
        )


def _failed(path: Path, error: av.error.FFmpegError | OSError) -> FaultError:
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
