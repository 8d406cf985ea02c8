"""From a pack's files to its filters; nothing of it is taken if anything in it is wrong."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from filters.filter import Filter
from filters.packs import code
from filters.packs.contents import MANIFEST, Contents, contents_of
from filters.packs.lut import lut_filter
from filters.packs.manifest import (
    Drawn,
    LutEntry,
    Manifest,
    SpriteEntry,
    TextureEntry,
    manifest_of,
)
from filters.packs.pictures import MOST_PIXELS, decoded, size_of
from filters.packs.refusal import Refused
from filters.packs.sprite import sprite_filter
from filters.packs.texture import texture_filter
from filters.packs.toml import line_of
from filters.sprites import sprite

Allow = Callable[[str, str], bool]
"""Whether the user lets the Python of the pack of this id and fingerprint run."""


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack that can be used.

    Attributes:
        fingerprint: SHA-256 of all its files, names included.
        filters: with ids such as "at-sea/pirate-hat"; those in Python only if it ran.
        looks: look files by name, not read yet.
        code: its Python files.
        ran: whether those ran.
        contents: all its files.
    """

    manifest: Manifest
    fingerprint: str
    filters: tuple[Filter, ...] = ()
    looks: Mapping[str, bytes] = field(default_factory=dict)
    code: tuple[str, ...] = ()
    ran: bool = False
    contents: Contents = field(default_factory=dict)

    @property
    def id(self) -> str:
        """What its filters' ids begin with."""
        return self.manifest.id


def never(pack: str, fingerprint: str) -> bool:
    """No Python runs."""
    del pack, fingerprint
    return False


def load_pack(path: Path, allow: Allow = never) -> Pack:
    """The pack in the folder or zip at `path`; nothing outside of it is touched.

    Raises:
        Refused: with file, line and reason.
    """
    return pack_of(contents_of(path), path.name, allow)


def pack_of(contents: Contents, name: str, allow: Allow = never) -> Pack:
    """The pack made of these files.

    Args:
        name: what to call it in refusals.
        allow: asked only when there is Python, and after all else was found good.
    Raises:
        Refused: with file, line and reason.
    """
    if MANIFEST not in contents:
        raise Refused(name, f"there is no {MANIFEST} in it")
    manifest, text = manifest_of(contents[MANIFEST], name)
    _check_pixels(contents, manifest, name)
    filters = tuple(
        _drawn(contents, manifest.id, entry, name, line_of(text, "file", table, at))
        for table, at, entry in manifest.entries()
    )
    files = code.code_of(contents)
    fingerprint = fingerprint_of(contents)
    ran = bool(files) and allow(manifest.id, fingerprint)
    filters += code.run(manifest.id, contents) if ran else ()
    ids = [one.id for one in filters]
    if twice := [id for id in ids if ids.count(id) > 1]:
        raise Refused(name, f"two things are called {twice[0]!r}")
    looks = {
        found[1]: data
        for file, data in sorted(contents.items())
        if (found := re.fullmatch(r"looks/([\w-]+)\.toml", file))
    }
    return Pack(manifest, fingerprint, filters, looks, files, ran, contents)


def fingerprint_of(contents: Contents) -> str:
    """SHA-256 over every file's name and bytes, each after its length."""
    digest = hashlib.sha256()
    for name, data in sorted(contents.items()):
        for part in (name.encode("utf-8", "surrogatepass"), data):
            digest.update(len(part).to_bytes(8, "big"))
            digest.update(part)
    return digest.hexdigest()


def _drawn(contents: Contents, pack: str, entry: Drawn, name: str, line: int | None) -> Filter:
    data = _file(contents, entry, name, line)
    shown = f"{name}/{entry.file}"
    match entry:
        case SpriteEntry():
            return sprite_filter(pack, entry, sprite(decoded(data, shown)))
        case TextureEntry():
            return texture_filter(pack, entry, sprite(decoded(data, shown)))
        case LutEntry():
            return lut_filter(pack, entry, data, shown)
    raise TypeError(f"{type(entry).__name__} becomes no filter")


def _file(contents: Contents, entry: Drawn, name: str, line: int | None = None) -> bytes:
    if entry.file not in contents:
        raise Refused(f"{name}/{MANIFEST}", f"there is no file {entry.file}", line)
    return contents[entry.file]


def _check_pixels(contents: Contents, manifest: Manifest, name: str) -> None:
    """All pictures together, before the first is decoded."""
    total = 0
    for entry in (*manifest.sprites, *manifest.textures):
        if entry.file in contents:
            width, height = size_of(contents[entry.file], f"{name}/{entry.file}")
            total += width * height
    if total > MOST_PIXELS:
        raise Refused(name, f"its pictures have {total} pixels, at most {MOST_PIXELS} are taken")
