"""Looks passed on: a .toml where that is all, a .facelook where the look uses files.

A .facelook is a zip with look.toml and files/; it is read in memory, and of it only files that the
look names are written, below a folder of its own and under names that were checked.
"""

from __future__ import annotations

import io
import os
import shutil
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from app.faults import FaultError
from app.look import Look, Worn
from app.looks.files import kept_look, look_fault, save_look, written
from app.looks.reading import KeptLook, among, read
from app.outputs.writing import not_writable, write_whole
from filters.effects.surroundings.backdrops import PICTURES
from filters.packs.contents import LARGEST_FILE, contents_of, unzipped
from filters.packs.lut import table_of
from filters.packs.pictures import check_shown
from filters.packs.refusal import Refused
from filters.params import Params, fields_of, parse, values_of

SUFFIXES = (".facelook", ".toml")
_LOOK = "look.toml"


@dataclass(frozen=True, slots=True)
class Shared:
    """A look with the files it uses.

    Attributes:
        files: their bytes, by the value of the parameter that names them.
    """

    kept: KeptLook
    files: Mapping[str, bytes] = field(default_factory=dict)


def export_look(kept: KeptLook, path: Path) -> None:
    """Write a look to pass on.

    Args:
        path: a .toml, or a .facelook, which takes the files along that the look uses.
    Raises:
        FaultError: if it can't be written, or a .toml is asked for and is not enough.
    """
    used = _used(kept.look)
    if path.suffix.lower() != ".facelook":
        if used:
            raise FaultError(
                f"The look can't be exported to {path.name}",
                f"it uses {Path(used[0]).name}, which would stay behind",
                "Export it as a .facelook",
            )
        save_look(kept.look, path, kept.title, kept.description)
        return
    names = _names(used)
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(_LOOK, written(kept, names.__getitem__))
        for file, name in names.items():
            archive.writestr(name, _bytes_of(file, path))
    write_whole(path, data.getvalue())


def import_look(path: Path) -> Shared:
    """Read a look that someone passed on.

    Raises:
        FaultError: if it is broken, or a file is missing that it uses.
    """
    if path.suffix.lower() != ".facelook":
        kept = kept_look(path, alone=True)
        files = {file: _bytes_of(file, path) for file in _used(kept.look)}
        try:
            _check(files, path.parent.name)
        except Refused as error:
            raise look_fault(path, error) from error
        return Shared(kept, files)
    try:
        return _shared(contents_of(path, _LOOK), path.name)
    except Refused as error:
        raise look_fault(path, error) from error


def opened(data: bytes, file: str) -> Shared:
    """What the bytes of a .facelook hold.

    Raises:
        Refused: with file, line and reason.
    """
    return _shared(unzipped(data, file, _LOOK), file)


def put_away(shared: Shared, path: Path) -> None:
    """Keep a look at `path`, its files beside it in a folder of that name.

    Raises:
        FaultError: if they can't be written.
    """
    folder = path.with_name(f"{path.stem}.files").absolute()
    names = {file: folder / Path(name).name for file, name in _names(list(shared.files)).items()}
    if names:
        try:
            folder.parent.mkdir(parents=True, exist_ok=True)
            # hidden until all of them are there
            new = Path(tempfile.mkdtemp(prefix=".new-", dir=folder.parent))
            try:
                for file, place in names.items():
                    (new / place.name).write_bytes(shared.files[file])
                if folder.exists():
                    shutil.rmtree(folder)
                os.replace(new, folder)
            finally:
                shutil.rmtree(new, ignore_errors=True)
        except OSError as error:
            raise not_writable(folder, error) from error
    kept = shared.kept
    look = _moved(kept.look, {file: str(place) for file, place in names.items()})
    save_look(look, path, kept.title, kept.description)


def _shared(contents: Mapping[str, bytes], file: str) -> Shared:
    if _LOOK not in contents:
        raise Refused(file, f"there is no {_LOOK} in it")
    kept = read(contents[_LOOK], f"{file}/{_LOOK}", among(contents))
    # as read writes paths on this system
    by_path = {str(Path(name)): data for name, data in contents.items()}
    files = {used: by_path[used] for used in _used(kept.look)}
    _check(files, file)
    return Shared(kept, files)


def _check(files: Mapping[str, bytes], of: str) -> None:
    """Refuse what filters would choke on: pictures that are huge or none, and broken tables."""
    for path, data in files.items():
        name = f"{of}/{Path(path).name}"
        if path.lower().endswith(PICTURES):
            check_shown(data, name)
        elif path.lower().endswith(".cube"):
            table_of(data, name)


def _used(look: Look) -> list[str]:
    """The files that a look names, each once."""
    found = [str(getattr(worn.params, name)) for worn in look.worn for name in _slots(worn)]
    return list(dict.fromkeys(value for value in found if value))


def _slots(worn: Worn) -> list[str]:
    return [spec.name for spec in fields_of(type(worn.params)) if spec.kind == "file"]


def _names(files: list[str]) -> dict[str, str]:
    """Plain names for files in a zip; two that are called the same are numbered."""
    found: dict[str, str] = {}
    for number, file in enumerate(files, start=1):
        suffix = PurePosixPath(file).suffix.lower()
        found[file] = f"files/{number}{suffix}"
    return found


def _bytes_of(file: str, path: Path) -> bytes:
    try:
        if Path(file).stat().st_size > LARGEST_FILE:
            reason = f"it is larger than {LARGEST_FILE // 1024**2} MB"
            raise FaultError(
                f"{Path(file).name}, which {path.name} uses, can't be taken along",
                reason,
                "Choose a smaller one",
            )
        return Path(file).read_bytes()
    except OSError as error:
        raise FaultError(
            f"{file} can't be read", error.strerror or str(error), "Choose another file"
        ) from error


def _moved(look: Look, places: Mapping[str, str]) -> Look:
    """The same look, its files elsewhere."""

    def params_of(worn: Worn) -> object:
        values: dict[str, object] = dict(values_of(worn.params))
        for name in _slots(worn):
            values[name] = places.get(str(values[name]), values[name])
        kind = type(worn.params)
        return parse(kind, values) if issubclass(kind, Params) else worn.params

    return Look(tuple(replace(worn, params=params_of(worn)) for worn in look.worn))
