"""The menu bar, made from the table of shortcuts."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow

from app.ui.shortcuts import SHORTCUTS

PLACES = ("File", "View", "Camera", "Help")
CHECKABLE = frozenset(
    {"result", "matte", "compare", "grey", "statistics", "mirror", "virtual_camera", "record"}
)
"""Commands that are on or off."""


def fill_menus(
    window: QMainWindow, commands: Mapping[str, Callable[[], object]]
) -> dict[str, QAction]:
    """Put every command into its menu, with its key.

    Args:
        commands: what to do, by the names of `SHORTCUTS`.
    Returns:
        the actions by the same names, so that their ticks can follow what is so.
    """
    actions: dict[str, QAction] = {}
    for place in PLACES:
        menu = window.menuBar().addMenu(place)
        for name, command in commands.items():
            shortcut = SHORTCUTS[name]
            if shortcut.place != place:
                continue
            action = QAction(shortcut.words, window)
            action.setShortcut(QKeySequence(shortcut.keys))
            action.setCheckable(name in CHECKABLE)
            action.triggered.connect(lambda _=False, command=command: command())
            menu.addAction(action)
            # Also on the window: a hidden menu bar, as in full screen, must not take the keys away.
            window.addAction(action)
            actions[name] = action
            if name in ("packs", "open", "next_view", "compare"):
                menu.addSeparator()
    views = QActionGroup(window)
    for name in ("result", "matte", "compare"):
        views.addAction(actions[name])
    return actions
