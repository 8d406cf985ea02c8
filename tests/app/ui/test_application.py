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
from app.settings.memory import recalled
from app.settings.schema import Settings
from app.sources.camera import CameraInfo
from app.ui import application
from app.ui.main_window import MainWindow
from app.ui.views import View
from tests.app.ui.fakes import FakeSession

ROOT = Path(__file__).resolve().parents[3]


def test_the_first_camera_is_taken_when_nothing_is_asked_for() -> None:
    cameras = [CameraInfo("camera:3", "Desk"), CameraInfo("camera:5", "Phone")]
    assert application.first_source(cameras) == ("camera:3", None)


def test_without_a_camera_the_demo_plays_and_a_note_says_so() -> None:
    spec, note = application.first_source([])
    assert spec == "demo"
    assert note == application.NO_CAMERA


def test_the_source_shown_last_is_shown_again(tmp_path: Path) -> None:
    cameras = [CameraInfo("camera:3", "Desk"), CameraInfo("camera:5", "Phone")]
    clip = tmp_path / "clip.mp4"
    clip.touch()
    for before in ("camera:5", "demo", str(clip)):
        assert application.first_source(cameras, before) == (before, None)


@pytest.mark.parametrize(
    ("before", "what"),
    [
        ("camera:7", "The camera shown last was not found"),
        ("/gone/clip.mp4", "clip.mp4 was not found"),
    ],
)
def test_a_source_that_is_gone_is_named_with_what_is_shown_instead(before: str, what: str) -> None:
    spec, note = application.first_source([CameraInfo("camera:3", "Desk")], before)
    assert spec == "camera:3"
    assert note is not None
    assert (note.what, note.why) == (what, "Desk is shown instead")
    assert application.first_source([], before)[0] == "demo"


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


def test_the_turn_asked_for_is_done_and_shown_from_the_start(running: FakeSession) -> None:
    shown: list[tuple[int, bool]] = []

    def look() -> None:
        turn = window().source_bar.turn
        shown.append((turn.turn, turn.portrait.isChecked()))
        window().close()

    QTimer.singleShot(0, look)
    application.run("demo", NO_FILTERS, turn=90, portrait=True)
    assert running.told[:2] == [("turn", 90, True), ("start",)]
    assert shown == [(90, True)]


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


def test_a_session_is_remembered_to_the_next(running: FakeSession, tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    shown: list[tuple[bool, View]] = []

    def use() -> None:
        shown.append((window().source_bar.mirror.isChecked(), window().preview.view))
        window().source_bar.mirror.click()
        window().set_view(View.MATTE)
        window().close()

    for _ in range(2):
        memory = recalled(path)
        QTimer.singleShot(0, use)
        application.run(None, NO_FILTERS, mirror=memory.before.mirror, memory=memory)
    assert shown == [(False, View.RESULT), (True, View.MATTE)]
    # no camera was there, and the demo was not chosen
    assert recalled(path).before.source is None


def test_what_is_wrong_with_the_settings_is_told_in_the_window(
    running: FakeSession, tmp_path: Path
) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(b"{")
    told: list[object] = []

    def use() -> None:
        told.append(window().banner.fault)
        window().close()

    QTimer.singleShot(0, use)
    memory = recalled(path)
    application.run("demo", NO_FILTERS, memory=memory)
    assert told == [memory.notes[0]]


def test_settings_that_can_not_be_written_stop_nothing(
    running: FakeSession, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    QTimer.singleShot(0, close_window)
    memory = recalled(tmp_path / "file" / "settings.json")
    assert application.run("demo", NO_FILTERS, memory=memory) == 0


def test_what_is_remembered_is_written_before_the_app_ends(
    running: FakeSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []

    class Keeps:
        def __init__(self, *_: object) -> None:
            pass

        def start(self) -> None:
            done.append("start")

        def keep(self, settings: Settings) -> None:
            done.append(settings.view)

        def stop(self) -> None:
            done.append("stop")

    monkeypatch.setattr(application, "Keeper", Keeps)
    QTimer.singleShot(0, close_window)
    application.run("demo", NO_FILTERS, memory=recalled(tmp_path / "settings.json"))
    assert done == ["start", "result", "stop"]
