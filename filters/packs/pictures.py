"""PNG pictures that others made: measured and checked before anything is decoded."""

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
_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def size_of(data: bytes, file: str) -> tuple[int, int]:
    """(width, height) of a PNG that is whole.

    Raises:
        Refused: if it is none, is broken, has no transparency or is too large.
    """
    if not data.startswith(_SIGNATURE):
        raise Refused(file, "it is not a PNG")
    if data[12:16] != b"IHDR" or len(data) < 33:
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


def _check_chunks(data: bytes, file: str) -> None:
    """Every chunk's checksum (PNG, 5.3): a decoder would show what it has of a broken picture."""
    at, kinds = len(_SIGNATURE), set()
    while at + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, at)
        end = at + 12 + length
        if end > len(data):
            break
        (found,) = struct.unpack_from(">I", data, end - 4)
        if zlib.crc32(data[at + 4 : end - 4]) != found:
            break
        kind = data[at + 4 : at + 8]
        kinds.add(kind)
        if kind == b"IEND":
            if b"IDAT" not in kinds:
                break
            return
        at = end
    raise Refused(file, "it is a broken PNG, or only a part of one")
