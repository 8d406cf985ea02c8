"""Looks after the folder of packs on a thread of its own, and says when there are others."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from queue import Empty, SimpleQueue

from PySide6.QtCore import QObject, Signal

from app.faults import FaultError
from app.packs.installing import install, remove_at
from app.packs.shelf import Packs, PackShelf
from app.workers import OnFault, Worker
from filters.packs.loading import Pack

SECONDS = 1.0
"""Between two looks at the folder; a save is seen within this."""

Job = Callable[[PackShelf], str]
"""Something to do with the shelf; answers with what was done, "" if that shows anyway."""


class PackWatch(QObject):
    """Owns a shelf; Qt queues the signals for the window's thread."""

    changed = Signal(object)
    """With `Packs`."""
    done = Signal(str)
    """With what was done, in words."""
    failed = Signal(object)
    """With the `Fault` of something that was asked for."""

    def __init__(self, shelf: PackShelf, on_fault: OnFault, seconds: float = SECONDS) -> None:
        """Prepares to watch.

        Args:
            shelf: belongs to the watching thread from now on.
            on_fault: told, on that thread, if watching ends with an error.
        """
        super().__init__()
        self.folder = shelf.folder
        self._shelf, self._seconds = shelf, seconds
        self._jobs: SimpleQueue[Job] = SimpleQueue()
        self._worker = Worker("watch over the packs", self._watch, on_fault)
        self.packs = Packs()
        """Those told of last."""
        self.changed.connect(self._keep)

    def start(self) -> None:
        """Begin to watch."""
        self._worker.start()

    def stop(self) -> None:
        """End it; no more is told."""
        self._worker.ask_to_stop()
        self._jobs.put(lambda shelf: "")
        self._worker.stop()

    def answer(self, pack: Pack, allowed: bool) -> None:
        """Whether a pack's Python may run."""

        def job(shelf: PackShelf) -> str:
            shelf.answer(pack, allowed)
            return ""

        self._jobs.put(job)

    def install(self, path: Path) -> None:
        """Check a pack and copy it into the folder."""
        self._jobs.put(lambda shelf: f"Installed the pack “{install(path, shelf).manifest.title}”")

    def remove(self, path: Path) -> None:
        """Delete what lies at one place of the folder."""
        self._jobs.put(lambda shelf: f"Removed {remove_at(path, shelf).name}")

    def _keep(self, packs: Packs) -> None:
        self.packs = packs

    def _watch(self, stop: threading.Event) -> None:
        told = Packs()
        while not stop.is_set():
            self._shelf.poll()
            # what was asked for polls too
            if self._shelf.packs != told and not stop.is_set():
                told = self._shelf.packs
                self.changed.emit(told)
            try:
                job = self._jobs.get(timeout=self._seconds)
            except Empty:
                continue
            self._do(job)

    def _do(self, job: Job) -> None:
        try:
            words = job(self._shelf)
        except FaultError as error:
            self.failed.emit(error.fault)
            return
        if words:
            self.done.emit(words)
