"""A key that works while it is held down."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QLineEdit, QWidget


class HoldKey(QObject):
    """Tells when the key goes down and up while `window` is in front, whatever has the focus.

    Letters typed into a text field stay letters, and leaving the window lets go of the key.
    """

    held = Signal(bool)

    def __init__(self, key: Qt.Key, window: QWidget) -> None:
        super().__init__(window)
        self._key = key
        self._window = window
        self._down = False
        app = QCoreApplication.instance()
        if app is None:
            raise RuntimeError("a key needs a running QApplication")
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look at the keys that pass."""
        kind = event.type()
        if kind == QEvent.Type.WindowDeactivate and watched is self._window:
            self._become(False)
        if isinstance(event, QKeyEvent) and event.key() == self._key:
            return self._see(kind, event, watched)
        return False

    def _see(self, kind: QEvent.Type, event: QKeyEvent, watched: QObject) -> bool:
        if not isinstance(watched, QWidget) or watched.window() is not self._window:
            return False
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if kind == QEvent.Type.KeyPress and plain and not _typing():
            if not event.isAutoRepeat():
                self._become(True)
            return True
        if kind == QEvent.Type.KeyRelease and self._down and not event.isAutoRepeat():
            self._become(False)
            return True
        return False

    def _become(self, down: bool) -> None:
        if down != self._down:
            self._down = down
            self.held.emit(down)


def _typing() -> bool:
    return isinstance(QApplication.focusWidget(), QLineEdit | QAbstractSpinBox)
