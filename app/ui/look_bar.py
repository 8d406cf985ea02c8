"""The looks: choose a kept one, keep the one that is worn."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QInputDialog, QLabel, QLineEdit, QVBoxLayout, QWidget

from app.look import Look
from app.ui.buttons import plain_button
from app.ui.choice_box import ChoiceBox
from app.ui.icons import icon
from app.ui.shortcuts import SHORTCUTS
from app.ui.theme import PALETTE


class Shelf(Protocol):
    """Where looks are kept."""

    def names(self) -> tuple[str, ...]:
        """The names of all looks, in the order to show them."""

    def load(self, name: str) -> Look:
        """The look of that name. Raises FaultError when it can't be read."""

    def save(self, name: str, look: Look, worn: str = "") -> str:
        """Keep a look, over none but `worn`; returns the name it goes by.

        Raises:
            FaultError: when it can't be written.
        """


class LookBar(QWidget):
    """Says which look is wanted and under which name to keep the one worn."""

    look_wanted = Signal(str)
    save_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = ""
        self._edited = False
        title = QLabel("Look")
        title.setProperty("tone", "title")
        self.box = ChoiceBox()
        self.box.setAccessibleName("Look")
        self.box.setToolTip("Choose a look: filters with their values")
        self.box.setIconSize(QSize(1, 1))
        self.save = plain_button("save", "Save this look as…", SHORTCUTS["save_look"].keys)
        self.save.setIcon(icon("save", PALETTE.text))
        self.save.setProperty("role", "")
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.box, 1)
        row.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(title)
        column.addLayout(row)
        self.box.activated.connect(self._choose)
        self.save.clicked.connect(self.ask_name)

    @property
    def name(self) -> str:
        """The name of the look worn, "" when it has none."""
        return self._name

    def show_looks(self, names: tuple[str, ...], name: str = "") -> None:
        """List these looks; `name` is the one worn, unedited."""
        self._name, self._edited = name, False
        self.box.clear()
        for known in names:
            self.box.addItem(titled(known), known)
        self.box.setPlaceholderText("Not saved")
        self.box.setCurrentIndex(self.box.findData(name) if name else -1)

    def show_edited(self) -> None:
        """Show that what is worn is no longer the look it began as."""
        at = self.box.findData(self._name)
        if at >= 0 and not self._edited:
            self._edited = True
            self.box.setItemText(at, f"{titled(self._name)} (edited)")

    def ask_name(self) -> QInputDialog:
        """Ask under which name to keep the look."""
        dialog = QInputDialog(self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle("Save the look")
        dialog.setLabelText("Name")
        dialog.setTextEchoMode(QLineEdit.EchoMode.Normal)
        dialog.setTextValue("" if self._edited else titled(self._name))
        dialog.setOkButtonText("Save")
        dialog.textValueSelected.connect(self._save)
        dialog.resize(360, dialog.sizeHint().height())
        dialog.open()
        return dialog

    def _save(self, words: str) -> None:
        if words.strip():
            self.save_wanted.emit(words.strip())

    def _choose(self, at: int) -> None:
        self.look_wanted.emit(str(self.box.itemData(at)))


def titled(name: str) -> str:
    """A look's name as people read it: "evening-red" is "Evening red"."""
    words = name.replace("-", " ").replace("_", " ")
    return words[:1].upper() + words[1:]
