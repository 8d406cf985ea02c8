"""Packs put into the user's folder and taken out of it, and all that can be said of one before."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from app.faults import FaultError
from app.outputs.writing import not_writable
from app.packs.shelf import Installed, PackShelf, is_place, look_of, pack_fault
from filters.packs.loading import Allow, Pack, load_pack, never
from filters.packs.refusal import Refused


@dataclass(frozen=True, slots=True)
class Judged:
    """A pack found good.

    Attributes:
        unjudged: looks that wear filters which are there only once its Python runs.
    """

    pack: Pack
    unjudged: tuple[str, ...] = ()


def judge(path: Path, allow: Allow = never) -> Judged:
    """Check a folder or zip as if it were installed, its looks included.

    Raises:
        FaultError: with file, line and reason.
    """
    try:
        pack = load_pack(path, allow)
    except Refused as error:
        fault = pack_fault(path.name, error)
        raise FaultError(fault.what, fault.why, fault.remedy) from error
    unjudged = []
    for name in pack.looks:
        try:
            look_of(Installed(path, pack), name)
        except FaultError as error:
            missing = f"no filter is called '{pack.id}/"
            if not pack.code or pack.ran or missing not in error.fault.why:
                raise
            unjudged.append(name)
    return Judged(pack, tuple(unjudged))


def install(path: Path, shelf: PackShelf) -> Pack:
    """Check a pack and copy it into the shelf's folder, whole, over an older one of its id.

    Raises:
        FaultError: if it is no good, or the folder can't be written.
    """
    if path.resolve().parent == shelf.folder.resolve():
        raise FaultError(f"{path} can't be installed", "it lies there already", "Use it as it is")
    pack = judge(path).pack
    target = shelf.folder / pack.id
    other = _place_of(pack.id, shelf)
    if other not in (None, target):
        raise FaultError(
            f"The pack {pack.id} can't be installed",
            f"it is there already, as {other}",
            f"Remove that first: main.py filters remove {pack.id}",
        )
    try:
        shelf.folder.mkdir(parents=True, exist_ok=True)
        # hidden from the shelf until it is whole
        new = Path(tempfile.mkdtemp(prefix=".new-", dir=shelf.folder))
        try:
            _write(pack, new / "pack")
            if target.exists():
                os.replace(target, new / "old")
            os.replace(new / "pack", target)
        finally:
            shutil.rmtree(new, ignore_errors=True)
    except OSError as error:
        raise not_writable(target, error) from error
    return pack


def remove(id: str, shelf: PackShelf) -> Path:
    """Delete a pack of the shelf's folder, and forget what was allowed it; returns where it was.

    Args:
        id: of a pack, or the name of a folder there that is a broken one.
    Raises:
        FaultError: if there is none, or it can't be deleted.
    """
    path = _place_of(id, shelf)
    if path is None:
        there = ", ".join(i.pack.id for i in shelf.packs.installed) or "none"
        raise FaultError(f"There is no pack {id!r}", f"installed are: {there}", "Name one of them")
    remove_at(path, shelf)
    shelf.consent.forget(id)
    return path


def remove_at(path: Path, shelf: PackShelf) -> Path:
    """Delete what lies at one place of the shelf's folder, and forget what was allowed it.

    Raises:
        FaultError: if there is no such pack there, or it can't be deleted.
    """
    if path not in _inside(shelf):  # by comparing paths, never by resolving them
        raise FaultError(f"There is no pack at {path}", "it is gone", "Look again")
    ids = [there.pack.id for there in shelf.packs.installed if there.path == path]
    try:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
    except OSError as error:
        raise FaultError(
            f"{path} can't be removed", error.strerror or str(error), "Delete it by hand"
        ) from error
    for id in ids:
        shelf.consent.forget(id)
    return path


def _place_of(id: str, shelf: PackShelf) -> Path | None:
    shelf.poll()
    for there in shelf.packs.installed:
        if there.pack.id == id:
            return there.path
    # by comparing names, never by joining them: ".." must not be found
    return next((path for path in _inside(shelf) if path.name == id), None)


def _inside(shelf: PackShelf) -> list[Path]:
    inside = shelf.folder.iterdir() if shelf.folder.is_dir() else ()
    return [path for path in inside if is_place(path)]


def _write(pack: Pack, folder: Path) -> None:
    """All its files below `folder`; their names were checked when they were read."""
    for name, data in pack.contents.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.closing(file.open("xb")) as out:
            out.write(data)
