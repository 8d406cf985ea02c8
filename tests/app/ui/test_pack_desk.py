"""Packs in the window, with the thread that watches their folder left out or awaited."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QMessageBox
from pytestqt.qtbot import QtBot

from app.faults import Fault
from app.look import Look, Worn
from app.packs.consent import Consent
from app.packs.shelf import PackShelf
from app.ui.main_window import MainWindow
from app.ui.pack_desk import PackDesk
from app.ui.pack_row import BrokenRow, PackRow
from app.ui.pack_watch import PackWatch
from filters import catalog
from filters.params import values_of
from tests.app.ui.fakes import FakeSession
from tests.app.ui.test_look_desk import drop
from tests.filters.packs.making import MANIFEST, files, written, zipped


@pytest.fixture
def told() -> list[Fault]:
    return []


@pytest.fixture
def watch(tmp_path: Path, told: list[Fault]) -> Iterator[PackWatch]:
    shelf = PackShelf(tmp_path / "packs", Consent(tmp_path / "allowed.json"), told.append)
    watch = PackWatch(shelf, told.append, seconds=0.02)
    yield watch
    watch.stop()
    catalog.set_packs(())


@pytest.fixture
def desk(window: MainWindow, watch: PackWatch) -> PackDesk:
    desk = PackDesk(window, watch)
    watch.start()
    return desk


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "packs"


def ids() -> list[str]:
    return [one.id for one in catalog.every() if "/" in one.id]


def question(desk: PackDesk) -> QMessageBox | None:
    window = desk.parent()
    assert isinstance(window, MainWindow)
    boxes = [box for box in window.findChildren(QMessageBox) if box.isVisible()]
    return boxes[0] if boxes else None


def wear(window: MainWindow, id: str, **values: object) -> None:
    window.put_on(Look((Worn(id, catalog.by_id(id).params(**values)),)))


def test_a_dropped_pack_is_installed_and_offered(
    window: MainWindow, desk: PackDesk, qtbot: QtBot, tmp_path: Path, folder: Path
) -> None:
    (tmp_path / "sea.zip").write_bytes(zipped(files()))
    assert drop(window, tmp_path / "sea.zip")
    qtbot.waitUntil(lambda: "at-sea/hat" in ids())
    assert (folder / "at-sea" / "pack.toml").exists()
    titles = [action.text() for action in window.filters.add.menu().actions()]
    assert titles[-1] == "Packs"


def test_an_edit_shows_on_a_filter_that_is_worn(
    window: MainWindow, session: FakeSession, desk: PackDesk, qtbot: QtBot, folder: Path
) -> None:
    written(folder / "sea", files())
    qtbot.waitUntil(lambda: "at-sea/hat" in ids())
    wear(window, "at-sea/hat", size=1.3)
    before = catalog.by_id("at-sea/hat")
    written(folder / "sea", {"pack.toml": MANIFEST.replace("width = 22", "width = 30").encode()})
    qtbot.waitUntil(lambda: catalog.by_id("at-sea/hat") is not before)
    assert values_of(window.look.worn[0].params)["size"] == 1.3


def test_a_broken_edit_keeps_what_is_worn_and_is_told(
    window: MainWindow, desk: PackDesk, qtbot: QtBot, folder: Path, told: list[Fault]
) -> None:
    written(folder / "sea", files())
    qtbot.waitUntil(lambda: "at-sea/hat" in ids())
    wear(window, "at-sea/hat")
    written(folder / "sea", {"pack.toml": b"id = "})
    qtbot.waitUntil(lambda: told != [])
    assert "sea/pack.toml, line 1" in told[0].why
    assert [worn.filter_id for worn in window.look.worn] == ["at-sea/hat"]


def test_a_filter_whose_pack_is_gone_is_taken_off(
    window: MainWindow, session: FakeSession, desk: PackDesk, qtbot: QtBot, folder: Path
) -> None:
    written(folder / "sea", files())
    qtbot.waitUntil(lambda: "at-sea/hat" in ids())
    wear(window, "at-sea/hat")
    (folder / "sea").rename(folder.parent / "away")
    qtbot.waitUntil(lambda: session.looks[-1] == Look())


def test_python_is_asked_about_once_and_runs_after_a_yes(
    window: MainWindow, desk: PackDesk, qtbot: QtBot, folder: Path
) -> None:
    written(folder / "sea", files(code=True))
    qtbot.waitUntil(lambda: question(desk) is not None)
    box = question(desk)
    assert box is not None
    assert "anything that you can do" in box.informativeText()
    assert box.defaultButton().text() == "Leave it out"
    assert "at-sea/fog" not in ids()
    next(b for b in box.buttons() if b.text() == "Let it run").click()
    qtbot.waitUntil(lambda: "at-sea/fog" in ids())
    assert question(desk) is None


def test_closing_the_question_is_a_no_that_is_remembered(
    window: MainWindow, desk: PackDesk, qtbot: QtBot, folder: Path, tmp_path: Path
) -> None:
    written(folder / "sea", files(code=True))
    qtbot.waitUntil(lambda: question(desk) is not None)
    box = question(desk)
    assert box is not None
    box.close()
    consent = Consent(tmp_path / "allowed.json")
    fingerprint = desk._packs.asking[0].fingerprint
    qtbot.waitUntil(lambda: consent.answer("at-sea", fingerprint) is False)
    qtbot.waitUntil(lambda: desk._packs.asking == ())
    assert "at-sea/fog" not in ids()


def test_it_is_asked_once_whatever_else_changes(
    window: MainWindow, desk: PackDesk, qtbot: QtBot, folder: Path
) -> None:
    written(folder / "sea", files(code=True))
    qtbot.waitUntil(lambda: question(desk) is not None)
    other = MANIFEST.replace('"at-sea"', '"ashore"').encode()
    written(folder / "shore", files() | {"pack.toml": other, "looks/captain.toml": b"schema = 2"})
    qtbot.waitUntil(lambda: "ashore/hat" in ids())
    assert len([box for box in window.findChildren(QMessageBox) if box.isVisible()]) == 1


def test_the_list_shows_packs_and_what_is_broken(
    window: MainWindow, desk: PackDesk, qtbot: QtBot, folder: Path
) -> None:
    written(folder / "sea", files())
    written(folder / "bad", {"pack.toml": b"?"})
    window.menu_actions["packs"].trigger()
    dialog = desk.dialog
    assert dialog is not None
    qtbot.waitUntil(lambda: len(dialog.rows) == 2)
    good, bad = dialog.rows
    assert isinstance(good, PackRow)
    assert isinstance(bad, BrokenRow)
    words = [label.text() for label in good.findChildren(QLabel)]
    assert words == ["At sea", "1.0.0 by Ada, CC0-1.0", "3 filters · 1 look"]
    bad.remove.click()
    box = question(desk)
    assert box is not None
    next(button for button in box.buttons() if button.text() == "Remove").click()
    qtbot.waitUntil(lambda: not (folder / "bad").exists())
    assert (folder / "sea").exists()
    dialog.accept()
    assert desk.dialog is None


def test_python_can_be_stopped_and_let_run_again_from_the_list(
    window: MainWindow, desk: PackDesk, qtbot: QtBot, folder: Path
) -> None:
    written(folder / "sea", files(code=True))
    qtbot.waitUntil(lambda: question(desk) is not None)
    box = question(desk)
    assert box is not None
    next(button for button in box.buttons() if button.text() == "Let it run").click()
    qtbot.waitUntil(lambda: "at-sea/fog" in ids())
    dialog = desk.open()

    def python() -> str:
        row = dialog.rows[0]
        assert isinstance(row, PackRow)
        assert row.python is not None
        return row.python.text()

    assert python() == "Stop Python"
    dialog.stop_wanted.emit(desk._packs.installed[0].pack)
    qtbot.waitUntil(lambda: python() == "Let Python run…")
    assert "at-sea/fog" not in [one.id for one in desk._packs.filters]


def test_a_pack_that_can_not_be_installed_is_told_in_the_list(
    window: MainWindow, desk: PackDesk, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = desk.open()
    bad = MANIFEST.replace("width = 22", "width = 'x'").encode()
    dialog.install_wanted.emit(written(tmp_path / "bad", {"pack.toml": bad}))
    qtbot.waitUntil(lambda: dialog.banner.fault is not None)
    assert "Bad/" not in dialog.banner.why.text()
    assert dialog.banner.why.text().startswith("bad/pack.toml, line 13: sprite.width is 'x'")
    assert window.banner.fault is None
    dialog.install_wanted.emit(written(tmp_path / "good", files()))
    qtbot.waitUntil(lambda: dialog.banner.fault is None)
    assert window.toast.accessibleName() == "Installed the pack “At sea”"
