from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.look import NO_FILTERS
from app.sources.camera import CameraInfo
from app.ui import application
from app.ui.main_window import MainWindow
from tests.app.ui.fakes import FakeSession

ROOT = Path(__file__).resolve().parents[3]


def test_the_first_camera_is_taken_when_nothing_is_asked_for() -> None:
    cameras = [CameraInfo("camera:3", "Desk"), CameraInfo("camera:5", "Phone")]
    assert application.first_source(cameras) == ("camera:3", None)


def test_without_a_camera_the_demo_plays_and_a_note_says_so() -> None:
    spec, note = application.first_source([])
    assert spec == "demo"
    assert note == application.NO_CAMERA


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a display")
def test_without_a_display_there_is_one_line_and_no_abort() -> None:
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    command = [sys.executable, "main.py", "--source", "demo"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "there is no display" in done.stderr


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
