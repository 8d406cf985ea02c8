"""A short message over the picture that goes away by itself."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from app.ui.buttons import plain_button

SECONDS = 8


class Toast(QFrame):
    """Lies over the foot of its parent; stays while the mouse or the keyboard is on it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("toast")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.path: Path | None = None
        self._over = parent
        self._full = ""
        self.words = QLabel()
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.folder = QPushButton("Open folder")
        self.folder.setAccessibleName("Open the folder of the saved file")
        self.close_button = plain_button("close", "Close the message")
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(16, 7, 7, 7)
        row.setSpacing(8)
        row.addWidget(self.words)
        row.addWidget(self.folder)
        row.addWidget(self.close_button)
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(SECONDS * 1000)
        self.timer.timeout.connect(self._leave)
        self.folder.clicked.connect(self._open_folder)
        self.close_button.clicked.connect(self.hide)
        parent.installEventFilter(self)
        self.hide()

    def say(self, words: str, path: Path | None = None) -> None:
        """Show words, and the way to the folder of `path` when one is given."""
        self.path = path
        self._full = words
        self.folder.setVisible(path is not None)
        self.setAccessibleName(words)
        self.setToolTip("" if path is None else str(path))
        self._place()
        self.show()
        self.raise_()
        self.timer.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep to the foot of the parent."""
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        parent = self._over
        others = self.sizeHint().width() - self.words.sizeHint().width()
        room = max(80, parent.width() - others - 32)
        self.words.setText(
            self.words.fontMetrics().elidedText(self._full, Qt.TextElideMode.ElideMiddle, room)
        )
        self._row.activate()
        self.resize(self.sizeHint())
        self.move((parent.width() - self.width()) // 2, parent.height() - self.height() - 14)

    def _leave(self) -> None:
        busy = self.underMouse() or self.folder.hasFocus() or self.close_button.hasFocus()
        if busy:
            self.timer.start()
        else:
            self.hide()

    def _open_folder(self) -> None:
        if self.path is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.path.parent)))
