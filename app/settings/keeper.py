"""Writes what is remembered on a thread of its own, so that no slow disk holds up the window."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

from app.faults import FaultError
from app.mailbox import Mailbox
from app.settings.file import save
from app.settings.schema import Settings
from app.workers import STOP_SECONDS, OnFault, Worker

_logger = logging.getLogger(__name__)


class Keeper:
    """Keeps the newest settings it is given; trouble is told once, and it goes on trying."""

    def __init__(self, path: Path, on_fault: OnFault) -> None:
        """Prepares the thread.

        Args:
            on_fault: told, on the keeper's thread, when the file can't be written.
        """
        self._path = path
        self._on_fault = on_fault
        self._box: Mailbox[Settings] = Mailbox(1)
        self._worker = Worker("keeper of the settings", self._run, on_fault)

    def start(self) -> None:
        """Starts the thread."""
        self._worker.start()

    def keep(self, settings: Settings) -> None:
        """Writes these, unless newer ones come first; returns at once."""
        self._box.put(settings)

    def stop(self, timeout: float = STOP_SECONDS) -> bool:
        """Writes what is waiting and ends the thread; False if that took too long."""
        self._box.close()
        return self._worker.stop(timeout)

    def _run(self, stop: threading.Event) -> None:
        del stop  # What is waiting when the box is closed is to be written too.
        told = False
        while (settings := self._box.take()) is not None:
            try:
                save(settings, self._path)
            except FaultError as error:
                if not told:
                    _logger.warning("%s", error)
                    self._on_fault(error.fault)
                told = True
            else:
                told = False
