"""What a file says of itself: that its picture was altered, and by what."""

from __future__ import annotations

import struct
import zlib

from app.look import Look
from filters import catalog

_PNG_HEAD = 33  # the signature and the header chunk
_JPEG_COMMENT_MOST = 65_533


def note_of(look: Look, *, live: bool = False) -> str:
    """E.g. "Altered by FaceMat Live: Cat ears, Blush"; "" where nothing is altered.

    Args:
        live: the file has only begun, and what is worn may change.
    """
    titles = dict.fromkeys(catalog.by_id(worn.filter_id).title for worn in look.enabled)
    if not titles:
        return "Recorded by FaceMat Live: no filters at first, others may follow" if live else ""
    return f"Altered by FaceMat Live: {', '.join(titles)}" + (
        " at first, others may follow" if live else ""
    )


def with_note(picture: bytes, note: str) -> bytes:
    """A PNG or JPEG file with a comment; any other file, and one without a note, as it is.

    PNG has it as tEXt, or iTXt where Latin-1 lacks a letter (W3C PNG, 11.3.4); JPEG as a
    comment segment (ITU-T T.81, B.2.4.5), in UTF-8.
    """
    if note and picture.startswith(b"\x89PNG\r\n\x1a\n"):
        chunks = _text_chunk("Software", "FaceMat Live") + _text_chunk("Comment", note)
        return picture[:_PNG_HEAD] + chunks + picture[_PNG_HEAD:]
    if note and picture.startswith(b"\xff\xd8\xff"):
        # What is cut is cut between two letters.
        comment = note.encode()[:_JPEG_COMMENT_MOST].decode(errors="ignore").encode()
        segment = b"\xff\xfe" + struct.pack(">H", len(comment) + 2) + comment
        at = 2
        if picture[2:4] == b"\xff\xe0":  # JFIF's own comes first.
            at = 4 + struct.unpack(">H", picture[4:6])[0]
        return picture[:at] + segment + picture[at:]
    return picture


def _text_chunk(keyword: str, text: str) -> bytes:
    try:
        kind, body = b"tEXt", keyword.encode() + b"\0" + text.encode("latin-1")
    except UnicodeEncodeError:
        # Not compressed, in no language, and with the keyword not translated.
        kind, body = b"iTXt", keyword.encode() + b"\0\0\0\0\0" + text.encode()
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
