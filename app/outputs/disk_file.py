"""A growing file that a full disk leaves as it was, and a power cut up to the last second."""

from __future__ import annotations

import contextlib
import logging
import os
import threading
from collections.abc import Callable
from pathlib import Path

from app.workers import Worker

SYNC_SECONDS = 1.0

_logger = logging.getLogger(__name__)


class DiskFile:
    """A file for FFmpeg to write to, piece by piece.

    Only whole pieces reach it, so that it always ends where a player can stop. After the first
    piece that failed nothing is written any more: FFmpeg goes on to the end of the container and
    back to its head, and half of that would make all of it unplayable.
    """

    def __init__(self, path: Path) -> None:
        """Starts `path` anew. Raises OSError if it can't be written."""
        self._file = path.open("wb", buffering=0)
        self._piece = bytearray()
        self._error: OSError | None = None

    def write(self, data: bytes) -> int:
        """Adds `data` to the piece. Raises OSError if an earlier one could not be written."""
        if self._error is not None:
            raise self._error
        self._piece += data
        return len(data)

    def keep(self) -> None:
        """Writes the piece. Raises OSError if it can't be, and leaves the file without it."""
        if self._error is not None:
            raise self._error
        left = memoryview(bytes(self._piece))
        self._piece.clear()
        whole = self._file.tell()
        try:
            while left:
                left = left[self._write(left) :]
        except OSError as error:
            self._error = error
            with contextlib.suppress(OSError):  # A device has no end to cut.
                self._file.truncate(whole)
            raise

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Writes the piece, moves to `offset` and returns the place. Raises OSError.

        What is before is on the disk then: it must be, before a head is changed to name it.
        """
        self.keep()
        self._sync()
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        """The place in bytes."""
        return self._file.tell() + len(self._piece)

    def close(self) -> None:
        """Lets go of the file, without a piece that was not kept; repeatable."""
        self._file.close()

    def _sync(self) -> None:
        with contextlib.suppress(OSError):  # A device has nothing to sync, a bad disk is told next.
            os.fsync(self._file.fileno())

    def _write(self, data: memoryview) -> int:
        return self._file.write(data) or 0


class Syncing:
    """Brings a growing file from the system's memory to the disk every second.

    On a thread of its own, for a slow stick may take seconds and the encoder can't wait.
    """

    def __init__(self, path: Callable[[], Path], sync: Callable[[int], object] = os.fsync) -> None:
        """Prepares to sync the file that `path` names at the time."""
        self._path, self._sync = path, sync
        self._worker = Worker("disk", self._run, lambda fault: _logger.warning("%s", fault))

    def start(self) -> None:
        """Starts syncing."""
        self._worker.start()

    def ask_to_stop(self) -> None:
        """Syncs a last time and ends; returns at once."""
        self._worker.ask_to_stop()

    def _run(self, stop: threading.Event) -> None:
        while not stop.wait(SYNC_SECONDS):
            sync_file(self._path(), self._sync)
        sync_file(self._path(), self._sync)


def sync_file(path: Path, sync: Callable[[int], object] = os.fsync) -> None:
    """Has what was written to `path`, by whatever handle, on the disk when it returns."""
    try:
        handle = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return  # A recording without a picture has no file.
    try:
        sync(handle)
    finally:
        os.close(handle)
