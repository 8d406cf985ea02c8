from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.look import Look
from app.settings.looks import worn_again
from app.settings.memory import Memory
from app.settings.schema import LastLook, Settings
from app.ui.main_window import MainWindow
from app.ui.remembering import Remembering, remember
from app.ui.views import View
from tests.app.ui.fakes import TWO

Open = Callable[..., MainWindow]


class Watched:
    """A window that is watched, and what is kept of it."""

    def __init__(self, window: MainWindow, memory: Memory, instead: str = "") -> None:
        self.kept: list[Settings] = []
        self.window = window
        self.remembering: Remembering = remember(window, memory, self.kept.append, instead)

    def settle(self) -> Settings:
        """What was kept in the end."""
        self.remembering.look()
        self.remembering.look()
        return self.kept[-1]


@pytest.fixture
def watched(window: MainWindow, tmp_path: Path) -> Watched:
    return Watched(window, Memory(tmp_path / "settings.json"))


def test_what_the_user_sets_is_kept(watched: Watched) -> None:
    window = watched.window
    QTest.keyClick(window, Qt.Key.Key_M)
    QTest.keyClick(window, Qt.Key.Key_3)
    window.filters.down.click()
    window.source_bar.size_box.setCurrentIndex(2)
    window.source_bar.size_box.activated.emit(2)
    window.source_bar.turn.turns[90].trigger()
    window.source_bar.turn.portrait.trigger()
    kept = watched.settle()
    assert (kept.mirror, kept.view, kept.size) == (True, "compare", (1280, 720))
    assert (kept.turn, kept.portrait) == (90, True)
    assert kept.look is not None
    assert worn_again(kept.look) == window.look != TWO


def test_the_name_of_a_look_is_kept_with_whether_it_was_edited(watched: Watched) -> None:
    watched.window.looks.load("evening-red")
    kept = watched.settle().look
    assert kept is not None
    assert (kept.name, kept.edited) == ("evening-red", False)
    watched.window.filters.down.click()
    kept = watched.settle().look
    assert kept is not None
    assert (kept.name, kept.edited) == ("evening-red", True)


def test_nothing_is_kept_while_it_is_changing_and_nothing_twice(watched: Watched) -> None:
    watched.settle()
    count = len(watched.kept)
    watched.window.set_view(View.MATTE)
    watched.remembering.look()
    assert len(watched.kept) == count
    watched.remembering.look()
    watched.remembering.look()
    assert len(watched.kept) == count + 1


def test_what_changed_last_is_kept_when_the_window_closes(watched: Watched) -> None:
    watched.window.set_view(View.MATTE)
    watched.window.close()
    assert watched.kept[-1].view == "matte"


@pytest.mark.parametrize(
    ("spec", "kept"),
    [
        ("demo", "demo"),
        ("clip.mp4", str(Path("clip.mp4").absolute())),
        ("~/a film.mp4", "HOME/a film.mp4"),
        ("bad\udcff.mp4", None),
    ],
)
def test_a_source_is_kept_so_that_it_is_found_again(
    watched: Watched, own_home: Path, spec: str, kept: str | None
) -> None:
    watched.window.source_bar.show_source(spec)
    assert watched.settle().source == (kept and kept.replace("HOME", str(own_home)))


def test_a_camera_is_kept_by_its_lasting_name(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.ui.remembering.pinned", lambda spec: f"{spec} for ever")
    watched.window.source_bar.show_source("camera:0")
    assert watched.settle().source == "camera:0 for ever"


def test_a_camera_that_was_not_there_is_not_forgotten(open_window: Open, tmp_path: Path) -> None:
    memory = Memory(tmp_path / "s.json", Settings(source="camera:/dev/v4l/by-id/mine"))
    watched = Watched(open_window(source="demo"), memory, "demo")
    assert watched.settle().source == "camera:/dev/v4l/by-id/mine"
    watched.window.source_bar.show_source("camera:0")
    assert watched.settle().source == "camera:0"
    watched.window.source_bar.show_source("demo")
    assert watched.settle().source == "demo"


def test_a_look_that_was_lost_is_not_forgotten_until_another_is_worn(
    open_window: Open, tmp_path: Path
) -> None:
    last = LastLook(name="fair", toml="of a pack that is gone")
    memory = Memory(tmp_path / "s.json", Settings(look=last), look_lost=True)
    watched = Watched(open_window(), memory)
    assert watched.settle().look == last
    watched.window.put_on(Look())
    kept = watched.settle().look
    assert kept is not None
    assert worn_again(kept) == Look()


def test_an_edited_look_says_so_again(open_window: Open, tmp_path: Path) -> None:
    before = Settings(look=LastLook(name="evening-red", edited=True, toml=""))
    memory = Memory(tmp_path / "s.json", before, look=TWO)
    watched = Watched(open_window(TWO, look_name="evening-red"), memory)
    assert watched.window.look_bar.box.currentText() == "Evening red (edited)"


def test_a_window_comes_back_in_its_place_and_view(open_window: Open, tmp_path: Path) -> None:
    first = Watched(open_window(), Memory(tmp_path / "s.json"))
    first.window.setGeometry(0, 0, 960, 640)
    first.window.set_view(View.COMPARE)
    before = first.settle()
    again = Watched(open_window(), Memory(tmp_path / "s.json", before)).window
    assert (again.width(), again.height()) == (960, 640)
    assert again.preview.view is View.COMPARE
    assert again.view_switch.buttons[View.COMPARE].isChecked()


def test_full_screen_does_not_come_back(open_window: Open, tmp_path: Path, qtbot: QtBot) -> None:
    first = Watched(open_window(), Memory(tmp_path / "s.json"))
    first.window.toggle_full_screen()
    qtbot.waitUntil(first.window.isFullScreen)
    again = Watched(open_window(), Memory(tmp_path / "s.json", first.settle())).window
    assert not again.isFullScreen()
    assert again.filters.isVisible()


@pytest.mark.parametrize("nonsense", ["", "AAAA", "not base64 ÿ", "AdnQywAD"])
def test_a_place_that_is_nonsense_is_left_out(
    open_window: Open, tmp_path: Path, nonsense: str
) -> None:
    memory = Memory(tmp_path / "s.json", Settings(window=nonsense))
    assert Watched(open_window(), memory).window.width() == 1280
