from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from app.look import Look
from app.ui.filter_list import ROW
from app.ui.filter_stack import FilterStack
from app.ui.stack_model import Stack


@pytest.fixture
def panel(qtbot: QtBot, two_filters: Look) -> FilterStack:
    panel = FilterStack()
    qtbot.addWidget(panel)
    panel.set_look(two_filters)
    panel.resize(340, 300)
    panel.show()
    qtbot.waitExposed(panel)
    return panel


@pytest.fixture
def told(panel: FilterStack) -> list[Stack]:
    told: list[Stack] = []
    panel.changed.connect(told.append)
    return told


def order(stack: Stack) -> list[str]:
    return [item.filter_id for item in stack.look.worn]


def test_a_given_look_is_no_news(panel: FilterStack, told: list[Stack]) -> None:
    panel.set_look(Look())
    assert told == []


def test_space_switches_the_selected_filter(panel: FilterStack, told: list[Stack]) -> None:
    QTest.keyClick(panel.list, Qt.Key.Key_Space)
    assert [item.enabled for item in told[-1].look.worn] == [False, True]


def test_a_click_on_the_switch_flips_it(panel: FilterStack, told: list[Stack]) -> None:
    row = panel.list.visualRect(panel.model.index(1))
    place = QPoint(row.right() - 20, row.center().y())
    QTest.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert [item.enabled for item in told[-1].look.worn] == [True, False]


def test_a_click_on_the_name_only_selects(panel: FilterStack, told: list[Stack]) -> None:
    row = panel.list.visualRect(panel.model.index(1))
    place = QPoint(row.left() + 60, row.center().y())
    QTest.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert [stack.selected for stack in told] == [1]
    assert told[-1].look == panel.stack.look


def test_alt_and_an_arrow_move_the_filter(panel: FilterStack, told: list[Stack]) -> None:
    QTest.keyClick(panel.list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert order(told[-1]) == ["hat", "tint"]
    assert panel.list.currentIndex().row() == 1
    QTest.keyClick(panel.list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert len(told) == 1


def test_buttons_move_and_know_the_ends(panel: FilterStack, told: list[Stack]) -> None:
    assert not panel.up.isEnabled()
    panel.down.click()
    assert order(told[-1]) == ["hat", "tint"]
    assert panel.up.isEnabled()
    assert not panel.down.isEnabled()


@pytest.mark.parametrize(
    ("start", "y", "end"),
    [(0, 2, 0), (0, ROW * 2 - 2, 1), (1, 2, 0), (1, ROW * 5, 1), (0, ROW - 2, 0)],
)
def test_a_dragged_row_stands_where_it_is_dropped(
    panel: FilterStack, start: int, y: int, end: int
) -> None:
    assert panel.list.row_for_drop(start, QPoint(20, y)) == end


def test_rows_may_be_dropped_between_rows(panel: FilterStack) -> None:
    dragged = panel.model.mimeData([panel.model.index(0)])
    move = Qt.DropAction.MoveAction
    assert panel.model.canDropMimeData(dragged, move, 2, 0, QModelIndex())


def test_the_add_menu_lists_the_catalogue(panel: FilterStack, told: list[Stack]) -> None:
    parts = panel.add.menu().findChildren(QMenu)
    assert [part.title() for part in parts] == ["Make-up", "Wearables", "Privacy"]
    kinds = [[kind.text() for kind in part.actions()] for part in parts]
    assert kinds == [["Tint"], ["Hat"], ["Hide"]]
    parts[2].actions()[0].trigger()
    assert order(told[-1]) == ["tint", "hat", "hide"]
    assert told[-1].selected == 2


def test_delete_removes_and_the_empty_list_says_so(panel: FilterStack, told: list[Stack]) -> None:
    QTest.keyClick(panel.list, Qt.Key.Key_Delete)
    assert order(told[-1]) == ["hat"]
    panel.remove.click()
    assert order(told[-1]) == []
    assert panel.empty.isVisible()
    assert not panel.remove.isEnabled()


def test_rows_read_out_their_state(panel: FilterStack) -> None:
    role = Qt.ItemDataRole.AccessibleTextRole
    assert panel.model.data(panel.model.index(0), role) == "Tint, on"
    assert panel.model.data(QModelIndex(), role) is None
