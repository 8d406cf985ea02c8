"""Which video formats are written, and how each encoder is set up for recording live."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from av.codec import Codec
from av.codec.codec import UnknownCodecError
from av.container import OutputContainer
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc
from av.video.stream import VideoStream

Format = Literal["h264", "h265", "vp9"]
"""H.264 plays everywhere; H.265 is smaller and slower; VP9 is free of patents."""

# A fragment every fifth of a second and at every key frame; closing makes it an ordinary file.
_FRAGMENTS = {
    "movflags": "hybrid_fragmented",
    "frag_duration": "200000",
    "flush_packets": "1",
}
_CLUSTERS = {"cluster_time_limit": "200", "flush_packets": "1"}


@dataclass(frozen=True, slots=True)
class Container:
    """What a file name's ending stands for.

    Attributes:
        muxer: FFmpeg's name.
        formats: what it holds, the usual first.
        options: what keeps a file playable while it grows.
    """

    muxer: str
    formats: tuple[Format, ...]
    options: dict[str, str]


CONTAINERS = {
    ".mp4": Container("mp4", ("h264", "h265", "vp9"), _FRAGMENTS),
    ".mov": Container("mov", ("h264", "h265"), _FRAGMENTS),
    ".mkv": Container("matroska", ("h264", "h265", "vp9"), _CLUSTERS),
    ".webm": Container("webm", ("vp9",), _CLUSTERS),
}
"""What can be recorded to, by the name's ending."""


@dataclass(frozen=True, slots=True)
class _Encoder:
    name: str
    options: dict[str, str]
    tag: str = ""
    """The name in MP4 and MOV, where the usual one is not what players look for."""


# CRF 18 is visually lossless or nearly (x264's own guide calls 17-18 that); 20 of x265 and 24 of
# VP9 are about as good. All are set to be quick enough for live, and to hold few pictures back.
_ENCODERS: dict[Format, _Encoder] = {
    "h264": _Encoder("libx264", {"crf": "18", "preset": "veryfast", "rc-lookahead": "4"}),
    "h265": _Encoder(
        "libx265",
        {
            "crf": "20",
            "preset": "ultrafast",
            "x265-params": "rc-lookahead=4:bframes=0:frame-threads=1:log-level=error",
        },
        tag="hvc1",
    ),
    "vp9": _Encoder(
        "libvpx-vp9",
        {
            "crf": "24",
            "b": "0",
            "deadline": "realtime",
            "cpu-used": "7",
            "row-mt": "1",
            "lag-in-frames": "0",
        },
    ),
}


def can_encode(video: Format) -> bool:
    """Whether this PyAV was built with the encoder."""
    try:
        Codec(_ENCODERS[video].name, "w")
    except UnknownCodecError:
        return False
    return True


def add_video(
    container: OutputContainer,
    video: Format,
    size: tuple[int, int],
    rate: Fraction,
    tick: Fraction,
) -> VideoStream:
    """Adds a video stream of 8-bit 4:2:0 in BT.709.

    Args:
        size: (width, height), both even.
        rate: pictures a second, on average.
        tick: seconds of the stream's clock.
    """
    encoder = _ENCODERS[video]
    stream = container.add_stream(encoder.name, rate=rate, options=dict(encoder.options))
    assert isinstance(stream, VideoStream)
    stream.width, stream.height = size
    stream.pix_fmt = "yuv420p"
    context = stream.codec_context
    if encoder.tag and container.format.name in ("mp4", "mov"):
        context.codec_tag = encoder.tag
    # Threads that share a picture: with one each, as many would be lost when we are killed.
    context.thread_type = "SLICE"
    context.time_base = tick
    # A key frame a second, so that a player can jump to each.
    context.gop_size = max(1, round(rate))
    # With B-frames a fragmented file's first picture comes late, by more the less even times are.
    context.max_b_frames = 0
    # Written down, so that no player has to guess and show other colours.
    context.colorspace = Colorspace.ITU709
    context.color_range = ColorRange.MPEG
    context.color_primaries = ColorPrimaries.BT709
    context.color_trc = ColorTrc.BT709
    return stream
