from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox

from app.outputs.splitting import FAT_BYTES, How, Split
from app.ui.main_window import MainWindow
from app.ui.output_menu import OutputMenu
from tests.app.ui.fakes import FakeSession, picture


def answered(window: MainWindow, words: str) -> None:
    box = window.outputs.question
    assert isinstance(box, QMessageBox)
    button = next(one for one in box.buttons() if one.text() == words)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_the_badge_goes_only_when_that_is_confirmed(
    window: MainWindow, session: FakeSession
) -> None:
    entry = window.output_bar.menu.disclose
    assert entry.isChecked()
    entry.trigger()
    assert session.disclose
    assert entry.isChecked()  # The tick says what is so, not what was asked.
    answered(window, "Keep it")
    assert (session.disclose, entry.isChecked()) == (True, True)
    entry.trigger()
    answered(window, "Leave the badge out")
    assert (session.disclose, entry.isChecked()) == (False, False)


def test_the_badge_comes_back_without_a_question(window: MainWindow, session: FakeSession) -> None:
    session.disclose = False
    window.refresh()
    window.output_bar.menu.disclose.trigger()
    assert session.disclose
    assert window.outputs.question is None


def test_escape_keeps_the_badge(window: MainWindow, session: FakeSession) -> None:
    window.output_bar.menu.disclose.trigger()
    assert window.outputs.question is not None
    QTest.keyClick(window.outputs.question, Qt.Key.Key_Escape)
    assert session.disclose
    assert window.outputs.question is None


def test_recordings_are_whole_and_h264_until_something_else_is_chosen(
    window: MainWindow, session: FakeSession
) -> None:
    session.picture = picture()
    menu = window.output_bar.menu
    assert menu.how == How("h264")
    menu.formats["H.265, smaller files"].trigger()
    menu.splits["At 4 GB, for FAT32 disks"].trigger()
    QTest.keyClick(window, Qt.Key.Key_R)
    assert session.how == How("h265", Split(bytes=FAT_BYTES))


def test_one_of_each_is_chosen(window: MainWindow) -> None:
    menu: OutputMenu = window.output_bar.menu
    for entries in (menu.formats, menu.splits):
        for entry in entries.values():
            entry.trigger()
            assert [one for one in entries.values() if one.isChecked()] == [entry]
