from __future__ import annotations

import errno
import threading
from pathlib import Path

import pytest

from app.outputs import disk_file
from app.outputs.disk_file import DiskFile, Syncing, sync_file


class SmallDisk(DiskFile):
    """A file on a disk of ten bytes, which takes four at a time."""

    room = 10

    def _write(self, data: memoryview) -> int:
        room = self.room - self._file.tell()
        if room <= 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        return super()._write(data[: min(4, room)])


def test_only_whole_pieces_reach_the_file(tmp_path: Path) -> None:
    file = DiskFile(tmp_path / "a")
    file.write(b"one ")
    file.write(b"two ")
    assert (tmp_path / "a").read_bytes() == b""
    assert file.tell() == 8
    file.keep()
    file.write(b"half")
    assert (tmp_path / "a").read_bytes() == b"one two "
    file.close()
    assert (tmp_path / "a").read_bytes() == b"one two "


def test_what_was_written_may_be_written_over(tmp_path: Path) -> None:
    file = DiskFile(tmp_path / "a")
    file.write(b"one two")
    assert file.seek(4) == 4
    file.write(b"six")
    file.keep()
    file.close()
    assert (tmp_path / "a").read_bytes() == b"one six"


def test_a_full_disk_leaves_the_pieces_before_and_nothing_touches_them_again(
    tmp_path: Path,
) -> None:
    file = SmallDisk(tmp_path / "a")
    file.write(b"12345678")
    file.keep()
    file.write(b"abcdefgh")
    with pytest.raises(OSError, match="No space left"):
        file.keep()
    assert (tmp_path / "a").read_bytes() == b"12345678"
    file.room = 100  # Even if there is room again: a piece is missing.
    for attempt in (file.keep, lambda: file.write(b"end"), lambda: file.seek(0)):
        with pytest.raises(OSError, match="No space left"):
            attempt()
    file.close()
    assert (tmp_path / "a").read_bytes() == b"12345678"


def test_a_growing_file_is_synced_again_and_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk_file, "SYNC_SECONDS", 0.0)
    (tmp_path / "a").touch()
    synced: list[int] = []
    often = threading.Event()

    def sync(handle: int) -> None:
        synced.append(handle)
        if len(synced) == 3:
            often.set()

    syncing = Syncing(lambda: tmp_path / "a", sync)
    syncing.start()
    assert often.wait(10)
    syncing.ask_to_stop()


def test_a_file_that_is_finished_is_synced_once_more(tmp_path: Path) -> None:
    (tmp_path / "a").touch()
    synced = threading.Event()
    syncing = Syncing(lambda: tmp_path / "a", lambda handle: synced.set())
    syncing.start()
    syncing.ask_to_stop()
    assert synced.wait(10)


def test_what_a_head_is_to_name_is_on_the_disk_before_the_head_is_changed(tmp_path: Path) -> None:
    done: list[str] = []

    class Noting(DiskFile):
        def _write(self, data: memoryview) -> int:
            done.append(bytes(data).decode())
            return super()._write(data)

        def _sync(self) -> None:
            done.append("sync")

    file = Noting(tmp_path / "a")
    file.write(b"head")
    file.write(b"body")
    file.seek(0)
    file.write(b"HEAD")
    file.keep()
    file.close()
    assert done == ["headbody", "sync", "HEAD"]


def test_a_file_that_is_not_there_needs_no_sync(tmp_path: Path) -> None:
    sync_file(tmp_path / "none")
    assert list(tmp_path.iterdir()) == []
