from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QListView,
    QMenu,
    QSlider,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.faults import Fault
from app.feed import BLACK
from app.look import Look
from app.statistics import Statistics
from app.ui.fault_relay import FaultRelay
from app.ui.main_window import MainWindow
from app.ui.param_controls import SliderControl
from app.ui.views import View
from tests.app.ui.fakes import FakeSession, FakeShelf, picture

BROKEN = Fault("It broke", "a reason", "Do this")
CONTROLS = QAbstractButton | QComboBox | QSlider | QListView


def test_switching_a_filter_changes_the_look_worn(window: MainWindow, session: FakeSession) -> None:
    window.filters.list.setFocus()
    QTest.keyClick(window.filters.list, Qt.Key.Key_Space)
    assert [item.enabled for item in session.looks[-1].worn] == [False, True]


def test_moving_a_filter_changes_the_order_worn(window: MainWindow, session: FakeSession) -> None:
    window.filters.down.click()
    assert [item.filter_id for item in session.looks[-1].worn] == ["hat", "tint"]


def test_selecting_a_filter_wears_nothing_new(window: MainWindow, session: FakeSession) -> None:
    QTest.keyClick(window.filters.list, Qt.Key.Key_Down)
    assert session.looks == []
    assert window.form.title.text() == "Hat"


def test_a_slider_changes_the_parameters_worn(
    window: MainWindow, session: FakeSession, two_filters: Look
) -> None:
    control = window.form.controls["strength"]
    assert isinstance(control, SliderControl)
    control.slider.setValue(900)
    assert getattr(session.looks[-1].worn[0].params, "strength") == 0.9  # noqa: B009
    assert session.looks[-1].worn[1] == two_filters.worn[1]


def test_holding_b_shows_the_original_and_leaves_the_look_alone(
    window: MainWindow, session: FakeSession
) -> None:
    session.picture = picture(before=40, after=200)
    window.poll()
    centre = window.preview.picture_rect().center()

    def seen() -> QColor:
        return window.preview.grab().toImage().pixelColor(centre)

    window.filters.list.setFocus()
    QTest.keyPress(window.filters.list, Qt.Key.Key_B)
    assert seen().red() == 40
    QTest.keyRelease(window.filters.list, Qt.Key.Key_B)
    assert seen().red() == 200
    assert session.looks == []


def test_a_key_held_while_the_window_is_left_is_let_go(
    window: MainWindow, session: FakeSession
) -> None:
    held: list[bool] = []
    window.peek_key.held.connect(held.append)
    QTest.keyPress(window.preview, Qt.Key.Key_B)
    QApplication.sendEvent(window, QEvent(QEvent.Type.WindowDeactivate))
    assert held == [True, False]


def test_new_pictures_are_shown_and_old_ones_not_again(
    window: MainWindow, session: FakeSession
) -> None:
    session.picture = picture()
    window.poll()
    assert window.preview.rendered is session.picture
    window.preview.show_message("Opening…")
    window.poll()
    assert window.preview.rendered is None


@pytest.mark.parametrize(("key", "view"), [("2", View.MATTE), ("3", View.COMPARE)])
def test_number_keys_choose_the_view(window: MainWindow, key: str, view: View) -> None:
    QTest.keyClick(window, Qt.Key(ord(key)))
    assert window.preview.view is view
    assert window.view_switch.buttons[view].isChecked()


def test_v_goes_round_the_views(window: MainWindow) -> None:
    QTest.keyClick(window.preview, Qt.Key.Key_V)
    assert window.preview.view is View.MATTE


def test_m_mirrors_once(window: MainWindow, session: FakeSession) -> None:
    QTest.keyClick(window, Qt.Key.Key_M)
    assert session.told == [("mirror", True)]
    assert window.source_bar.mirror.isChecked()
    assert window.menu_actions["mirror"].isChecked()


def test_a_turn_is_asked_of_the_session(window: MainWindow, session: FakeSession) -> None:
    window.source_bar.turn.turns[90].trigger()
    assert session.told == [("turn", 90, False)]


def test_a_closed_shutter_is_a_note_until_it_opens(
    window: MainWindow, session: FakeSession
) -> None:
    session.numbers = Statistics(trouble=BLACK)
    window.refresh()
    window.refresh()
    assert window.banner.fault == BLACK
    session.numbers = Statistics()
    window.refresh()
    assert window.banner.fault is None


