"""The filters worn: a list to switch and order, buttons to add, move and remove."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QSizePolicy,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.look import Look
from app.ui.buttons import hint, plain_button, set_worded_icon
from app.ui.filter_list import ROW, FilterList
from app.ui.filter_list_model import FilterListModel
from app.ui.stack_model import Stack
from filters import catalog
from filters.filter import FAMILIES
from filters.params import fields_of
from filters.triggers import Trigger

FEWEST, MOST = 3, 6
"""How many rows the list has room for, whatever it holds; beyond that it scrolls."""


class FilterStack(QWidget):
    """Edits a `Stack` and says so; it never reaches for the session."""

    changed = Signal(Stack)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stack = Stack()
        self.model = FilterListModel(self)
        self.list = FilterList()
        self.list.setModel(self.model)
        self.empty = QLabel("Nothing worn yet.\nAdd a filter to begin.")
        self.empty.setProperty("tone", "quiet")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.up = plain_button("up", "Move the filter up", "Alt+Up in the list")
        self.down = plain_button("down", "Move the filter down", "Alt+Down in the list")
        self.remove = plain_button("trash", "Remove the filter", "Delete in the list")
        self.add = _add_button(self)
        self._lay_out()
        self.model.switch_wanted.connect(lambda at: self._become(self._stack.switching(at)))
        self.list.move_wanted.connect(self._move)
        self.list.remove_wanted.connect(lambda at: self._become(self._stack.removing(at)))
        self.list.selectionModel().currentChanged.connect(self._select)
        self.up.clicked.connect(lambda: self._step(-1))
        self.down.clicked.connect(lambda: self._step(1))
        self.remove.clicked.connect(self._remove_selected)
        self.add.menu().triggered.connect(
            lambda action: self._become(self._stack.adding(action.data()))
        )
        self._show()

    @property
    def stack(self) -> Stack:
        """What is shown."""
        return self._stack

    def set_look(self, look: Look) -> None:
        """Show another look, without saying that it changed."""
        self._stack = Stack.of(look)
        self._show()

    def set_value(self, name: str, value: object) -> None:
        """Change one parameter of the selected filter; a file that is chosen is also used."""
        worn = self._stack.chosen
        specs = () if worn is None else fields_of(type(worn.params))
        kinds = {spec.name: spec.kind for spec in specs}
        # a choice with the file's name among its options decides whether it is used
        if kinds.get(name) == "file" and value:
            used = {s.name: name for s in specs if s.kind == "choice" and name in s.options}
        else:
            used = {}
        self._become(self._stack.setting(**{name: value}, **used))

    def set_trigger(self, when: Trigger) -> None:
        """Show the selected filter by another expression."""
        self._become(self._stack.triggering(when))

    def show_catalogue(self, without: frozenset[str] = frozenset()) -> None:
        """Offer the filters that there are now, but for those on their way out."""
        _fill(self.add.menu(), without)

    def _become(self, stack: Stack) -> None:
        self._stack = stack
        self._show()
        self.changed.emit(stack)

    def _show(self) -> None:
        """Bring the widgets in line with the stack; a view's own signals are no news here."""
        stack = self._stack
        self.list.selectionModel().blockSignals(True)
        self.model.show(stack)
        index = QModelIndex() if stack.selected is None else self.model.index(stack.selected)
        self.list.setCurrentIndex(index)
        self.list.selectionModel().blockSignals(False)
        self.list.viewport().update()
        count = len(stack.look.worn)
        self._pages.setCurrentIndex(1 if count else 0)
        rows = min(max(count, FEWEST), MOST)
        self._room.setMinimumHeight(FEWEST * ROW + 4)
        self._room.setMaximumHeight(rows * ROW + 4)
        self.up.setEnabled(stack.selected not in (None, 0))
        self.down.setEnabled(stack.selected not in (None, count - 1))
        self.remove.setEnabled(stack.selected is not None)

    def _select(self, index: QModelIndex) -> None:
        if index.isValid() and index.row() != self._stack.selected:
            self._become(self._stack.selecting(index.row()))

    def _move(self, start: int, end: int) -> None:
        self._become(self._stack.moving(start, end))

    def _step(self, by: int) -> None:
        at = self._stack.selected
        if at is not None and 0 <= at + by < len(self._stack.look.worn):
            self._move(at, at + by)

    def _remove_selected(self) -> None:
        if self._stack.selected is not None:
            self._become(self._stack.removing(self._stack.selected))

    def _lay_out(self) -> None:
        title = QLabel("Filters")
        title.setProperty("tone", "title")
        title.setToolTip("Laid on from top to bottom")
        header = QHBoxLayout()
        header.setContentsMargins(0, 0, 0, 0)
        header.setSpacing(2)
        header.addWidget(title)
        header.addStretch()
        for button in (self.up, self.down, self.remove):
            header.addWidget(button)
        header.addSpacing(6)
        header.addWidget(self.add)
        self._room = QWidget()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._pages = QStackedLayout(self._room)
        self._pages.addWidget(self.empty)
        self._pages.addWidget(self.list)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(header)
        column.addWidget(self._room)
        for one, other in (
            (self.add, self.list),
            (self.list, self.up),
            (self.up, self.down),
            (self.down, self.remove),
        ):
            QWidget.setTabOrder(one, other)


def _add_button(parent: QWidget) -> QToolButton:
    button = QToolButton(parent)
    button.setObjectName("addButton")
    button.setText("Add")
    set_worded_icon(button, "plus")
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    button.setAccessibleName("Add a filter")
    button.setToolTip("Add a filter")
    menu = QMenu(button)
    _fill(menu)
    button.setMenu(menu)
    return button


def _fill(menu: QMenu, without: frozenset[str] = frozenset()) -> None:
    """Every filter, in a menu for each family."""
    for part in menu.findChildren(QMenu, options=Qt.FindChildOption.FindDirectChildrenOnly):
        part.deleteLater()
    menu.clear()
    for family in FAMILIES:
        known = [kind for kind in catalog.every() if kind.id not in without]
        kinds = [kind for kind in known if kind.family == family]
        if not kinds:
            continue
        part = menu.addMenu(family)
        for kind in kinds:
            # "&" would underline the next letter
            action = part.addAction(kind.title.replace("&", "&&"))
            action.setData(kind.id)
            action.setToolTip(hint(kind.description))
        part.setToolTipsVisible(True)
