"""A video file, read frame by frame with PyAV: upright RGB, square pixels, its own timestamps."""

from __future__ import annotations

import math
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.reformatter import Colorspace
from av.video.stream import VideoStream

from app.faults import FaultError
from app.frames import Frame
from filters.types import Image

_UNSPECIFIED = 2  # AVCOL_SPC_UNSPECIFIED
_ODDEST = 4
"""The widest pixel, against its height, that is believed; anamorphic film has 2."""
_NOT_VIDEO = "a video such as .mp4, .mkv, .mov, .webm or .avi"


@dataclass(slots=True)
class _Damage:
    """Packets that did not decode.

    Attributes:
        first: where the first of them was, in words.
        at_end: whether nothing decoded after the last of them.
    """

    packets: int = 0
    first: str = ""
    at_end: bool = False

    def add(self, place: str) -> None:
        self.first = self.first or place
        self.packets += 1
        self.at_end = True


class VideoFile:
    """The first video stream of a file; `frames` reads it from the start on every call."""

    live = False

    def __init__(self, path: Path) -> None:
        """Opens the file far enough to know that it gives pictures.

        Raises:
            FaultError: if it can't be read, is not a video, has no video stream or no picture.
        """
        self.path = path
        self.name = path.name
        self._closed = threading.Event()
        with _opened(path) as container:
            stream = container.streams.video[0]
            rate = stream.average_rate or stream.guessed_rate
            self._rate = Fraction(rate) if rate else Fraction(25)
            self._duration = _duration(container, stream)
            first = next(_decoded(container, stream, _Damage()), None)
            if first is None:
                raise FaultError(
                    f"{path.name} can't be played",
                    "it has a video stream but not one picture in it can be decoded",
                    "Copy or export the file again",
                )
            height, width = _upright(first, stream).shape[:2]
            self.size: tuple[int, int] = (width, height)

    @property
    def rate(self) -> float:
        """Frames a second on average."""
        return float(self._rate)

    @property
    def length(self) -> int | None:
        """How many frames there should be, from duration and rate; None when not known."""
        return round(self._duration * self._rate) if self._duration else None

    def frames(self) -> Iterator[Frame]:
        """Every frame that can be decoded, in the order shown.

        Raises:
            FaultError: at the end, if the file breaks off early or parts of it are damaged.
        """
        damage = _Damage()
        index, first, end = 0, 0.0, 0.0
        with _opened(self.path) as container:
            stream = container.streams.video[0]
            for picture in _decoded(container, stream, damage):
                if self._closed.is_set():
                    return
                time = picture.time if picture.pts is not None else float(index / self._rate)
                yield Frame(index, time, _upright(picture, stream))
                first = first if index else time
                end = max(end, time - first + float(1 / self._rate))
                index += 1
        self._complain(index, end, damage)

    def close(self) -> None:
        """Ends `frames` at its next frame; from any thread."""
        self._closed.set()

    def _complain(self, count: int, end: float, damage: _Damage) -> None:
        """Says what is missing.

        Args:
            end: seconds of video that were read.
        """
        duration = float(self._duration or 0)
        # A container's duration is rounded, and may count a last frame twice.
        missing = duration - end > max(0.1, 0.02 * duration, 3 / self.rate)
        if missing or count == 0 or damage.at_end:
            total = f" of {duration:.2f} s" if missing else ""
            raise FaultError(
                f"{self.name} breaks off early",
                f"after frame {count} at {end:.2f} s{total} there is nothing more to decode",
                "All frames up to there were used; copy or export the file again for the rest",
            )
        if damage.packets:
            raise FaultError(
                f"{self.name} is damaged",
                f"{damage.packets} packets could not be decoded, the first after {damage.first}",
                f"The other {count} frames were used; copy or export the file again",
            )


