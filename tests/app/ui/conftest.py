"""The window on a made-up session."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

# Before any Qt: the tests need no screen.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from pytestqt.qtbot import QtBot

from app.look import Look
from app.sources.camera import CameraInfo
from app.ui.main_window import MainWindow
from filters import catalog
from tests.app.ui.fakes import CATALOGUE, TWO, FakeSession, FakeShelf


@pytest.fixture(autouse=True)
def small_catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalog, "FILTERS", CATALOGUE)


@pytest.fixture(autouse=True)
def own_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Files go to a folder of the test's, never to the person's own."""
    for name in ("HOME", "USERPROFILE", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path))
    for kind in ("DATA", "CONFIG", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{kind}_HOME", str(tmp_path / kind.lower()))
    return tmp_path


@pytest.fixture
def session() -> FakeSession:
    return FakeSession()


@pytest.fixture
def shelf() -> FakeShelf:
    return FakeShelf()


@pytest.fixture
def open_window(qtbot: QtBot, session: FakeSession, shelf: FakeShelf) -> Callable[..., MainWindow]:
    """Opens the window on the fake session, wearing `TWO` unless told otherwise."""

    def opened(look: Look = TWO, **more: object) -> MainWindow:
        window = MainWindow(
            session,
            look,
            shelf,
            lambda: (CameraInfo("camera:0", "Desk camera"),),
            **more,  # type: ignore[arg-type]
        )
        qtbot.addWidget(window)
        window.resize(1280, 800)
        window.show()
        window.activateWindow()
        qtbot.waitExposed(window)
        return window

    return opened


@pytest.fixture
def window(open_window: Callable[..., MainWindow]) -> MainWindow:
    return open_window()


@pytest.fixture
def two_filters() -> Look:
    return TWO
