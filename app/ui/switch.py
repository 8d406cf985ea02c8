"""A switch: on to the right, in the accent colour."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QWidget

from app.ui.theme import PALETTE

WIDTH, HEIGHT = 34, 20


class Switch(QCheckBox):
    """A check box that looks like a switch; keyboard and screen readers see a check box."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        """The switch and its focus ring."""
        return QSize(WIDTH + 8, HEIGHT + 8)

    def hitButton(self, pos: object) -> bool:
        """All of it can be clicked."""
        del pos
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the switch, and a ring when it has the keyboard."""
        del event
        painter = QPainter(self)
        paint_switch(painter, QRectF(4, 4, WIDTH, HEIGHT), self.isChecked(), self.isEnabled())
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(PALETTE.focus), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 13, 13)
        painter.end()


def paint_switch(painter: QPainter, rect: QRectF, on: bool, live: bool = True) -> None:
    """Draw a switch into `rect`, which is WIDTH x HEIGHT pixels."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    radius = rect.height() / 2
    knob = QPointF(rect.right() - radius if on else rect.left() + radius, rect.center().y())
    track = rect.adjusted(0.75, 0.75, -0.75, -0.75)
    if on:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(PALETTE.accent if live else PALETTE.disabled))
    else:
        painter.setPen(QPen(QColor(PALETTE.outline), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(track, radius, radius)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(PALETTE.on_accent if on else PALETTE.quiet))
    painter.drawEllipse(knob, radius - 4.5, radius - 4.5)
    painter.restore()
