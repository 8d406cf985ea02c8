"""What pack.toml says.

id = "at-sea"                    # the pack's filters are called at-sea/...
title = "At sea"
version = "1.0.0"
author = "Ada"
licence = "CC0-1.0"
api = 1

[[sprite]]                       # a picture that is worn on the head
id = "pirate-hat"
title = "Pirate hat"
file = "sprites/pirate-hat.png"  # a PNG with transparency
anchor = "head-top"
width = 22.0                     # cm
offset = [0.0, 2.0, 1.0]         # cm: to the person's left, up, out of the face
laid = "head"                    # hidden by what is in front, reaches beyond the face

[[texture]]                      # face paint on the canonical face's texture
id = "scar"
title = "Scar"
file = "textures/scar.png"

[[lut]]                          # a colour grade
id = "storm"
title = "Storm"
file = "luts/storm.cube"
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from filters.packs.anchors import AnchorName
from filters.packs.contents import MANIFEST, fault_of_name
from filters.packs.refusal import Refused
from filters.packs.toml import PATTERNS, Table, checked, line_of, tables_of, text_of
from filters.packs.words import PLAIN

API = 1
"""Raised when what packs may say changes so that old ones no longer work."""

_ID = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
_VERSION = r"^[0-9]{1,5}(\.[0-9]{1,5}){0,3}$"
PATTERNS[_ID] = "small letters, digits and - between them"
PATTERNS[_VERSION] = "up to four numbers with dots between them"
MOST_DRAWN, MOST_LUTS = 100, 20
"""Tables of a kind; a colour grade takes some 3 MB."""

Id = Annotated[str, StringConstraints(pattern=_ID, max_length=40)]
Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=80, pattern=PLAIN),
]
Sentence = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300, pattern=PLAIN)]
File = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Centimetres = Annotated[float, Field(ge=-60.0, le=60.0)]


class Drawn(Table):
    """What all things of a pack have that become filters."""

    id: Id
    title: Line
    file: File
    description: Sentence = ""


class SpriteEntry(Drawn):
    """A picture that is worn on the head."""

    anchor: AnchorName
    width: Annotated[float, Field(ge=0.5, le=60.0)]
    offset: Annotated[list[Centimetres], Field(min_length=3, max_length=3)] = Field(
        default_factory=lambda: [0.0, 0.0, 0.0]
    )
    laid: Literal["head", "face"] = "head"


class TextureEntry(Drawn):
    """Face paint."""


class LutEntry(Drawn):
    """A colour grade."""


class Manifest(Table):
    """All of pack.toml."""

    id: Id
    title: Line
    version: Annotated[str, StringConstraints(pattern=_VERSION)]
    author: Line
    licence: Line
    api: Literal[1]
    description: Sentence = ""
    sprites: Annotated[
        list[SpriteEntry], Field(alias="sprite", default_factory=list, max_length=MOST_DRAWN)
    ]
    textures: Annotated[
        list[TextureEntry], Field(alias="texture", default_factory=list, max_length=MOST_DRAWN)
    ]
    luts: Annotated[list[LutEntry], Field(alias="lut", default_factory=list, max_length=MOST_LUTS)]

    def entries(self) -> Iterator[tuple[str, int, Drawn]]:
        """Everything that becomes a filter: its table, its place among those, and itself."""
        for table, found in (
            ("sprite", self.sprites),
            ("texture", self.textures),
            ("lut", self.luts),
        ):
            for at, entry in enumerate(found):
                yield table, at, entry


def manifest_of(data: bytes, pack: str) -> tuple[Manifest, str]:
    """What a pack.toml says, and its text.

    Args:
        pack: the pack's name, for refusals.
    Raises:
        Refused: if it does not say it right, with the line; or for another version of packs.
    """
    file = f"{pack}/{MANIFEST}"
    text = text_of(data, file)
    values = tables_of(text, file)
    api = values.get("api")
    if isinstance(api, int) and not isinstance(api, bool) and api != API:
        newer = "; a later version of the app may take it" if api > API else ""
        raise Refused(file, f"api is {api}, need {API}{newer}", line_of(text, "api"))
    manifest = checked(Manifest, values, text, file)
    if fault_of_name(manifest.id):  # it becomes a folder's
        reason = f"id is {manifest.id!r}, which Windows keeps for itself"
        raise Refused(file, reason, line_of(text, "id"))
    seen: set[str] = set()
    for table, at, entry in manifest.entries():
        if entry.id in seen:
            line = line_of(text, "id", table, at)
            raise Refused(file, f"two things are called {entry.id!r}", line)
        seen.add(entry.id)
    return manifest, text
