"""Packs in the window: swapped whole while they are worn, dropped on it, asked about, listed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, QTimer
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QMessageBox, QWidget

from app.faults import Fault
from app.look import Look, Worn
from app.packs.consent import WARNING
from app.packs.shelf import Packs, is_place
from app.ui.main_window import MainWindow
from app.ui.pack_watch import PackWatch
from app.ui.packs_dialog import PacksDialog
from filters import catalog
from filters.filter import Filter
from filters.packs.code import fitted
from filters.packs.loading import Pack
from filters.packs.words import plain
from filters.params import values_of

_GRACE_MS = 2000
"""How long a filter that is gone can still be found: frames that wear it may be on their way."""


class PackDesk(QObject):
    """Follows a watch, on the window's thread.

    Attributes:
        dialog: the list of packs, while it is open.
    """

    def __init__(self, window: MainWindow, watch: PackWatch) -> None:
        super().__init__(window)
        self._window, self._watch = window, watch
        self._packs = Packs()
        self._asked: set[str] = set()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_GRACE_MS)
        self._later.timeout.connect(lambda: catalog.set_packs(self._packs.filters))
        self.dialog: PacksDialog | None = None
        watch.changed.connect(self.take)
        watch.done.connect(self._say)
        watch.failed.connect(self.tell)
        window.packs_wanted.connect(self.open)
        window.installEventFilter(self)

    def open(self) -> PacksDialog:
        """Show the packs there are."""
        if self.dialog is None:
            self.dialog = dialog = PacksDialog(self._watch.folder, self._window)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.installEventFilter(self)
            dialog.install_wanted.connect(self._watch.install)
            dialog.remove_wanted.connect(self._watch.remove)
            dialog.allow_wanted.connect(self.ask)
            dialog.stop_wanted.connect(lambda pack: self._watch.answer(pack, False))
            dialog.finished.connect(self._closed)
            dialog.show_packs(self._packs)
            dialog.open()
        return self.dialog

    def tell(self, fault: Fault) -> None:
        """Show a failure where the user is looking."""
        (self._window.tell if self.dialog is None else self.dialog.show_fault)(fault)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Install packs that are dropped on the window or on the list of packs."""
        if isinstance(event, QDropEvent):
            path = dropped_pack(event.mimeData())
            if path is not None:
                event.acceptProposedAction()
                if event.type() == QEvent.Type.Drop:
                    self._watch.install(path)
                return True
        return super().eventFilter(watched, event)

    def take(self, packs: Packs) -> None:
        """Put the filters of these packs in place of those before."""
        self._packs = packs
        now = {one.id: one for one in packs.filters}
        shipped = {one.id for one in catalog.FILTERS}
        gone = [one for one in catalog.every() if one.id not in now and one.id not in shipped]
        catalog.set_packs((*packs.filters, *gone))
        worn = self._window.look
        if (look := refitted(worn, now, {one.id for one in gone})) != worn:
            edited = look.worn != worn.worn and len(look.worn) != len(worn.worn)
            self._window.put_on(look)
            if edited:
                self._window.look_bar.show_edited()
        self._window.filters.show_catalogue(frozenset(one.id for one in gone))
        self._window.looks.refresh()
        if self.dialog is not None:
            self.dialog.show_packs(packs)
        if gone:
            self._later.start()
        for pack in packs.asking:
            if pack.fingerprint not in self._asked:
                self._asked.add(pack.fingerprint)
                self.ask(pack)

    def ask(self, pack: Pack) -> QMessageBox:
        """Ask whether a pack's Python may run; closing the question is a no."""
        above: QWidget = self._window if self.dialog is None else self.dialog
        box = QMessageBox(above)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle("A pack wants to run Python")
        box.setTextFormat(Qt.TextFormat.PlainText)
        about = pack.manifest
        box.setText(f"Let the Python of “{about.title}” by {about.author} run?")
        box.setInformativeText(
            f"{WARNING}\n\nYou are asked again when anything in the pack changes.\n\n"
            f"What would run: {plain(', '.join(pack.code))}"
        )
        run = box.addButton("Let it run", QMessageBox.ButtonRole.AcceptRole)
        leave = box.addButton("Leave it out", QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(leave)
        box.setEscapeButton(leave)
        box.finished.connect(lambda: self._watch.answer(pack, box.clickedButton() is run))
        box.open()
        return box

    def _say(self, words: str) -> None:
        self._window.toast.say(words)
        if self.dialog is not None:
            self.dialog.forget_faults()

    def _closed(self) -> None:
        self.dialog = None


def dropped_pack(data: QMimeData) -> Path | None:
    """The one pack that is dragged, None if it is something else."""
    urls = data.urls()
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    path = Path(urls[0].toLocalFile())
    return path if is_place(path) else None


def refitted(look: Look, now: dict[str, Filter], gone: set[str]) -> Look:
    """The look with parameters as filters have them now, and without those that are gone."""

    def one(worn: Worn) -> Worn:
        kind = now.get(worn.filter_id)
        if kind is None or type(worn.params) is kind.params:
            return worn
        return replace(worn, params=fitted(kind.params, values_of(worn.params)))

    return Look(tuple(one(worn) for worn in look.worn if worn.filter_id not in gone))
