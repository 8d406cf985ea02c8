"""A red dot and the elapsed time, in the corner of the picture while it is recorded."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.ui.output_bar import clock
from app.ui.theme import PALETTE


class RecordingBadge(QWidget):
    """Lies over its parent's top left corner; hidden while nothing is recorded."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._words = clock(0)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName("Recording")
        self.hide()

    @property
    def words(self) -> str:
        """The elapsed time shown."""
        return self._words

    def show_elapsed(self, seconds: float | None) -> None:
        """Show the elapsed time, or hide when nothing is recorded."""
        if seconds is not None and clock(seconds) != self._words:
            self._words = clock(seconds)
            self.setAccessibleDescription(self._words)
            self.resize(self.sizeHint())
            self.update()
        self.setVisible(seconds is not None)

    def sizeHint(self) -> QSize:
        """The dot and the time."""
        return QSize(self.fontMetrics().horizontalAdvance(self._words) + 42, 28)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the dot and the time on a dark ground."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(12, 14, 17, 205))
        painter.drawRoundedRect(QRectF(self.rect()), 14, 14)
        painter.setBrush(QColor(PALETTE.record))
        painter.drawEllipse(QPointF(16, self.height() / 2), 5, 5)
        painter.setPen(QColor(PALETTE.text))
        painter.drawText(
            self.rect().adjusted(28, 0, -8, 0), Qt.AlignmentFlag.AlignVCenter, self._words
        )
        painter.end()
