"""A recording in progress: its own thread, and a box of pictures waiting to be encoded."""

from __future__ import annotations

import threading
from pathlib import Path

from app.faults import Fault
from app.frames import RenderedFrame
from app.mailbox import Mailbox
from app.outputs.recorder import Recorder, check_recordable
from app.outputs.writing import not_writable
from app.workers import STOP_SECONDS, OnFault, Worker

_WAITING = 30  # pictures; a second of them evens out the encoder's pauses


class Recording:
    """Records what it is given until `finish`."""

    def __init__(self, path: Path, rate: float | None, on_fault: OnFault) -> None:
        """Starts recording to a new file.

        Args:
            rate: pictures a second that are to be expected, None when not known.
            on_fault: told, on the recording's thread, when the disk fails or is full.

        Raises:
            FaultError: if `path` exists or can't be written.
        """
        check_recordable(path)
        try:
            with path.open("xb"):
                pass
        except OSError as error:
            raise not_writable(path, error) from error
        self.path = path
        self._rate = rate
        self._on_fault = on_fault
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
        recorder: Recorder | None = None
        try:
            # Not until `stop`: what is waiting when the box is closed belongs in the file.
            while (picture := self._pictures.take()) is not None:
                if recorder is None:
                    size = picture.image.shape[1], picture.image.shape[0]
                    recorder = Recorder(self.path, size, self._rate)
                recorder.write(picture)
        finally:
            self._pictures.close()  # Also when it failed: what comes now is no gap.
            if recorder is not None:
                recorder.close()
            else:
                self.path.unlink(missing_ok=True)
