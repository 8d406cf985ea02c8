"""Says, over the picture, that only the card is seen, and how to end that."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.ui.shortcuts import SHORTCUTS
from app.ui.theme import PALETTE

WORDS = f"You are hidden from everyone. {SHORTCUTS['panic'].keys} shows you again."
_TOP = 14


class PanicSign(QWidget):
    """Lies over its parent, with a frame all around it; hidden until `show_state`."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName("Hidden")
        self.setAccessibleDescription(WORDS)
        parent.installEventFilter(self)
        self.hide()

    def show_state(self, hidden: bool) -> None:
        """Show that only the card is seen, or go away."""
        self.resize(self._over.size())
        self.setVisible(hidden)
        self.raise_()
        if hidden:
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as the parent."""
        if event.type() == QEvent.Type.Resize:
            self.resize(self._over.size())
        return super().eventFilter(watched, event)

    def sizeHint(self) -> QSize:
        """All of the parent."""
        return self._over.size()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the frame, and the words on a ground of their own."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(PALETTE.record), 4))
        painter.drawRect(self.rect().adjusted(2, 2, -2, -2))
        font = painter.font()
        font.setWeight(font.Weight.DemiBold)
        painter.setFont(font)
        room = self.rect().adjusted(24, _TOP, -24, 0)
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap
        words = painter.boundingRect(room.adjusted(16, 9, -16, 0), flags, WORDS)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(PALETTE.record_deep))
        painter.drawRoundedRect(words.adjusted(-16, -9, 16, 9), 8, 8)
        painter.setPen(QColor(PALETTE.text))
        painter.drawText(words, flags, WORDS)
        painter.end()
