"""Pictures judged by their headers, before anything is decoded."""

from __future__ import annotations

import struct
import zlib

import cv2
import numpy as np
import pytest

from filters.packs.pictures import check_shown, size_of
from filters.packs.refusal import Refused
from tests.filters.packs.making import png

PLAIN = np.zeros((37, 91, 3), np.uint8)


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def with_chunk(extra: bytes) -> bytes:
    """A PNG with one chunk more after its header."""
    data = png()
    return data[:33] + extra + data[33:]


@pytest.mark.parametrize("ending", [".png", ".jpg", ".webp"])
@pytest.mark.parametrize("quality", [90, 101])
def test_pictures_of_a_usual_size_are_taken(ending: str, quality: int) -> None:
    how = [cv2.IMWRITE_WEBP_QUALITY, quality] if ending == ".webp" else []
    check_shown(bytes(cv2.imencode(ending, PLAIN, how)[1]), f"a{ending}")


def huge_jpeg() -> bytes:
    data = bytearray(cv2.imencode(".jpg", PLAIN)[1])
    struct.pack_into(">HH", data, bytes(data).index(b"\xff\xc0") + 5, 65_000, 65_000)
    return bytes(data)


def huge_webp() -> bytes:
    size = (16_383).to_bytes(3, "little") * 2
    return b"RIFF\x00\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00" + bytes(4) + size


@pytest.mark.parametrize(
    "data",
    [
        png()[:16] + struct.pack(">II", 100_000, 100_000) + png()[24:],
        huge_jpeg(),
        huge_webp(),
    ],
)
def test_a_picture_that_would_be_huge_is_refused_by_its_header(data: bytes) -> None:
    with pytest.raises(Refused, match=r"a\.png: it has \d+ x \d+ pixels, at most 64 million"):
        check_shown(data, "a.png")


@pytest.mark.parametrize("data", [b"", b"GIF89a" + bytes(50), b"\xff\xd8\xff", b"RIFF1234WEBPVP9 "])
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(Refused, match="it is no PNG, JPEG or WebP"):
        check_shown(data, "a.png")


@pytest.mark.parametrize(
    "extra",
    [
        chunk(b"IHDR", struct.pack(">IIBBBBB", 9000, 9000, 8, 6, 0, 0, 0)),
        chunk(b"acTL", struct.pack(">II", 1, 0)),
    ],
)
def test_a_sprite_that_holds_a_second_picture_is_refused(extra: bytes) -> None:
    assert size_of(with_chunk(chunk(b"tEXt", b"a\x00b")), "a.png") == (24, 24)
    with pytest.raises(Refused, match="more than one picture"):
        size_of(with_chunk(extra), "a.png")
