"""Packs in the window: their filters swapped whole while they are worn, and asking about Python."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QMessageBox

from app.look import Look, Worn
from app.packs.consent import WARNING
from app.packs.shelf import Packs
from app.ui.main_window import MainWindow
from app.ui.pack_watch import PackWatch
from filters import catalog
from filters.filter import Filter
from filters.packs.code import fitted
from filters.packs.loading import Pack
from filters.params import values_of

_GRACE_MS = 2000
"""How long a filter that is gone can still be found: frames that wear it may be on their way."""


class PackDesk(QObject):
    """Follows a watch, on the window's thread."""

    def __init__(self, window: MainWindow, watch: PackWatch) -> None:
        super().__init__(window)
        self._window, self._watch = window, watch
        self._packs = Packs()
        self._asked: set[str] = set()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_GRACE_MS)
        self._later.timeout.connect(lambda: catalog.set_packs(self._packs.filters))
        watch.changed.connect(self.take)

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
        if gone:
            self._later.start()
        for pack in packs.asking:
            if pack.fingerprint not in self._asked:
                self._asked.add(pack.fingerprint)
                self.ask(pack)

    def ask(self, pack: Pack) -> QMessageBox:
        """Ask whether a pack's Python may run; closing the question is a no."""
        box = QMessageBox(self._window)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle("A pack wants to run Python")
        box.setTextFormat(Qt.TextFormat.PlainText)
        about = pack.manifest
        box.setText(f"Let the Python of “{about.title}” by {about.author} run?")
        box.setInformativeText(f"{WARNING}\n\n{', '.join(pack.code)}")
        run = box.addButton("Let it run", QMessageBox.ButtonRole.AcceptRole)
        leave = box.addButton("Leave it out", QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(leave)
        box.setEscapeButton(leave)
        box.buttonClicked.connect(lambda button: self._watch.answer(pack, button is run))
        box.open()
        return box


def refitted(look: Look, now: dict[str, Filter], gone: set[str]) -> Look:
    """The look with parameters as filters have them now, and without those that are gone."""

    def one(worn: Worn) -> Worn:
        kind = now.get(worn.filter_id)
        if kind is None or type(worn.params) is kind.params:
            return worn
        return replace(worn, params=fitted(kind.params, values_of(worn.params)))

    return Look(tuple(one(worn) for worn in look.worn if worn.filter_id not in gone))
