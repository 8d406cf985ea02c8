"""Pictures that others made: measured and checked before anything is decoded."""

from __future__ import annotations

import struct
import zlib

import cv2
import numpy as np
from numpy.typing import NDArray

from filters.packs.refusal import Refused

LONGEST_SIDE = 4096
MOST_PIXELS = 48 * 1024**2
"""Of all pictures of a pack together; decoded, a pixel takes about 5 bytes."""
MOST_SHOWN = 64 * 1024**2
"""Pixels of a picture that a look uses, a photo mostly."""
_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def size_of(data: bytes, file: str) -> tuple[int, int]:
    """(width, height) of a PNG that is whole.

    Raises:
        Refused: if it is none, is broken, has no transparency or is too large.
    """
    if not data.startswith(_SIGNATURE):
        raise Refused(file, "it is not a PNG")
    if data[8:16] != b"\x00\x00\x00\x0dIHDR" or len(data) < 33:
        raise Refused(file, "it is a broken PNG")
    width, height, depth, colour = struct.unpack(">IIBB", data[16:26])
    if not 0 < width <= LONGEST_SIDE or not 0 < height <= LONGEST_SIDE:
        raise Refused(
            file, f"it has {width} x {height} pixels, at most {LONGEST_SIDE} a side are taken"
        )
    if (depth, colour) != (8, 6):
        raise Refused(file, "it has no transparency in 8 bits, save it as RGBA")
    _check_chunks(data, file)
    return width, height


def decoded(data: bytes, file: str) -> NDArray[np.uint8]:
    """A PNG as (h, w, 4) uint8 RGBA, straight alpha.

    Raises:
        Refused: as `size_of` does, and if the pixels can't be read.
    """
    width, height = size_of(data, file)
    try:
        bgra = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    except cv2.error as error:
        raise Refused(file, "it is a broken PNG") from error
    if bgra is None or bgra.shape != (height, width, 4) or bgra.dtype != np.uint8:
        raise Refused(file, "it is a broken PNG")
    return np.asarray(cv2.cvtColor(bgra, cv2.COLOR_BGRA2RGBA), np.uint8)


def check_shown(data: bytes, file: str) -> None:
    """Look at the header of a PNG, JPEG or WebP that filters read by themselves.

    Raises:
        Refused: if it is none of these, or would be huge once it is decoded.
    """
    found = _shown_size(data)
    if found is None:
        raise Refused(file, "it is no PNG, JPEG or WebP")
    width, height = found
    if not 0 < width * height <= MOST_SHOWN:
        most = f"at most {MOST_SHOWN // 1024**2} million are taken"
        raise Refused(file, f"it has {width} x {height} pixels, {most}")


def _shown_size(data: bytes) -> tuple[int, int] | None:
    """(width, height) as the header has it; None if there is no such header."""
    if data.startswith(_SIGNATURE) and len(data) >= 24:
        width, height = struct.unpack_from(">II", data, 16)
        return width, height
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP" and len(data) >= 30:
        return _webp_size(data)
    at = 2 if data.startswith(b"\xff\xd8") else len(data)
    while at + 9 <= len(data) and data[at] == 0xFF:  # JPEG, ITU T.81, B.1.1
        marker = data[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack_from(">HH", data, at + 5)
            return width, height
        # bytes 0xff may fill the room before a marker
        at += 1 if marker == 0xFF else 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return None


def _webp_size(data: bytes) -> tuple[int, int] | None:
    """RFC 9649, 2.5 to 2.7."""
    match data[12:16]:
        case b"VP8 ":
            width, height = struct.unpack_from("<HH", data, 26)
            return width & 0x3FFF, height & 0x3FFF
        case b"VP8L":
            bits = int.from_bytes(data[21:25], "little")
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        case b"VP8X":
            wide, high = data[24:27], data[27:30]
            return int.from_bytes(wide, "little") + 1, int.from_bytes(high, "little") + 1
    return None


def _check_chunks(data: bytes, file: str) -> None:
    """Every chunk's checksum (PNG, 5.3): a decoder would show what it has of a broken picture."""
    at = len(_SIGNATURE)
    kinds: list[bytes] = []
    while at + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, at)
        end = at + 12 + length
        if end > len(data):
            break
        (found,) = struct.unpack_from(">I", data, end - 4)
        if zlib.crc32(data[at + 4 : end - 4]) != found:
            break
        kind = data[at + 4 : at + 8]
        # two sizes, or pictures that move: decoders differ in what they make of those
        if kind in (b"acTL", b"fcTL", b"fdAT") or (kind == b"IHDR" and kind in kinds):
            raise Refused(file, "it holds more than one picture")
        kinds.append(kind)
        if kind == b"IEND":
            if b"IDAT" not in kinds:
                break
            return
        at = end
    raise Refused(file, "it is a broken PNG, or only a part of one")
