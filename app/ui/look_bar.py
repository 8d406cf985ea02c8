"""The looks: choose a kept one, keep the one that is worn."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QInputDialog, QLabel, QLineEdit, QVBoxLayout, QWidget

from app.look import Look
from app.ui.buttons import hint, plain_button
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

    def about(self, name: str) -> tuple[str, str]:
        """What to call a look, and what it does or ""; of a broken one only what to call it."""

    def save(self, name: str, look: Look, worn: str = "") -> str:
        """Keep a look, over none but `worn`; returns the name it goes by.

        Raises:
            FaultError: when it can't be written.
        """

    def bring(self, path: Path) -> str:
        """Keep a look that someone passed on; returns the name it goes by.

        Raises:
            FaultError: when it is broken, or can't be written.
        """

    def export(self, look: Look, worn: str, path: Path) -> None:
        """Write a look to pass on, called as `worn` is.

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
        self._titles: dict[str, str] = {}
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

    @property
    def edited(self) -> bool:
        """Whether what is worn is no longer the look of that name."""
        return self._edited

    @property
    def title(self) -> str:
        """What the look worn is called, "" when it has no name."""
        return self._titles.get(self._name, titled(self._name))

    def show_looks(
        self,
        names: tuple[str, ...],
        name: str = "",
        about: Mapping[str, tuple[str, str]] | None = None,
        edited: bool = False,
    ) -> None:
        """List these looks.

        Args:
            name: the one worn.
            about: titles and descriptions by name, where there are any.
            edited: whether what is worn is no longer what that look is.
        """
        words = about or {}
        self._name, self._edited = name, False
        self._titles = {known: words.get(known, (titled(known), ""))[0] for known in names}
        self.box.clear()
        for known in names:
            self.box.addItem(self._titles[known], known)
            if known in words:
                at = self.box.count() - 1
                self.box.setItemData(at, hint(words[known][1]), Qt.ItemDataRole.ToolTipRole)
        self.box.setPlaceholderText("Not saved")
        self.box.setCurrentIndex(self.box.findData(name) if name else -1)
        if edited:
            self.show_edited()

    def show_edited(self) -> None:
        """Show that what is worn is no longer the look it began as."""
        at = self.box.findData(self._name)
        if at >= 0 and not self._edited:
            self._edited = True
            self.box.setItemText(at, f"{self.title} (edited)")

    def ask_name(self) -> QInputDialog:
        """Ask under which name to keep the look."""
        dialog = QInputDialog(self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle("Save the look")
        dialog.setLabelText("Name")
        dialog.setTextEchoMode(QLineEdit.EchoMode.Normal)
        dialog.setTextValue("" if self._edited else self.title)
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