def _opened(path: Path) -> InputContainer:
    """The file with its first video stream ready to decode on several threads.

    Raises:
        FaultError: if it can't be read, or is no video.
    """
    try:
        with path.open("rb") as file:
            head = file.read(12)
        # Only files: a playlist must not make us fetch things from the network. The whole path,
        # for FFmpeg takes a relative name with a colon for an address.
        container = av.open(str(path.absolute()), options={"protocol_whitelist": "file"})
    except av.error.FFmpegError as error:
        raise _not_a_video(path, head) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise FaultError(f"{path} can't be read", reason, "Check its name and rights") from error
    kind = container.format.name
    if not container.streams.video:
        audio = bool(container.streams.audio)
        container.close()
        if audio:
            raise FaultError(f"{path.name} is no video", "it has only sound", f"Give {_NOT_VIDEO}")
        raise _not_a_video(path, head)
    # FFmpeg also plays text files, as if they were typed on a terminal.
    if kind == "tty":
        container.close()
        raise _not_a_video(path, head)
    container.streams.video[0].thread_type = "AUTO"
    return container


def _not_a_video(path: Path, head: bytes) -> FaultError:
    if not head:
        return FaultError(f"{path.name} is no video", "the file is empty", f"Give {_NOT_VIDEO}")
    if head[4:8] == b"ftyp":
        return FaultError(
            f"{path.name} can't be played",
            "it was cut short: the index that MP4 and MOV files keep at their end is missing",
            "Copy or record the file again",
        )
    return FaultError(
        f"{path.name} is no video", "its contents are of no kind we know", f"Give {_NOT_VIDEO}"
    )


def _decoded(
    container: InputContainer, stream: VideoStream, damage: _Damage
) -> Iterator[VideoFrame]:
    """Every picture that decodes; writes down in `damage` the packets that don't."""
    place = "the start"
    packets = container.demux(stream)
    while True:
        pictures: list[VideoFrame] = []
        ended = False
        try:
            packet = next(packets, None)
            ended = packet is None
            if packet is None:
                pictures = stream.codec_context.decode(None)
            elif packet.is_corrupt:
                damage.add(place)
            else:
                pictures = [p for p in packet.decode() if isinstance(p, VideoFrame)]
                damage.at_end = damage.at_end and not packet.size
        except av.error.EOFError:
            pass  # The demuxer's own last packet has emptied the decoder already.
        except av.error.FFmpegError:
            damage.add(place)
        for picture in pictures:
            if picture.pts is not None:
                place = f"{picture.time:.2f} s"
            yield picture
        if ended:
            return


def _duration(container: InputContainer, stream: VideoStream) -> Fraction | None:
    """Seconds of video the container promises; None when it does not say."""
    base = stream.time_base or Fraction(0)
    if stream.duration and base:
        return stream.duration * base
    # From here on what is known is when the video ends, and it need not start at 0.
    start = (stream.start_time or 0) * base
    tag = stream.metadata.get("DURATION", "")  # Matroska: 00:00:02.002000000
    try:
        hours, minutes, seconds = tag.split(":")
        return int(hours) * 3600 + int(minutes) * 60 + Fraction(seconds) - start
    except ValueError:
        pass
    # The whole container may be longer than its video when it has sound as well.
    if container.duration and len(container.streams) == 1:
        return Fraction(container.duration, av.time_base) - start
    return None


def _upright(picture: VideoFrame, stream: VideoStream) -> Image:
    """The picture as RGB with square pixels, turned the way its display matrix says."""
    unknown = picture.colorspace == _UNSPECIFIED
    # Untagged video is BT.709 from HD on and BT.601 below; that is what players assume.
    space = (Colorspace.ITU709 if picture.height >= 720 else Colorspace.ITU601) if unknown else None
    pixel = stream.sample_aspect_ratio or 1
    width = round(picture.width * pixel) if 1 / _ODDEST <= pixel <= _ODDEST else picture.width
    image = picture.to_ndarray(format="rgb24", src_colorspace=space, width=width)
    # FFmpeg counts the turn counterclockwise, as rot90 does.
    turns = math.floor(picture.rotation / 90 + 0.5)
    return np.ascontiguousarray(np.rot90(image, turns)) if turns else np.asarray(image, np.uint8)
