"""The packs in the user's folder, read again when their files change; a broken edit keeps the old.

Nothing of it is shared: `poll` is called by one thread, which hands the frozen `Packs` on.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from app.faults import Fault, FaultError
from app.looks.files import look_fault
from app.looks.reading import KeptLook, Place, among, in_folder, read
from app.packs.consent import Consent, data_folder
from filters import catalog
from filters.filter import Filter
from filters.packs.contents import MANIFEST, MOST_FILES
from filters.packs.loading import Pack, load_pack
from filters.packs.refusal import Refused
from filters.packs.words import plain

OnFault = Callable[[Fault], None]
Stamp = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Installed:
    """A pack and where it lies."""

    path: Path
    pack: Pack


@dataclass(frozen=True, slots=True)
class Packs:
    """The packs there are at one moment.

    Attributes:
        asking: those whose Python waits for the user's answer. Where an older edit of one was
            allowed, that is what is installed until the answer is there.
        broken: places whose files can't be used as they are now, and why.
    """

    installed: tuple[Installed, ...] = ()
    asking: tuple[Pack, ...] = ()
    broken: tuple[tuple[Path, Fault], ...] = ()

    @property
    def filters(self) -> tuple[Filter, ...]:
        """Those of all packs."""
        return tuple(one for there in self.installed for one in there.pack.filters)

    def look_names(self) -> tuple[str, ...]:
        """The looks of all packs, as "pack/look"."""
        return tuple(f"{i.pack.id}/{name}" for i in self.installed for name in i.pack.looks)

    def look(self, name: str) -> KeptLook:
        """A pack's look.

        Raises:
            FaultError: if there is none of that name, or it is broken.
        """
        pack, _, look = name.partition("/")
        for there in self.installed:
            if there.pack.id == pack and look in there.pack.looks:
                return look_of(there, look)
        raise FaultError(
            f"There is no look {name!r}", "its pack is gone or has changed", "Choose another"
        )


class PackShelf:
    """Looks after one folder."""

    def __init__(
        self,
        folder: Path | None = None,
        consent: Consent | None = None,
        on_fault: OnFault = lambda fault: None,
    ) -> None:
        """Prepares to look; nothing is read yet.

        Args:
            folder: in the user's data folder by default.
            on_fault: told once of each pack that can't be used.
        """
        self.folder = data_folder() / "packs" if folder is None else folder
        self.consent = Consent() if consent is None else consent
        self._on_fault = on_fault
        self._known: dict[Path, _Known] = {}
        self.packs = Packs()

    def poll(self) -> bool:
        """Reads what has changed since the last time; whether what there is did."""
        stamps = {path: _stamp(path) for path in _places(self.folder)}
        self._known = {path: known for path, known in self._known.items() if path in stamps}
        for path, stamp in stamps.items():
            known = self._known.get(path)
            if known is None or known.stamp != stamp:
                self._known[path] = self._read(path, stamp, known)
            elif known.waiting is not None:
                # Not the first time: whoever was writing it has had the time to end.
                self._on_fault(known.waiting)
                self._known[path] = replace(known, waiting=None, told=known.waiting)
        now = self._now()
        changed = now != self.packs
        self.packs = now
        return changed

    def answer(self, pack: Pack, allowed: bool) -> None:
        """Keep the user's answer; the next poll follows it.

        Raises:
            FaultError: if it can't be kept.
        """
        self.consent.keep(pack.id, pack.fingerprint, allowed)
        self.read_again(pack.id)

    def read_again(self, pack: str) -> None:
        """Let the next poll read a pack as if its files had changed."""
        for path, known in self._known.items():
            if known.pack is not None and known.pack.id == pack:
                self._known[path] = replace(known, stamp=())

    def _read(self, path: Path, stamp: Stamp, before: _Known | None) -> _Known:
        try:
            pack = load_pack(path, self.consent.allows)
        except Refused as error:
            fault = pack_fault(path.name, error)
            if before is None:
                self._on_fault(fault)
                return _Known(stamp, told=fault)
            return _Known(stamp, before.pack, fault)
        unasked = bool(pack.code) and self.consent.answer(pack.id, pack.fingerprint) is None
        old = None if before is None else before.pack
        keeps = unasked and old is not None and old.ran and old.id == pack.id
        return _Known(stamp, old if keeps else pack, asking=pack if unasked else None)

    def _now(self) -> Packs:
        """Packs by their place; of two with one id the first."""
        found: dict[str, Installed] = {}
        for path, known in sorted(self._known.items()):
            if known.pack is None:
                continue
            other = found.setdefault(known.pack.id, Installed(path, known.pack))
            if other.path != path and not known.doubled:
                reason = f"the pack in {other.path.name} is called {known.pack.id!r} too"
                fault = pack_fault(path.name, Refused(path.name, reason))
                self._known[path] = replace(known, doubled=True, told=fault)
                self._on_fault(fault)
        broken = [(path, known.told) for path, known in sorted(self._known.items())]
        asking = [self._known[there.path].asking for there in found.values()]
        return Packs(
            tuple(found.values()),
            tuple(pack for pack in asking if pack is not None),
            tuple((path, told) for path, told in broken if told is not None),
        )


def take_in(on_fault: OnFault) -> Packs:
    """Find the packs once, and put their filters into the catalogue; for the command line."""
    shelf = PackShelf(on_fault=on_fault)
    shelf.poll()
    catalog.set_packs(shelf.packs.filters)
    return shelf.packs


def look_of(there: Installed, name: str) -> KeptLook:
    """A look of a pack.

    Raises:
        FaultError: if it is broken.
    """
    pack = there.pack
    file = f"{there.path.name}/looks/{name}.toml"
    own = {one.id: one for one in pack.filters}

    def find(id: str) -> Filter:
        return own[id] if id in own else catalog.by_id(id)

    try:
        return read(pack.looks[name], file, _place(there), find)
    except Refused as error:
        raise look_fault(Path(file), error) from error


def pack_fault(name: str, error: Refused) -> Fault:
    """What to tell of a pack that was refused."""
    what = f"The pack {plain(name)} can't be used"
    return Fault(what, str(error), "Correct it, or remove the pack")


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of one place.

    Attributes:
        stamp: of its files when they were read.
        pack: the newest that was good.
        waiting: why the files as they are now can't be used; not told yet.
        told: the same once it is told.
        doubled: whether it was told that another pack has its id.
        asking: what the files are now, where its Python waits for an answer.
    """

    stamp: Stamp
    pack: Pack | None = None
    waiting: Fault | None = None
    told: Fault | None = None
    doubled: bool = False
    asking: Pack | None = None


