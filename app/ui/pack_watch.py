"""Looks after the folder of packs on a thread of its own, and says when there are others."""

from __future__ import annotations

import threading
from queue import Empty, SimpleQueue

from PySide6.QtCore import QObject, Signal

from app.faults import FaultError
from app.packs.shelf import Packs, PackShelf
from app.workers import OnFault, Worker
from filters.packs.loading import Pack

SECONDS = 1.0
"""Between two looks at the folder; a save is seen within this."""


class PackWatch(QObject):
    """Owns a shelf; Qt queues `changed` for the window's thread."""

    changed = Signal(object)
    """With `Packs`."""

    def __init__(self, shelf: PackShelf, on_fault: OnFault, seconds: float = SECONDS) -> None:
        """Prepares to watch.

        Args:
            shelf: belongs to the watching thread from now on.
            on_fault: told of answers that can't be kept, on that thread.
        """
        super().__init__()
        self._shelf, self._on_fault, self._seconds = shelf, on_fault, seconds
        self._answers: SimpleQueue[tuple[Pack, bool]] = SimpleQueue()
        self._worker = Worker("watch over the packs", self._watch, on_fault)
        self.packs = Packs()
        """Those told of last."""
        self.changed.connect(self._keep)

    def start(self) -> None:
        """Begin to watch."""
        self._worker.start()

    def stop(self) -> None:
        """End it; no more is told."""
        self._worker.stop()

    def answer(self, pack: Pack, allowed: bool) -> None:
        """Whether a pack's Python may run."""
        self._answers.put((pack, allowed))

    def _keep(self, packs: Packs) -> None:
        self.packs = packs

    def _watch(self, stop: threading.Event) -> None:
        while not stop.is_set():
            self._follow_answers()
            if self._shelf.poll() and not stop.is_set():
                self.changed.emit(self._shelf.packs)
            stop.wait(self._seconds)

    def _follow_answers(self) -> None:
        while True:
            try:
                pack, allowed = self._answers.get_nowait()
            except Empty:
                return
            try:
                self._shelf.answer(pack, allowed)
            except FaultError as error:
                self._on_fault(error.fault)
