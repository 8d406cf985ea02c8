from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from app.sources.camera import CameraInfo
from app.sources.pictures import SUFFIXES
from app.ui.source_bar import DEMO, FILES, SIZES, SourceBar

DESK = CameraInfo("camera:0", "Desk camera")
PHONE = CameraInfo("camera:2", "Phone")


@pytest.fixture
def cameras() -> list[CameraInfo]:
    return [DESK]


@pytest.fixture
def bar(qtbot: QtBot, cameras: list[CameraInfo]) -> SourceBar:
    bar = SourceBar(lambda: cameras)
    qtbot.addWidget(bar)
    return bar


def words(bar: SourceBar) -> list[str]:
    return [text for at in range(bar.source.count()) if (text := bar.source.itemText(at))]


def test_cameras_are_listed_by_name(bar: SourceBar) -> None:
    assert words(bar) == ["Desk camera", "Built-in demo", "Open file…"]


def test_a_camera_plugged_in_later_is_there_when_the_list_opens(
    bar: SourceBar, cameras: list[CameraInfo]
) -> None:
    cameras.append(PHONE)
    bar.source.about_to_open.emit()
    assert "Phone" in words(bar)
    assert bar.source.currentData() == DEMO


def test_choosing_a_camera_asks_for_it_with_its_size(bar: SourceBar, qtbot: QtBot) -> None:
    bar.size_box.setCurrentIndex(2)
    with qtbot.waitSignal(bar.source_wanted) as told:
        bar.source.activated.emit(0)
    assert told.args == ["camera:0", SIZES[2][1]]


def test_choosing_what_is_shown_asks_for_nothing(bar: SourceBar, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(bar.source_wanted):
        bar.source.activated.emit(bar.source.findData(DEMO))


def test_a_file_has_its_name_and_no_size_to_choose(bar: SourceBar) -> None:
    bar.show_source("/films/holiday.mp4")
    assert bar.source.currentText() == "holiday.mp4"
    assert not bar.size_box.isEnabled()


def test_a_camera_that_is_gone_stays_named(bar: SourceBar) -> None:
    bar.show_source("camera:7", (800, 600))
    assert bar.source.currentText() == "Camera 7"
    assert bar.size_box.currentData() == (800, 600)


def test_an_opened_file_is_asked_for(
    bar: SourceBar, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = "app.ui.source_bar.QFileDialog.getOpenFileName"
    monkeypatch.setattr(dialog, lambda *_: ("/films/cat.webm", ""))
    with qtbot.waitSignal(bar.source_wanted) as told:
        bar.open_file()
    assert told.args == ["/films/cat.webm", None]
    monkeypatch.setattr(dialog, lambda *_: ("", ""))
    with qtbot.assertNotEmitted(bar.source_wanted):
        bar.source.activated.emit(bar.source.count() - 1)
    assert bar.source.currentText() == "cat.webm"


def test_every_kind_of_picture_that_is_read_can_be_chosen() -> None:
    assert all(f"*{suffix}" in FILES for suffix in SUFFIXES)


def test_showing_the_mirror_asks_for_nothing(bar: SourceBar, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(bar.mirror_wanted):
        bar.show_source(DEMO, mirror=True)
    with qtbot.waitSignal(bar.mirror_wanted) as told:
        bar.mirror.click()
    assert told.args == [False]
