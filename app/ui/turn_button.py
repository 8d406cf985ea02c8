"""A menu that turns the picture and cuts it to portrait."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from app.ui.buttons import explain
from app.ui.icons import icon
from app.ui.theme import PALETTE

TURNS = (
    (0, "Not turned"),
    (90, "A quarter to the right"),
    (180, "Upside down"),
    (270, "A quarter to the left"),
)
"""Degrees clockwise, and their words."""


class TurnButton(QToolButton):
    """Says how pictures are to be turned and cut; lit while anything is done to them."""

    wanted = Signal(int, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setIcon(icon("turn", checked=PALETTE.accent))
        self.setIconSize(QSize(18, 18))
        self.setCheckable(True)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        explain(self, "Turn, or cut to portrait")
        menu = QMenu(self)
        group = QActionGroup(self)
        self.turns: dict[int, QAction] = {}
        for degrees, words in TURNS:
            action = menu.addAction(words)
            action.setCheckable(True)
            group.addAction(action)
            self.turns[degrees] = action
        menu.addSeparator()
        self.portrait = menu.addAction("Portrait, 9:16")
        self.portrait.setCheckable(True)
        self.setMenu(menu)
        self.show_turn(0, False)
        menu.triggered.connect(self._tell)

    @property
    def turn(self) -> int:
        """Degrees clockwise."""
        return next(degrees for degrees, action in self.turns.items() if action.isChecked())

    def show_turn(self, degrees: int, portrait: bool) -> None:
        """Show what is so, without wanting it."""
        self.turns[degrees].setChecked(True)
        self.portrait.setChecked(portrait)
        self.setChecked(bool(degrees) or portrait)

    def _tell(self) -> None:
        turn, portrait = self.turn, self.portrait.isChecked()
        self.show_turn(turn, portrait)
        self.wanted.emit(turn, portrait)
