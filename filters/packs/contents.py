"""The files of a pack, in memory: from a folder or a zip, neither of which is trusted.

Nothing is unpacked: what would lead out of the pack, is a link, or is too much, is refused before
it is read.
"""

from __future__ import annotations

import io
import os
import re
import stat
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from filters.packs.refusal import Refused
from filters.packs.words import ODD

MANIFEST = "pack.toml"
MOST_FILES = 300
LARGEST_FILE = 16 * 1024**2
LARGEST_WHOLE = 64 * 1024**2
LARGEST_RATIO = 200
"""Bytes that one byte of a zip may become; drawings with few colours reach some 100."""
_SMALL = 256 * 1024
"""Bytes below which the ratio does not matter: an empty picture packs well."""
_DEEPEST = 8
_LONGEST_NAME = 200
_RESERVED = {"con", "prn", "aux", "nul", "conin$", "conout$"} | {
    f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³"
}
_FORBIDDEN = re.compile(rf'[\\:<>"|?*\ud800-\udfff{ODD}]')
_READABLE = os.O_RDONLY | getattr(os, "O_BINARY", 0)
_CAREFULLY = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)

Contents = Mapping[str, bytes]
"""Files by their path in the pack, parted by "/"."""


def contents_of(path: Path, must: str = MANIFEST) -> Contents:
    """The files of the folder or zip at `path`.

    Args:
        must: the file without which it is none; in a zip it may lie in the only folder.
    Raises:
        Refused: if there is no such place, or something in it can't be taken.
    """
    try:
        if path.is_dir():
            return _of_folder(path, must)
        if not path.is_file():
            raise Refused(path.name, "there is no such folder or zip")
        if path.stat().st_size > LARGEST_WHOLE:
            raise Refused(path.name, f"it is larger than {_mega(LARGEST_WHOLE)}")
        return unzipped(path.read_bytes(), path.name, must)
    except OSError as error:
        raise Refused(path.name, f"it can't be read: {error.strerror or error}") from error


def unzipped(data: bytes, file: str, must: str = MANIFEST) -> Contents:
    """The files of a zip.

    Raises:
        Refused: if it is none, or something in it can't be taken.
    """
    # every file has such an entry, and zipfile makes an object of each before it can be asked
    if data.count(b"PK\x01\x02") > 2 * MOST_FILES:
        raise Refused(file, f"it has too many files, at most {MOST_FILES} are taken")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            found = _members(archive, file)
    except Refused:
        raise
    # zipfile and the decompressors behind it raise what they like at broken data
    except Exception as error:
        raise Refused(file, f"it is not a zip that can be read: {error}") from error
    return _out_of_only_folder(found, must)


def fault_of_name(name: str) -> str:
    """Why a path can't be in a pack, "" if it can."""
    parts = name.split("/")
    if _FORBIDDEN.search(name):
        return "its name has letters that a name can't have"
    if name.startswith("/") or ".." in parts:
        return "it leads out of the pack"
    if not all(parts) or "." in parts or len(name) > _LONGEST_NAME or len(parts) > _DEEPEST:
        return "its name is empty in part, too long or too deep"
    if any(p.split(".")[0].strip().lower() in _RESERVED or p[-1] in " ." for p in parts):
        return "its name is one that Windows can't have"
    return ""


def _members(archive: zipfile.ZipFile, file: str) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    total = 0
    for member in archive.infolist():
        name, kind = member.filename, stat.S_IFMT(member.external_attr >> 16)
        if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
            raise Refused(f"{file}/{name}", "it is a link or no plain file")
        if reason := fault_of_name(name.removesuffix("/") if member.is_dir() else name):
            raise Refused(f"{file}/{name}", reason)
        if member.is_dir() or _is_left_out(name):
            continue
        if member.flag_bits & 1:
            raise Refused(f"{file}/{name}", "it is encrypted")
        # the others are unpacked whole before anyone can say that it is too much
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Refused(f"{file}/{name}", "it is packed in another way than deflate")
        total += member.file_size
        _check_amount(f"{file}/{name}", member.file_size, len(found) + 1, total)
        if member.file_size > max(LARGEST_RATIO * member.compress_size, _SMALL):
            raise Refused(f"{file}/{name}", "it grows too much when unpacked, as zip bombs do")
        with archive.open(member) as packed:
            # never more than it says it has, which a bomb would say wrongly
            _add(found, name, packed.read(member.file_size + 1), file)
    return found


