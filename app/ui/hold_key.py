"""A key that works while it is held down."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


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
        press = QShortcut(QKeySequence(key), window)
        press.setAutoRepeat(False)
        press.activated.connect(lambda: self._become(True))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Wait for the key to come up; a shortcut only tells of its going down."""
        left = watched is self._window and event.type() == QEvent.Type.WindowDeactivate
        if left or self._is_release(event):
            self._become(False)
        return False

    def _is_release(self, event: QEvent) -> bool:
        return (
            event.type() == QEvent.Type.KeyRelease
            and isinstance(event, QKeyEvent)
            and event.key() == self._key
            and not event.isAutoRepeat()
        )

    def _become(self, down: bool) -> None:
        app = QCoreApplication.instance()
        if down == self._down or app is None:
            return
        self._down = down
        # Looking at every event of the app is worth its cost only while the key is down.
        if down:
            app.installEventFilter(self)
        else:
            app.removeEventFilter(self)
        self.held.emit(down)
