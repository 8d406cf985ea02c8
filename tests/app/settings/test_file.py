from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from app.faults import Fault, FaultError
from app.settings import file
from app.settings.file import load, save
from app.settings.keeper import Keeper
from app.settings.schema import Settings, written

OTHER = Settings(mirror=True)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config" / "settings.json"


def test_what_is_saved_is_loaded(path: Path) -> None:
    save(OTHER, path)
    assert load(path) == file.Loaded(OTHER)
    assert [one.name for one in path.parent.iterdir()] == ["settings.json"]


def test_without_a_file_all_is_as_ever_and_nothing_is_said(path: Path) -> None:
    assert load(path) == file.Loaded(Settings())


def test_it_is_on_the_disk_before_it_takes_the_place_of_the_old(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    replace, fsync = os.replace, os.fsync

    def synced(fd: int) -> None:
        done.append("fsync")
        fsync(fd)

    def replaced(old: Path, new: Path) -> None:
        done.append("replace")
        replace(old, new)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "replace", replaced)
    save(OTHER, path)
    assert done == ["fsync", "replace"]


def test_a_crash_while_writing_leaves_the_old_file(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(OTHER, path)

    def crash(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", crash)
    with pytest.raises(FaultError, match=r"not remembered: .*No space left on device"):
        save(Settings(), path)
    assert path.read_bytes() == written(OTHER)
    assert [one.name for one in path.parent.iterdir()] == ["settings.json"]


def test_a_broken_file_is_set_aside_whole_and_named(path: Path) -> None:
    path.parent.mkdir()
    for number in (1, 2):
        path.write_bytes(b"half a fi")
        loaded = load(path)
        assert loaded.settings == Settings()
        aside = path.with_name(f"settings.broken-{number}.json")
        assert aside.read_bytes() == b"half a fi"
        (note,) = loaded.notes
        assert note.what == "The settings were broken"
        assert str(aside) in note.why
        assert not path.exists()


def test_a_file_of_a_later_version_is_set_aside_too(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b'{"schema": 99}')
    (note,) = load(path).notes
    assert note.what == "The settings are of a later version of the app"
    assert path.with_name("settings.newer-1.json").read_bytes() == b'{"schema": 99}'


def test_a_broken_file_that_can_not_be_moved_is_told_of(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.parent.mkdir()
    path.write_bytes(b"{")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "replace", refuse)
    (note,) = load(path).notes
    assert "Permission denied" in note.why
    assert note.remedy == f"Delete {path}"


def test_a_file_that_can_not_be_read_is_told_of_and_left_alone(path: Path) -> None:
    path.mkdir(parents=True)
    loaded = load(path)
    assert loaded.settings == Settings()
    assert [note.what for note in loaded.notes] == [f"{path} can't be read"]
    assert path.is_dir()


def test_unknown_fields_are_named_in_a_note(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b'{"schema": 1, "mirror": true, "zoom": 2}')
    loaded = load(path)
    assert loaded.settings == OTHER
    assert [note.why for note in loaded.notes] == ["zoom in settings.json"]


def test_the_keeper_writes_what_is_waiting_when_it_stops(path: Path) -> None:
    keeper = Keeper(path, lambda fault: pytest.fail(str(fault)))
    keeper.keep(Settings())
    keeper.keep(OTHER)
    keeper.start()
    assert keeper.stop()
    assert load(path).settings == OTHER


def test_a_full_disk_is_told_once_and_the_keeper_goes_on(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = threading.Semaphore(0)
    replace, full = os.replace, [True]

    def replaced(old: Path, new: Path) -> None:
        tried.release()
        if full[0]:
            raise OSError(28, "No space left on device")
        replace(old, new)

    monkeypatch.setattr(os, "replace", replaced)
    told: list[Fault] = []
    keeper = Keeper(path, told.append)
    keeper.start()
    for mirror in (True, False):
        keeper.keep(Settings(mirror=mirror))
        assert tried.acquire(timeout=10)
    full[0] = False
    keeper.keep(OTHER)
    assert keeper.stop()
    assert [fault.what for fault in told] == ["What you set is not remembered"]
    assert load(path).settings == OTHER
