"""10,000 broken looks and packs: each is taken or refused in one line, and nothing else happens."""

from __future__ import annotations

import codecs
import os
import random
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.faults import FaultError
from app.looks.files import LOOKS
from app.looks.reading import among, in_folder, read
from app.looks.sharing import opened
from app.packs.consent import Consent
from app.packs.installing import install
from app.packs.shelf import PackShelf
from filters.packs.contents import unzipped
from filters.packs.loading import Pack, never, pack_of
from filters.packs.refusal import Refused
from tests.filters.packs.making import LOOK, cube, png, with_lut, written
from tests.fuzz.mutations import broken_bytes, broken_toml, broken_zip

SMALL = with_lut(code=True) | {"sprites/hat.png": png(side=8), "textures/scar.png": png(side=8)}
OLD = b"""schema = 1
[[filter]]
id = "makeup"
[filter.params]
lip_colour = "#b4233c"
gloss = 0.45
"""
SHARED = b"""schema = 2
title = "Abroad"

[[filter]]
id = "replace-background"
when = "smile"
[filter.params]
own = "files/a.png"
strength = 0.5

[[filter]]
id = "colour-grade"
[filter.params]
look = "own"
own = "files/b.cube"
"""
_CHANGING = (
    "shutil.rmtree",
    "os.mkdir",
    "os.rename",
    "os.remove",
    "os.rmdir",
    "os.symlink",
    "os.link",
    "os.chmod",
)
_RUNNING = ("subprocess.Popen", "os.system", "exec", "socket.connect")


class _Watch:
    """Where files were written, read or run while it was on; Python keeps audit hooks for good."""

    def __init__(self) -> None:
        self.on = False
        self.touched: list[str] = []
        sys.addaudithook(self._heard)

    def _heard(self, event: str, arguments: tuple[object, ...]) -> None:
        if not self.on:
            return
        if event == "open" or event in _CHANGING:
            self.touched.append(str(arguments[0]))
        elif event in _RUNNING:
            self.touched.append(event)


_watch = _Watch()


@contextmanager
def nothing_touched_but(folder: Path) -> Iterator[None]:
    """Only below `folder` may files be opened, made or changed; and nothing may be run."""
    codecs.lookup("utf-8-sig")  # it is a file too
    _watch.touched, _watch.on = [], True
    try:
        yield
    finally:
        _watch.on = False
    # rmtree, whose own place is told, goes on by handles and bare names
    places = {place for place in _watch.touched if os.sep in place or place in _RUNNING}
    assert {place for place in places if not Path(place).is_relative_to(folder)} == set()


def outcome(error: Exception | None) -> str:
    """Whether it was taken; a refusal is one line that is not endless."""
    if error is None:
        return "taken"
    assert "\n" not in str(error)
    assert len(str(error)) < 2000
    return "refused"


def test_4000_broken_looks(tmp_path: Path) -> None:
    draw = random.Random(1)
    seeds = [LOOK.replace("at-sea/hat", "glasses").encode(), OLD]
    seeds += [path.read_bytes() for path in sorted(LOOKS.glob("*.toml"))]
    ends = {"taken": 0, "refused": 0}
    with nothing_touched_but(tmp_path):
        for _ in range(4000):
            data = broken_toml(draw.choice(seeds), draw)
            try:
                read(data, "look.toml", in_folder(tmp_path, alone=draw.random() < 0.5))
                ends[outcome(None)] += 1
            except Refused as error:
                ends[outcome(error)] += 1
    assert min(ends.values()) > 400, ends


def test_3000_broken_packs(tmp_path: Path) -> None:
    draw = random.Random(2)
    ends = {"taken": 0, "refused": 0}
    with nothing_touched_but(tmp_path):
        for _ in range(3000):
            name = draw.choice(["pack.toml", "pack.toml", *SMALL])
            change = broken_toml if name.endswith(".toml") else broken_bytes
            try:
                pack_of(SMALL | {name: change(SMALL[name], draw)}, "pack", never)
                ends[outcome(None)] += 1
            except Refused as error:
                ends[outcome(error)] += 1
    assert min(ends.values()) > 300, ends


def test_2000_broken_zips(tmp_path: Path) -> None:
    draw = random.Random(3)
    ends = {"taken": 0, "refused": 0}
    with nothing_touched_but(tmp_path):
        for _ in range(2000):
            try:
                pack_of(unzipped(broken_zip(SMALL, draw), "pack.zip"), "pack.zip", never)
                ends[outcome(None)] += 1
            except Refused as error:
                ends[outcome(error)] += 1
    assert min(ends.values()) > 100, ends


def test_500_broken_zips_installed(tmp_path: Path) -> None:
    draw = random.Random(4)
    shelf = PackShelf(tmp_path / "inner" / "packs", Consent(tmp_path / "inner" / "allowed.json"))
    written(tmp_path / "neighbour", SMALL)
    before = _everything(tmp_path)
    taken: list[Pack] = []
    with nothing_touched_but(tmp_path):
        for number in range(500):
            source = tmp_path / "inner" / "in.zip"
            source.parent.mkdir(exist_ok=True)
            source.write_bytes(broken_zip(SMALL, draw) if number % 50 else broken_zip({}, draw))
            try:
                taken.append(install(source, shelf))
            except FaultError as error:
                outcome(error)
    assert taken
    inside = {name: data for name, data in _everything(tmp_path).items() if "inner" not in name}
    assert inside == before
    assert [path.name for path in shelf.folder.iterdir()] == ["at-sea"]


def test_500_broken_shared_looks(tmp_path: Path) -> None:
    draw = random.Random(5)
    ends = {"taken": 0, "refused": 0}
    with nothing_touched_but(tmp_path):
        for _ in range(500):
            content = broken_toml(SHARED, draw) if draw.random() < 0.5 else SHARED
            used = {"files/a.png": png(side=8), "files/b.cube": cube()}
            name = draw.choice([*used, ""])
            used |= {name: broken_bytes(used[name], draw)} if name else {}
            shared = broken_zip({"look.toml": content} | used, draw)
            try:
                opened(shared, "a.facelook")
                ends[outcome(None)] += 1
            except Refused as error:
                ends[outcome(error)] += 1
    assert min(ends.values()) > 50, ends


@pytest.mark.parametrize("place", ["../secret.png", "/etc/passwd", "a/../../secret.png"])
def test_no_shared_look_reaches_a_file_that_did_not_come_with_it(place: str) -> None:
    with pytest.raises(ValueError, match="there is no file"):
        among({"files/a.png": b""})(place)


def _everything(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