def test_a_fault_from_another_thread_is_shown_on_this_one(window: MainWindow, qtbot: QtBot) -> None:
    relay = FaultRelay()
    relay.told.connect(window.tell)
    worker = threading.Thread(target=relay.told.emit, args=(BROKEN,))
    worker.start()
    worker.join()
    assert window.banner.fault is None
    qtbot.waitUntil(lambda: window.banner.isVisible())
    assert window.banner.fault == BROKEN


def test_a_fault_before_the_first_picture_says_what_to_do(window: MainWindow) -> None:
    window.tell(BROKEN)
    assert window.preview.accessibleDescription() == "No picture yet"


def test_choosing_a_source_asks_the_session(window: MainWindow, session: FakeSession) -> None:
    window.source_bar.source.activated.emit(0)
    assert session.told == [("source", "camera:0", None)]


def test_choosing_a_source_ends_what_was_told_of_the_last(window: MainWindow) -> None:
    window.tell(Fault("nope.mp4 can't be read", "it is missing", "Check its name", of_source=True))
    window.source_bar.source_wanted.emit("demo", None)
    assert window.banner.isHidden()


def test_choosing_a_look_wears_it(window: MainWindow, session: FakeSession) -> None:
    window.look_bar.look_wanted.emit("bare")
    assert session.looks == [Look()]
    assert window.filters.stack.look == Look()


def test_a_look_that_cannot_be_read_changes_nothing(
    window: MainWindow, session: FakeSession, two_filters: Look
) -> None:
    window.look_bar.look_wanted.emit("gone")
    assert session.looks == []
    assert window.filters.stack.look == two_filters
    assert window.banner.fault is not None


def test_an_edited_look_says_so_until_it_is_saved(
    open_window: Callable[..., MainWindow], shelf: FakeShelf
) -> None:
    window = open_window(look_name="evening-red")
    window.filters.down.click()
    assert window.look_bar.box.currentText() == "Evening red (edited)"
    window.look_bar.save_wanted.emit("mine")
    assert window.look_bar.box.currentText() == "Mine"
    assert shelf.kept["mine"] == window.filters.stack.look


def test_closing_the_window_stops_the_session(window: MainWindow, session: FakeSession) -> None:
    window.close()
    assert ("stop",) in session.told


def test_full_screen_shows_the_picture_alone_and_escape_ends_it(
    window: MainWindow, qtbot: QtBot
) -> None:
    QTest.keyClick(window, Qt.Key.Key_F11)
    qtbot.waitUntil(window.isFullScreen)
    assert not window.filters.isVisible()
    assert not window.status_line.isVisible()
    QTest.keyClick(window.preview, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.isFullScreen())
    assert window.filters.isVisible()


def controls_of(window: MainWindow) -> list[QWidget]:
    return [
        widget
        for widget in window.findChildren(QWidget)
        if isinstance(widget, CONTROLS)
        and widget.isVisibleTo(window)
        and widget.isEnabled()
        and widget.window() is window
        and not widget.objectName().startswith("qt_")
    ]


def test_every_control_has_an_accessible_name(window: MainWindow) -> None:
    assert [widget for widget in controls_of(window) if not widget.accessibleName()] == []


def test_tab_reaches_every_control(window: MainWindow) -> None:
    window.preview.setFocus()
    reached: list[QWidget | None] = []
    for _ in range(80):
        QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab)
        reached.append(QApplication.focusWidget())
    # One of a group of exclusive buttons takes the focus for all; arrows go between them.
    views = set(window.view_switch.buttons.values())
    missed = {widget for widget in controls_of(window) if widget not in reached} - views
    assert missed == set()
    assert views & set(reached)


def test_every_tooltip_of_a_command_tells_its_key(window: MainWindow) -> None:
    assert window.output_bar.record.toolTip() == "Record (R)"
    assert window.source_bar.mirror.toolTip() == "Mirror (M)"
    assert window.output_bar.full_screen.toolTip() == "Full screen (F11)"


def test_tab_goes_on_through_the_form_of_another_filter(window: MainWindow) -> None:
    parts = window.filters.add.menu().findChildren(QMenu)
    for part in (parts[1], parts[0]):
        part.actions()[0].trigger()
    window.form.reset.setFocus()
    for control in window.form.controls.values():
        QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is control.field
