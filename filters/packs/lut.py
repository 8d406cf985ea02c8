"""A pack's colour grade as a filter."""

from __future__ import annotations

from filters.filter import Filter
from filters.packs.manifest import LutEntry
from filters.packs.refusal import Refused


def lut_filter(pack: str, entry: LutEntry, data: bytes, file: str) -> Filter:
    """The filter that grades the picture with a .cube file.

    Raises:
        Refused: if it is none, with the line.
    """
    del pack, entry, data
    raise Refused(file, "colour grades are not taken yet")