def _of_folder(folder: Path, must: str) -> dict[str, bytes]:
    # first, or much of someone's own would be read before it is told
    if not os.path.lexists(folder / must):
        raise Refused(folder.name, f"there is no {must} in it")
    found: dict[str, bytes] = {}
    total = 0
    for name, path in _walk(folder):
        shown = f"{folder.name}/{name}"
        if reason := fault_of_name(name):
            raise Refused(f"{folder.name}/{name}", reason)
        data = _read_plain(path, shown)
        total += len(data)
        _check_amount(shown, len(data), len(found) + 1, total)
        _add(found, name, data, folder.name)
    return found


def _walk(folder: Path) -> Iterator[tuple[str, Path]]:
    """Every file, by name; links are refused, never followed."""
    waiting = [("", folder)]
    seen = 0
    while waiting:
        prefix, place = waiting.pop()
        for entry in sorted(os.scandir(place), key=lambda entry: entry.name):
            name = f"{prefix}{entry.name}"
            if _is_left_out(name):
                continue
            seen += 1
            if seen > 2 * MOST_FILES:
                raise Refused(folder.name, f"it has too many files, at most {MOST_FILES} are taken")
            if entry.is_symlink():
                raise Refused(f"{folder.name}/{name}", "it is a link or no plain file")
            if entry.is_dir(follow_symlinks=False):
                if name.count("/") >= _DEEPEST:
                    raise Refused(f"{folder.name}/{name}", "it lies too deep")
                waiting.append((f"{name}/", Path(entry.path)))
            else:
                yield name, Path(entry.path)


def _read_plain(path: Path, shown: str) -> bytes:
    """A file's bytes; even if it was made a link or a pipe since it was listed."""
    handle = os.open(path, _READABLE | _CAREFULLY)
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise Refused(shown, "it is a link or no plain file")
        return file.read(LARGEST_FILE + 1)


def _check_amount(shown: str, size: int, files: int, total: int) -> None:
    if size > LARGEST_FILE:
        raise Refused(shown, f"it is larger than {_mega(LARGEST_FILE)}")
    if files > MOST_FILES:
        raise Refused(shown, f"there are more than {MOST_FILES} files")
    if total > LARGEST_WHOLE:
        raise Refused(shown, f"with it there is more than {_mega(LARGEST_WHOLE)}")


def _add(found: dict[str, bytes], name: str, data: bytes, file: str) -> None:
    if _as_one(name) in map(_as_one, found):
        raise Refused(f"{file}/{name}", "there are two files of that name")
    found[name] = data


def _as_one(name: str) -> str:
    """The same for all names that some system takes for one: by case, or by how é is written."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def _is_left_out(name: str) -> bool:
    """What systems and editors leave behind."""
    parts = name.split("/")
    return any(p.startswith(".") or p in ("__MACOSX", "__pycache__") for p in parts) or (
        parts[-1].endswith(("~", ".pyc", ".tmp", ".swp"))
    )


def _out_of_only_folder(found: dict[str, bytes], must: str) -> dict[str, bytes]:
    """Zips made of a folder have all in that folder."""
    tops = {name.partition("/")[0] for name in found}
    if must not in found and len(tops) == 1 and f"{next(iter(tops))}/{must}" in found:
        return {name.partition("/")[2]: data for name, data in found.items()}
    return found


def _mega(size: int) -> str:
    return f"{size // 1024**2} MB"
