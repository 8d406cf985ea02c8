"""The few kinds of buttons the window is made of."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPushButton, QToolButton

from app.ui.icons import GAP, SIZE, icon
from app.ui.theme import PALETTE


def plain_button(name: str, purpose: str, key: str = "") -> QToolButton:
    """A small button that is only an icon.

    Args:
        name: of the icon.
        purpose: what it does, for the tooltip and for screen readers.
        key: its shortcut, for the tooltip.
    """
    button = QToolButton()
    button.setIcon(icon(name, PALETTE.quiet))
    button.setIconSize(QSize(SIZE, SIZE))
    button.setProperty("role", "plain")
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    explain(button, purpose, key)
    return button


def worded_button(name: str, words: str, purpose: str, key: str = "") -> QPushButton:
    """A button with an icon and a word or two."""
    button = QPushButton(words)
    set_worded_icon(button, name)
    explain(button, purpose, key)
    return button


def set_worded_icon(
    button: QPushButton | QToolButton, name: str, colour: str = PALETTE.text, checked: str = ""
) -> None:
    """Give a button an icon that keeps its distance from the words."""
    button.setIcon(icon(name, colour, checked, GAP))
    button.setIconSize(QSize(SIZE + GAP, SIZE))


def hint(words: str) -> str:
    """Words of others for a tooltip, which would take them for HTML where they look like it."""
    return f"<qt>{escape(words)}</qt>" if words else ""


def explain(button: QPushButton | QToolButton, purpose: str, key: str = "") -> None:
    """Say what a button does, and by which key, where people look for it."""
    button.setAccessibleName(purpose)
    button.setToolTip(f"{purpose} ({key})" if key else purpose)