def _place(there: Installed) -> Place:
    """Where the files are that a pack's look names: beside it, in the pack."""
    beside = {
        name.removeprefix("looks/"): data
        for name, data in there.pack.contents.items()
        if name.startswith("looks/")
    }
    if not there.path.is_dir():
        return among({})
    checked, found = among(beside), in_folder(there.path / "looks")
    return lambda value: found(str(checked(value)))


def _places(folder: Path) -> list[Path]:
    """Folders and zips in the folder of packs."""
    try:
        found = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except OSError:
        return []
    return [path for path in found if is_place(path)]


def is_place(path: Path) -> bool:
    """Whether this may be a pack: a zip, or a folder with a manifest."""
    # unlike Path.is_file, this never raises
    return path.suffix.lower() == ".zip" or os.path.isfile(path / MANIFEST)


def _stamp(path: Path) -> Stamp:
    """Changes whenever a file of the pack does."""
    return tuple(itertools.islice(_states(path), 2 * MOST_FILES))


def _states(path: Path) -> Iterator[tuple[object, ...]]:
    places = [path]
    for top, folders, files in os.walk(path):
        folders[:] = sorted(f for f in folders if not f.startswith(".") and f != "__pycache__")
        places += [Path(top) / name for name in sorted(files)]
        if len(places) > 2 * MOST_FILES:
            break
    for place in places:
        try:
            found = place.lstat()
        except OSError:  # gone since it was listed
            continue
        yield str(place), found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino
