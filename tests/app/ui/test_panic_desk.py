from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from app.ui.main_window import MainWindow
from app.ui.panic_desk import PanicDesk
from app.ui.shortcuts import SHORTCUTS
from app.ui.shortcuts_dialog import ShortcutsDialog
from tests.app.ui.fakes import FakeSession, picture


@pytest.fixture
def desk(window: MainWindow, session: FakeSession) -> PanicDesk:
    session.picture = picture()
    window.poll()
    return PanicDesk(window, session)


def hidden_by(session: FakeSession) -> bool:
    """The switch, read anew."""
    return session.panic.on


def test_the_key_hides_at_once_and_shows_again(
    desk: PanicDesk, window: MainWindow, session: FakeSession
) -> None:
    before = session.picture
    QTest.keyClick(window, Qt.Key.Key_F12)
    assert session.panic.on
    assert window.preview.rendered is session.picture is not before
    assert desk.sign.isVisible()
    assert desk.action.isChecked()
    assert window.windowTitle() == "FaceMat Live (hidden)"
    QTest.keyClick(window, Qt.Key.Key_F12)
    assert hidden_by(session) is False
    assert not desk.sign.isVisible()
    assert not desk.action.isChecked()
    assert window.windowTitle() == "FaceMat Live"


def test_the_key_works_where_one_writes(
    desk: PanicDesk, window: MainWindow, session: FakeSession, qtbot: QtBot
) -> None:
    dialog = window.look_bar.ask_name()
    qtbot.waitUntil(lambda: QApplication.focusWindow() is dialog.windowHandle())
    QTest.keyClick(dialog.windowHandle(), Qt.Key.Key_F12)
    assert session.panic.on
    dialog.close()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window, Qt.Key.Key_F12)
    assert hidden_by(session) is False


def test_the_key_works_before_a_dialog_that_is_gone(
    desk: PanicDesk, window: MainWindow, session: FakeSession, qtbot: QtBot
) -> None:
    dialog = ShortcutsDialog(window)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    qtbot.waitUntil(lambda: QApplication.focusWindow() is dialog.windowHandle())
    handle = dialog.windowHandle()
    QTest.keyClick(handle, Qt.Key.Key_A)
    assert hidden_by(session) is False
    QTest.keyClick(handle, Qt.Key.Key_F12)
    assert session.panic.on


def test_held_down_it_does_not_flicker(
    desk: PanicDesk, window: MainWindow, session: FakeSession
) -> None:
    QTest.keyPress(window, Qt.Key.Key_F12)
    none = Qt.KeyboardModifier.NoModifier
    again = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_F12, none, "", True)
    for _ in range(3):
        assert not desk.eventFilter(window, again)
    assert not desk.action.autoRepeat()
    assert session.panic.on


def test_it_works_in_full_screen_and_the_sign_is_on_the_picture(
    desk: PanicDesk, window: MainWindow, session: FakeSession, qtbot: QtBot
) -> None:
    window.toggle_full_screen()
    qtbot.waitUntil(window.isFullScreen)
    QTest.keyClick(window.preview, Qt.Key.Key_F12)
    assert session.panic.on
    assert desk.sign.isVisible()
    assert desk.sign.size() == window.preview.size()
    window.preview.resize(500, 300)
    assert desk.sign.size() == window.preview.size()


def test_peeking_and_comparing_show_the_card_too(
    desk: PanicDesk, window: MainWindow, session: FakeSession
) -> None:
    QTest.keyClick(window, Qt.Key.Key_F12)
    shown = window.preview.rendered
    assert shown is not None
    assert shown.scene.frame.image is shown.image


def test_it_is_in_the_menu_and_no_other_command_has_its_key(
    desk: PanicDesk, window: MainWindow
) -> None:
    (place,) = (one for one in window.menuBar().actions() if one.text() == "Camera")
    menu = place.menu()
    assert isinstance(menu, QMenu)
    assert desk.action in menu.actions()
    keys = [shortcut.keys for shortcut in SHORTCUTS.values()]
    assert keys.count("F12") == 1
