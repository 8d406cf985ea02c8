"""The picture: keeps its aspect, shows one of the views, and lets the wipe be dragged."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.frames import RenderedFrame
from app.ui.theme import PALETTE
from app.ui.views import View, compare_view, fit, matte_view, scaled
from filters.types import Image

STEP = 0.02
"""How far an arrow key moves the divider, in picture widths."""
GRIP = 14
"""How near to the divider the mouse takes hold of it, in pixels."""
CORNER = 10.0
"""Radius of the picture's corners in pixels."""


class Preview(QWidget):
    """Shows finished pictures; scaling is done once, straight to the screen's pixels."""

    divider_moved = Signal(float)
    full_screen_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rendered: RenderedFrame | None = None
        self._picture: QImage | None = None
        self._view = View.RESULT
        self._grey = False
        self._peeking = False
        self._divider = 0.5
        self._dragging = False
        self._message = ("", "")
        self._ring = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(320, 180)
        self.setAccessibleName("Preview")
        self._describe()

    @property
    def rendered(self) -> RenderedFrame | None:
        """The picture shown, if any."""
        return self._rendered

    @property
    def view(self) -> View:
        """How the picture is looked at."""
        return self._view

    @property
    def divider(self) -> float:
        """Where the wipe divides, 0 to 1."""
        return self._divider

    def show_frame(self, rendered: RenderedFrame) -> None:
        """Show this picture from now on."""
        self._rendered = rendered
        self._redraw()

    def show_message(self, title: str, detail: str = "") -> None:
        """Show words in place of a picture, until the next picture comes."""
        self._rendered, self._picture, self._message = None, None, (title, detail)
        self._describe()
        self.update()

    def set_view(self, view: View) -> None:
        """Look at the picture in another way."""
        self._view = view
        self._redraw()

    def set_grey_matte(self, grey: bool) -> None:
        """Draw the matte as grey instead of the face on a checkerboard."""
        self._grey = grey
        self._redraw()

    def set_peeking(self, peeking: bool) -> None:
        """Show the picture without filters while True; nothing else is touched."""
        self._peeking = peeking
        self._redraw()

    def set_divider(self, divider: float) -> None:
        """Move the wipe's divider, 0 to 1."""
        self._divider = min(max(divider, 0.0), 1.0)
        self.divider_moved.emit(self._divider)
        self._redraw()

    def picture_rect(self) -> QRect:
        """Where the picture lies in this widget, in its own pixels."""
        if self._rendered is None:
            return self.rect()
        height, width = self._rendered.image.shape[:2]
        return QRect(*fit((width, height), (self.width(), self.height())))

    def sizeHint(self) -> QSize:
        """Room for 720p at three quarters."""
        return QSize(960, 540)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the stage, the picture and what belongs on it."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(PALETTE.stage))
        if self._picture is None:
            self._paint_message(painter)
        else:
            rect = self.picture_rect()
            painter.drawImage(rect.topLeft(), self._picture)
            if self._peeking:
                _pill(painter, "Original", QPointF(rect.center().x(), rect.bottom() - 26))
            elif self._view is View.COMPARE:
                self._paint_divider(painter, rect)
            elif self._view is View.MATTE and not self._has_matte():
                centre = QPointF(rect.center().x(), rect.center().y())
                _pill(painter, "No face in the picture", centre)
        if self._ring:
            painter.setPen(QPen(QColor(PALETTE.focus), 2))
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))
        painter.end()

    def resizeEvent(self, event: object) -> None:
        """Scale the picture anew."""
        del event
        self._redraw()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the divider."""
        if event.button() is Qt.MouseButton.LeftButton and self._wiping():
            self._dragging = True
            self._drag_to(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pull the divider, or show that it can be pulled."""
        x = event.position().x()
        if self._dragging:
            self._drag_to(x)
        near = self._wiping() and abs(x - self._divider_x(self.picture_rect())) <= GRIP
        shape = Qt.CursorShape.SplitHCursor if near else Qt.CursorShape.ArrowCursor
        self.setCursor(shape)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of the divider."""
        del event
        self._dragging = False

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Ask for full screen; in the wipe, put the divider back in the middle."""
        del event
        if self._wiping():
            self.set_divider(0.5)
        else:
            self.full_screen_wanted.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, Home and End move the divider, Space puts it in the middle."""
        places = {
            Qt.Key.Key_Left: self._divider - STEP,
            Qt.Key.Key_Right: self._divider + STEP,
            Qt.Key.Key_Home: 0.0,
            Qt.Key.Key_End: 1.0,
            Qt.Key.Key_Space: 0.5,
        }
        place = places.get(Qt.Key(event.key()))
        if place is not None and self._wiping():
            self.set_divider(place)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus ring to who came by keyboard."""
        super().focusInEvent(event)
        self._ring = event.reason() in (
            Qt.FocusReason.TabFocusReason,
            Qt.FocusReason.BacktabFocusReason,
        )
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the focus ring away."""
        super().focusOutEvent(event)
        self._ring = False
        self.update()

    def _redraw(self) -> None:
        if self._rendered is not None:
            ratio = self.devicePixelRatioF()
            rect = self.picture_rect()
            size = (max(1, round(rect.width() * ratio)), max(1, round(rect.height() * ratio)))
            self._picture = to_qimage(self._drawn(self._rendered, size))
            self._picture.setDevicePixelRatio(ratio)
        self._describe()
        self.update()

    def _drawn(self, rendered: RenderedFrame, size: tuple[int, int]) -> Image:
        if self._peeking:
            return scaled(rendered.scene.frame.image, size)
        if self._view is View.MATTE:
            return matte_view(rendered.scene, size, self._grey)
        if self._view is View.COMPARE:
            return compare_view(rendered, size, self._divider)
        return scaled(rendered.image, size)

    def _describe(self) -> None:
        words = self._message[0] if self._rendered is None else f"{self._view.value} view"
        if words != self.accessibleDescription():
            self.setAccessibleDescription(words)

    def _wiping(self) -> bool:
        return self._view is View.COMPARE and self._picture is not None

    def _has_matte(self) -> bool:
        return self._rendered is not None and bool(self._rendered.scene.mattes)

    def _divider_x(self, rect: QRect) -> float:
        return rect.left() + self._divider * rect.width()

    def _drag_to(self, x: float) -> None:
        rect = self.picture_rect()
        self.set_divider((x - rect.left()) / rect.width())

    def _paint_divider(self, painter: QPainter, rect: QRect) -> None:
        x = self._divider_x(rect)
        painter.setPen(QPen(QColor(0, 0, 0, 90), 4))
        painter.drawLine(QPointF(x, rect.top()), QPointF(x, rect.bottom() + 1))
        painter.setPen(QPen(QColor(PALETTE.text), 2))
        painter.drawLine(QPointF(x, rect.top()), QPointF(x, rect.bottom() + 1))
        middle = QPointF(x, rect.center().y())
        painter.setPen(QPen(QColor(0, 0, 0, 90), 2))
        painter.setBrush(QColor(PALETTE.text))
        painter.drawEllipse(middle, 15, 15)
        pen = QPen(QColor(PALETTE.window), 2)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        for side in (-1, 1):
            tip = QPointF(x + side * 8, middle.y())
            for way in (-4, 4):
                painter.drawLine(tip, QPointF(x + side * 4, middle.y() + way))
        base = rect.bottom() - 26
        if x - rect.left() > 110:
            _pill(painter, "Before", QPointF(rect.left() + 54, base))
        if rect.right() - x > 110:
            _pill(painter, "After", QPointF(rect.right() - 48, base))

    def _paint_message(self, painter: QPainter) -> None:
        title, detail = self._message
        middle = self.rect().adjusted(24, 0, -24, 0)
        font = painter.font()
        font.setPixelSize(18)
        font.setWeight(font.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(QColor(PALETTE.text))
        painter.drawText(middle.adjusted(0, 0, 0, -34), Qt.AlignmentFlag.AlignCenter, title)
        font.setPixelSize(13)
        font.setWeight(font.Weight.Normal)
        painter.setFont(font)
        painter.setPen(QColor(PALETTE.quiet))
        wrapped = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(middle.adjusted(0, 24, 0, 0), wrapped, detail)


def to_qimage(image: Image) -> QImage:
    """The picture as a QImage that owns its pixels.

    Args:
        image: (H, W, 3) uint8 RGB, any strides.
    """
    height, width = image.shape[:2]
    packed = image if image.flags.c_contiguous else image.copy()
    shared = QImage(packed.data, width, height, packed.strides[0], QImage.Format.Format_RGB888)
    return shared.copy()


def _pill(painter: QPainter, words: str, centre: QPointF) -> None:
    """Words on a dark rounded ground, legible over any picture."""
    font = painter.font()
    font.setPixelSize(12)
    painter.setFont(font)
    width = painter.fontMetrics().horizontalAdvance(words) + 22
    ground = QRectF(centre.x() - width / 2, centre.y() - 13, width, 26)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(12, 14, 17, 205))
    painter.drawRoundedRect(ground, 13, 13)
    painter.setPen(QColor(PALETTE.text))
    painter.drawText(ground, Qt.AlignmentFlag.AlignCenter, words)
