"""The stack as a Qt list: titles, switches, and nothing else."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from app.ui.buttons import hint
from app.ui.stack_model import Stack
from filters.catalog import by_id

Index = QModelIndex | QPersistentModelIndex


class FilterListModel(QAbstractListModel):
    """Shows a `Stack`; a switch flipped in the view is asked for, not done here."""

    switch_wanted = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stack = Stack()

    def show(self, stack: Stack) -> None:
        """Show this stack from now on; rows that stay keep their place in the view."""
        before = [item.filter_id for item in self._stack.look.worn]
        after = [item.filter_id for item in stack.look.worn]
        if before != after:
            self.beginResetModel()
            self._stack = stack
            self.endResetModel()
            return
        self._stack = stack
        if after:
            self.dataChanged.emit(self.index(0), self.index(len(after) - 1))

    def rowCount(self, parent: Index | None = None) -> int:
        """How many filters there are."""
        return 0 if parent is not None and parent.isValid() else len(self._stack.look.worn)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Title, switch, and words for screen readers and tooltips."""
        if not index.isValid() or index.row() >= self.rowCount():
            return None
        item = self._stack.look.worn[index.row()]
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if item.enabled else Qt.CheckState.Unchecked
        kind = by_id(item.filter_id)
        if role == Qt.ItemDataRole.DisplayRole:
            return kind.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return hint(kind.description)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{kind.title}, {'on' if item.enabled else 'off'}"
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Ask for the switch to be flipped (Space in the view, or a screen reader)."""
        if role != Qt.ItemDataRole.CheckStateRole:
            return False
        del value
        self.switch_wanted.emit(index.row())
        return True

    def supportedDropActions(self) -> Qt.DropAction:
        """Rows are moved, never copied."""
        return Qt.DropAction.MoveAction

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Rows can be selected, switched and dragged; drops go between rows."""
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        return (
            Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemIsUserCheckable
            | Qt.ItemFlag.ItemIsDragEnabled
            | Qt.ItemFlag.ItemNeverHasChildren
        )
