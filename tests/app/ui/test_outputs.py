from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.faults import Fault
from app.ui.main_window import MainWindow
from tests.app.ui.fakes import FakeSession, picture

BROKEN = Fault("It broke", "a reason", "Do this")


def test_a_snapshot_goes_to_the_pictures_folder_and_says_so(
    window: MainWindow, session: FakeSession
) -> None:
    QTest.keyClick(window, Qt.Key.Key_S)
    (kind, path), *_ = session.told
    assert kind == "snapshot"
    assert isinstance(path, Path)
    assert path.suffix == ".png"
    assert path.parent.name == "FaceMat Live"
    assert window.toast.isVisible()
    assert window.toast.path == path
    assert window.toast.folder.isVisible()


def test_a_recording_without_a_picture_is_not_said_to_be_saved(
    window: MainWindow, session: FakeSession
) -> None:
    window.outputs.toggle_recording()
    window.outputs.toggle_recording()
    assert session.recording is None
    assert window.banner.what.text() == "Nothing was recorded"
    assert window.toast.path is None


def test_recording_shows_until_it_stops(window: MainWindow, session: FakeSession) -> None:
    session.picture = picture()
    QTest.keyClick(window, Qt.Key.Key_R)
    path = session.recording
    assert path is not None
    assert path.suffix == ".mp4"
    assert window.badge.isVisible()
    assert window.output_bar.record.text() == "Stop"
    QTest.keyClick(window, Qt.Key.Key_R)
    assert session.recording is None
    assert not window.badge.isVisible()
    assert window.toast.path == path


def test_sinks_that_fail_are_shown_as_off(window: MainWindow, session: FakeSession) -> None:
    window.outputs.toggle_recording()
    window.outputs.toggle_virtual_camera()
    session.answer("/dev/video10")
    window.refresh()
    assert window.output_bar.virtual_camera.isChecked()
    session.lose_sinks()
    window.refresh()
    assert not window.output_bar.record.isChecked()
    assert not window.output_bar.virtual_camera.isChecked()
    assert not window.badge.isVisible()


def test_a_virtual_camera_that_cannot_start_stays_off(
    window: MainWindow, session: FakeSession
) -> None:
    window.output_bar.virtual_camera.click()
    assert window.output_bar.virtual_camera.text() == "Starting…"
    assert not window.output_bar.virtual_camera.isChecked()
    session.answer(None)
    window.tell(BROKEN)
    window.refresh()
    assert window.banner.fault == BROKEN
    assert window.output_bar.virtual_camera.text() == "Virtual camera"
    assert not window.output_bar.virtual_camera.isChecked()
    assert not window.toast.isVisible()


def test_a_virtual_camera_is_said_to_be_on_once_its_driver_answers(
    window: MainWindow, session: FakeSession
) -> None:
    window.output_bar.virtual_camera.click()
    window.refresh()
    assert not window.toast.isVisible()
    session.answer("/dev/video10")
    window.refresh()
    assert window.output_bar.virtual_camera.isChecked()
    assert window.toast.words.text().startswith("Other apps now see this picture")


def test_a_virtual_camera_that_takes_too_long_can_be_switched_off_again(
    window: MainWindow, session: FakeSession
) -> None:
    window.output_bar.virtual_camera.click()
    window.output_bar.virtual_camera.click()
    assert not session.virtual_camera_starting
    assert window.output_bar.virtual_camera.text() == "Virtual camera"
