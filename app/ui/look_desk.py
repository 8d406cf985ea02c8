"""What is done with looks: load, keep, take in, pass on; from the look bar, the menu or a drop."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from app.faults import Fault, FaultError
from app.look import Look
from app.looks.sharing import SUFFIXES
from app.ui.look_bar import LookBar, Shelf
from app.ui.toast import Toast
from filters.params import fields_of

_PLAIN = "Look (*.toml)"
_WHOLE = "Look with the files it uses (*.facelook)"


class LookDesk(QObject):
    """Ties the look bar and the window's drops to the shelf; `wanted` has the look to wear."""

    wanted = Signal(object)

    def __init__(
        self,
        window: QWidget,
        shelf: Shelf,
        bar: LookBar,
        toast: Toast,
        tell: Callable[[Fault], None],
        worn: Callable[[], Look],
    ) -> None:
        super().__init__(window)
        self._window, self._shelf, self._bar, self._toast = window, shelf, bar, toast
        self._tell, self._worn = tell, worn
        bar.look_wanted.connect(self.load)
        bar.save_wanted.connect(self.save)
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def show(self, name: str, edited: bool = False) -> None:
        """List the looks there are now; `name` is the one worn."""
        names = self._shelf.names()
        about = {known: self._shelf.about(known) for known in names}
        self._bar.show_looks(names, name, about, edited)

    def refresh(self) -> None:
        """List the looks there are now; what is worn stays."""
        self.show(self._bar.name, self._bar.edited)

    def load(self, name: str) -> None:
        """Wear a look of the shelf."""
        self._attempt(lambda: self._wear(name))

    def save(self, words: str) -> None:
        """Keep the look worn under a name."""
        self._attempt(lambda: self._keep(words))

    def bring(self, path: Path) -> None:
        """Keep a look that someone passed on, and wear it."""
        self._attempt(lambda: self._bring(path))

    def export(self, path: Path) -> None:
        """Write the look worn, to pass it on."""
        self._attempt(lambda: self._export(path))

    def ask_import(self) -> QFileDialog:
        """Let the user choose a look to take in."""
        dialog = self._dialog("Import a look")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(f"Looks ({' '.join(f'*{end}' for end in SUFFIXES)})")
        dialog.fileSelected.connect(lambda path: self.bring(Path(path)))
        dialog.open()
        return dialog

    def ask_export(self) -> QFileDialog:
        """Let the user choose where to write the look worn."""
        dialog = self._dialog("Export the look")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        filters = [_WHOLE, _PLAIN] if _uses_files(self._worn()) else [_PLAIN, _WHOLE]
        dialog.setNameFilters(filters)
        dialog.setDefaultSuffix(_suffix(filters[0]))
        dialog.filterSelected.connect(lambda kind: dialog.setDefaultSuffix(_suffix(kind)))
        dialog.selectFile(self._bar.title or "My look")
        dialog.fileSelected.connect(lambda path: self.export(Path(path)))
        dialog.open()
        return dialog

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take looks that are dropped on the window."""
        if isinstance(event, QDropEvent):
            path = dropped_look(event.mimeData())
            if path is not None:
                event.acceptProposedAction()
                if event.type() == QEvent.Type.Drop:
                    self.bring(path)
                return True
        return super().eventFilter(watched, event)

    def _attempt(self, action: Callable[[], None]) -> None:
        try:
            action()
        except FaultError as error:
            self._tell(error.fault)

    def _wear(self, name: str) -> None:
        self.wanted.emit(self._shelf.load(name))
        self.show(name)

    def _keep(self, words: str) -> None:
        self.show(self._shelf.save(words, self._worn(), self._bar.name))
        self._toast.say(f"Saved the look “{self._bar.title}”")

    def _bring(self, path: Path) -> None:
        self._wear(self._shelf.bring(path))
        self._toast.say(f"Imported the look “{self._bar.title}”")

    def _export(self, path: Path) -> None:
        self._shelf.export(self._worn(), self._bar.name, path)
        self._toast.say(f"Exported the look to {path.name}", path)

    def _dialog(self, title: str) -> QFileDialog:
        dialog = QFileDialog(self._window, title)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return dialog


def dropped_look(data: QMimeData) -> Path | None:
    """The one look file that is dragged, None if it is something else."""
    urls = data.urls()
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    path = Path(urls[0].toLocalFile())
    return path if path.suffix.lower() in SUFFIXES else None


def _uses_files(look: Look) -> bool:
    return any(
        getattr(worn.params, spec.name)
        for worn in look.worn
        for spec in fields_of(type(worn.params))
        if spec.kind == "file"
    )


def _suffix(kind: str) -> str:
    return "facelook" if kind == _WHOLE else "toml"
