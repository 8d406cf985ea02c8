"""A recording in progress: its own thread, and a box of pictures waiting to be encoded."""

from __future__ import annotations

import threading
from pathlib import Path

from app.faults import Fault
from app.frames import RenderedFrame
from app.mailbox import Mailbox
from app.outputs.disk_file import Syncing
from app.outputs.recorder import check_recordable
from app.outputs.space import Space, check_space, free_bytes
from app.outputs.splitting import AS_USUAL, How, Parts
from app.outputs.writing import not_writable
from app.workers import STOP_SECONDS, OnFault, Worker

_WAITING = 30  # pictures; a second of them evens out the encoder's pauses
_SPACE_SECONDS = 1.0


class Recording:
    """Records what it is given until `finish`."""

    def __init__(
        self,
        path: Path,
        rate: float | None,
        on_fault: OnFault,
        how: How = AS_USUAL,
        free: Space = free_bytes,
    ) -> None:
        """Starts recording to a new file.

        Args:
            rate: pictures a second that are to be expected, None when not known.
            on_fault: told, on the recording's thread, when the disk fails or is nearly full.
            free: tells how much room the disk has.

        Raises:
            FaultError: if `path` exists or can't be written, or the disk is nearly full.
        """
        check_recordable(path, how.video)
        check_space(path, free)
        try:
            with path.open("xb"):
                pass
        except OSError as error:
            raise not_writable(path, error) from error
        self.path = path
        self._free = free
        self._on_fault = on_fault
        self._parts = Parts(path, rate, how)
        self._syncing = Syncing(lambda: self._parts.path)
        self._pictures: Mailbox[RenderedFrame] = Mailbox(_WAITING)
        self._worker = Worker("recorder", self._run, on_fault)
        self._worker.start()

    @property
    def running(self) -> bool:
        """Whether it is still recording; False once it failed."""
        return self._worker.running

    def put(self, picture: RenderedFrame) -> None:
        """Adds a picture; returns at once, from any thread."""
        self._pictures.put(picture)

    def finish(self, timeout: float = STOP_SECONDS) -> bool:
        """Encodes what is waiting and closes the file; False if that took too long."""
        self._pictures.close()
        ended = self._worker.stop(timeout)
        if self._pictures.dropped:
            self._on_fault(
                Fault(
                    f"{self.path.name} has gaps",
                    f"{self._pictures.dropped} pictures came faster than they could be encoded",
                    "Choose a smaller picture size, or close other programs while recording",
                )
            )
        return ended

    def _run(self, stop: threading.Event) -> None:
        self._syncing.start()
        checked: float | None = None
        try:
            # Not until `stop`: what is waiting when the box is closed belongs in the file.
            while (picture := self._pictures.take()) is not None:
                now = picture.captured_at
                if checked is None or not 0 <= now - checked < _SPACE_SECONDS:
                    check_space(self._parts.path, self._free, recording=True)
                    checked = now
                self._parts.write(picture)
        finally:
            self._pictures.close()  # Also when it failed: what comes now is no gap.
            try:
                self._parts.close()
            finally:
                self._syncing.ask_to_stop()
