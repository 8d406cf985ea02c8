"""The panic key: wherever the focus is, it puts the card in place of every picture, and back."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QKeySequence, QWindow
from PySide6.QtWidgets import QMenu
from shiboken6 import isValid

from app.session import Session
from app.ui.main_window import MainWindow
from app.ui.panic_sign import PanicSign
from app.ui.shortcuts import SHORTCUTS

_SHORTCUT = SHORTCUTS["panic"]
_KEY = QKeySequence(_SHORTCUT.keys)


class PanicDesk(QObject):
    """Ties the key, the menu and the sign over the picture to the session.

    Attributes:
        action: in the menu, and ticked while only the card is seen.
    """

    def __init__(self, window: MainWindow, session: Session) -> None:
        super().__init__(window)
        self._window, self._session = window, session
        self._title = window.windowTitle()
        self._elsewhere: QWindow | None = None
        self.sign = PanicSign(window.preview)
        self.action = QAction(_SHORTCUT.words, window)
        self.action.setShortcut(_KEY)
        self.action.setShortcutContext(Qt.ShortcutContext.ApplicationShortcut)
        # Held a little too long it must not show who has just hidden.
        self.action.setAutoRepeat(False)
        self.action.setCheckable(True)
        self.action.toggled.connect(self._switch)
        window.addAction(self.action)
        for place in window.menuBar().actions():
            menu = place.menu()
            if place.text() == _SHORTCUT.place and isinstance(menu, QMenu):
                menu.addAction(self.action)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.focusWindowChanged.connect(self._follow)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the key in a dialog, which keeps the shortcuts of the window behind it away."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            pressed = QKeySequence(event.keyCombination())
            if pressed == _KEY and not event.isAutoRepeat():
                self.action.toggle()
                return True
        return super().eventFilter(watched, event)

    def _follow(self, focused: QWindow | None) -> None:
        """Listen to the window that has the keyboard, if it is another than ours."""
        if self._elsewhere is not None and isValid(self._elsewhere):
            self._elsewhere.removeEventFilter(self)
        self._elsewhere = focused if focused is not self._window.windowHandle() else None
        if self._elsewhere is not None:
            self._elsewhere.installEventFilter(self)

    def _switch(self, on: bool) -> None:
        self._session.panic.switch(on)  # Before all else: it is what the key is for.
        self._window.poll()
        self.sign.show_state(on)
        self._window.setWindowTitle(f"{self._title} (hidden)" if on else self._title)
