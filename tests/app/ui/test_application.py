from __future__ import annotations

import os
import signal
from collections.abc import Callable

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.look import NO_FILTERS
from app.sources.camera import CameraInfo
from app.ui import application
from app.ui.main_window import MainWindow
from tests.app.ui.fakes import FakeSession


def test_the_first_camera_is_taken_when_nothing_is_asked_for() -> None:
    cameras = [CameraInfo("camera:3", "Desk"), CameraInfo("camera:5", "Phone")]
    assert application.first_source(cameras) == ("camera:3", None)


def test_without_a_camera_the_demo_plays_and_a_note_says_so() -> None:
    spec, note = application.first_source([])
    assert spec == "demo"
    assert note == application.NO_CAMERA


def window() -> MainWindow:
    widgets = QApplication.topLevelWidgets()
    return next(w for w in widgets if isinstance(w, MainWindow) and w.isVisible())


def close_window() -> None:
    window().close()


def interrupt() -> None:
    os.kill(os.getpid(), signal.SIGINT)


def terminate() -> None:
    os.kill(os.getpid(), signal.SIGTERM)


@pytest.fixture
def running(qtbot: QtBot, session: FakeSession, monkeypatch: pytest.MonkeyPatch) -> FakeSession:
    monkeypatch.setattr(application, "Session", lambda *_, **__: session)
    monkeypatch.setattr(application, "list_cameras", lambda without=None: ())
    return session


@pytest.mark.parametrize("end", [close_window, interrupt, terminate])
def test_the_session_runs_as_long_as_the_window(
    running: FakeSession, end: Callable[[], None]
) -> None:
    handler = signal.getsignal(signal.SIGTERM)
    QTimer.singleShot(0, end)
    assert application.run("demo", NO_FILTERS) == 0
    assert running.told[0] == ("start",)
    assert running.told[-1] == ("stop",)
    assert signal.getsignal(signal.SIGTERM) is handler


def test_the_note_is_in_the_window(running: FakeSession) -> None:
    told: list[object] = []

    def look() -> None:
        told.append(window().banner.fault)
        window().close()

    QTimer.singleShot(0, look)
    application.run(None, NO_FILTERS)
    assert told == [application.NO_CAMERA]


def test_the_device_that_is_fed_is_not_offered_as_a_camera(
    running: FakeSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    without: list[str | None] = []

    def cameras(fed: str | None = None) -> tuple[CameraInfo, ...]:
        without.append(fed)
        return ()

    def look() -> None:
        running.answer("/dev/video10")
        window().source_bar.source.about_to_open.emit()
        window().close()

    monkeypatch.setattr(application, "list_cameras", cameras)
    QTimer.singleShot(0, look)
    application.run("demo", NO_FILTERS)
    assert without[-1] == "/dev/video10"
