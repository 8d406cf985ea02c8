"""The list of filters: its rows, its keys and its drags."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QDropEvent, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.ui.switch import HEIGHT, WIDTH, paint_switch
from app.ui.theme import PALETTE

ROW = 42
"""Height of a row in pixels."""


class FilterList(QListView):
    """Space switches, Alt+Up and Alt+Down move, Delete removes; the mouse can do all three."""

    move_wanted = Signal(int, int)
    remove_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setItemDelegate(_Row(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setDragDropOverwriteMode(False)
        self.setDropIndicatorShown(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Filters")
        self.setAccessibleDescription(
            "Space switches a filter on or off, Alt with Up or Down moves it, Delete removes it"
        )

    def sizeHint(self) -> QSize:
        """Room for every row."""
        return QSize(super().sizeHint().width(), self.model().rowCount() * ROW + 4)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move and remove by keyboard; the rest as in any list, but without type-ahead."""
        row = self.currentIndex().row()
        key = Qt.Key(event.key())
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if row >= 0 and alt and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            end = row - 1 if key is Qt.Key.Key_Up else row + 1
            if 0 <= end < self.model().rowCount():
                self.move_wanted.emit(row, end)
        elif row >= 0 and key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.remove_wanted.emit(row)
        elif event.text().isalnum():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Ask for the dragged row to stand where it was dropped."""
        start = self.currentIndex().row()
        if event.source() is not self or start < 0:
            event.ignore()
            return
        end = self.row_for_drop(start, event.position().toPoint())
        # The model is replaced whole, so Qt must not remove the dragged row by itself.
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        self.setState(QAbstractItemView.State.NoState)
        if end != start:
            self.move_wanted.emit(start, end)

    def row_for_drop(self, start: int, place: QPoint) -> int:
        """The position the row at `start` takes when it is let go at `place`."""
        count = self.model().rowCount()
        before = next(
            (
                row
                for row in range(count)
                if place.y() < self.visualRect(self.model().index(row, 0)).center().y()
            ),
            count,
        )
        return before - 1 if before > start else before


class _Row(QStyledItemDelegate):
    """One filter: a grip, its name, and its switch on the right."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """All rows are equally high."""
        del option, index
        return QSize(120, ROW)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw the row; what is switched off is quieter."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(option.rect).adjusted(0, 2, 0, -2)
        state = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        if selected or hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(PALETTE.accent_deep if selected else PALETTE.control))
            painter.drawRoundedRect(rect, 7, 7)
        painter.setBrush(QColor(PALETTE.quiet if selected or hovered else PALETTE.outline))
        painter.setPen(Qt.PenStyle.NoPen)
        for column in range(2):
            for line in range(3):
                dot = rect.center().y() + (line - 1) * 5
                painter.drawEllipse(
                    QRectF(rect.left() + 10 + column * 5 - 1.25, dot - 1.25, 2.5, 2.5)
                )
        on = index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
        painter.setPen(QPen(QColor(PALETTE.text if on else PALETTE.quiet)))
        words = rect.adjusted(28, 0, -(WIDTH + 22), 0)
        title = painter.fontMetrics().elidedText(
            index.data(), Qt.TextElideMode.ElideRight, int(words.width())
        )
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, title)
        paint_switch(painter, switch_rect(rect), on)
        painter.restore()

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """A click on the switch flips it; Space comes here too."""
        if isinstance(event, QMouseEvent):
            released = event.type() == QEvent.Type.MouseButtonRelease
            place = switch_rect(QRectF(option.rect).adjusted(0, 2, 0, -2))
            if not released or not place.adjusted(-6, -8, 8, 8).contains(event.position()):
                return False
        elif not isinstance(event, QKeyEvent) or event.key() != Qt.Key.Key_Space:
            return False
        return bool(model.setData(index, None, Qt.ItemDataRole.CheckStateRole))


def switch_rect(row: QRectF) -> QRectF:
    """Where the switch lies in a row."""
    return QRectF(row.right() - WIDTH - 10, row.center().y() - HEIGHT / 2, WIDTH, HEIGHT)
