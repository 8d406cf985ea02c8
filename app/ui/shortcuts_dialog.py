"""The list of keys."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QLabel, QVBoxLayout, QWidget

from app.ui.shortcuts import SHORTCUTS


class ShortcutsDialog(QDialog):
    """Every key with what it does, in two columns of groups."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keyboard shortcuts")
        heading = QLabel("Keyboard shortcuts")
        heading.setProperty("tone", "heading")
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(7)
        grid.setColumnMinimumWidth(2, 26)
        places = list(dict.fromkeys(shortcut.place for shortcut in SHORTCUTS.values()))
        rows = [0, 0]
        for place in places:
            side = 0 if place in ("File", "Camera", "Help") else 1
            rows[side] = _add_group(grid, place, rows[side], side * 3)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        for button in buttons.buttons():
            button.setIcon(button.icon().__class__())
            button.setAccessibleName("Close")
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(26, 22, 26, 20)
        column.setSpacing(14)
        column.addWidget(heading)
        column.addLayout(grid)
        column.addWidget(buttons)


def _add_group(grid: QGridLayout, place: str, row: int, column: int) -> int:
    """Add one group; returns the row after it."""
    title = QLabel(place)
    title.setProperty("tone", "quiet")
    title.setContentsMargins(0, 8 if row else 0, 0, 0)
    grid.addWidget(title, row, column, 1, 2)
    for shortcut in SHORTCUTS.values():
        if shortcut.place == place:
            row += 1
            key = QLabel(shortcut.keys)
            key.setProperty("role", "key")
            key.setFixedHeight(24)
            key.setAlignment(Qt.AlignmentFlag.AlignCenter)
            grid.addWidget(key, row, column, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(QLabel(shortcut.words), row, column + 1)
    return row + 1
