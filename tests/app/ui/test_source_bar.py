from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from app.sources.camera import CameraInfo
from app.sources.hotplug import CameraWatch, Nodes
from app.sources.modes import Offer
from app.sources.pictures import SUFFIXES
from app.ui.size_box import SIZES
from app.ui.source_bar import DEMO, FILES, SourceBar

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


@pytest.fixture
def nodes() -> list[Nodes]:
    """What there is, one look after another; the last from then on."""
    return [frozenset()]


@pytest.fixture
def watching(qtbot: QtBot, cameras: list[CameraInfo], nodes: list[Nodes]) -> SourceBar:
    watch = CameraWatch(lambda: nodes.pop(0) if len(nodes) > 1 else nodes[0])
    offered = {"camera:0": (Offer((1280, 720), 29.97), Offer((424, 240), None))}
    bar = SourceBar(lambda: cameras, sizes=lambda spec: offered.get(spec, ()), watch=watch)
    qtbot.addWidget(bar)
    return bar


def test_a_camera_plugged_in_is_listed_without_opening_the_list(
    watching: SourceBar, cameras: list[CameraInfo], nodes: list[Nodes]
) -> None:
    cameras.append(PHONE)
    watching.look()
    assert "Phone" not in words(watching)
    nodes[:] = [frozenset({("video2", True)})]
    watching.look()
    assert "Phone" in words(watching)
    assert watching.source.currentData() == DEMO
    cameras.remove(PHONE)
    nodes[:] = [frozenset()]
    watching.look()
    assert "Phone" not in words(watching)


def test_an_open_list_is_left_alone_until_it_is_closed(
    watching: SourceBar, cameras: list[CameraInfo], nodes: list[Nodes]
) -> None:
    watching.show()
    watching.source.showPopup()
    cameras.append(PHONE)
    nodes[:] = [frozenset({("video2", True)})]
    watching.look()
    assert "Phone" not in words(watching)
    watching.source.hidePopup()
    watching.look()
    assert "Phone" in words(watching)


def test_the_cameras_are_looked_for_every_second(
    watching: SourceBar, cameras: list[CameraInfo], nodes: list[Nodes]
) -> None:
    assert watching._timer.isActive()
    assert watching._timer.interval() == 1000
    cameras.append(PHONE)
    nodes[:] = [frozenset({("video2", True)})]
    watching._timer.timeout.emit()
    assert "Phone" in words(watching)


def sizes(bar: SourceBar) -> list[str]:
    return [bar.size_box.itemText(at) for at in range(bar.size_box.count())]


def test_the_sizes_are_those_the_camera_offers(watching: SourceBar, qtbot: QtBot) -> None:
    watching.show_source("camera:0")
    watching.size_box.about_to_open.emit()
    assert sizes(watching) == ["Auto", "720p, 30 fps", "424 x 240"]
    watching.size_box.setCurrentIndex(1)
    assert watching.size_box.words() == "720p"  # the closed box is narrow
    watching.size_box.setCurrentIndex(2)
    with qtbot.waitSignal(watching.source_wanted) as told:
        watching.size_box.activated.emit(2)
    assert told.args == ["camera:0", (424, 240)]
    assert watching.size_wanted == (424, 240)


def test_where_it_is_not_known_what_a_camera_offers_the_usual_sizes_are_listed(
    watching: SourceBar,
) -> None:
    watching.show_source("camera:5")
    watching.size_box.about_to_open.emit()
    assert sizes(watching) == ["Auto", "480p", "720p", "1080p", "4K"]


def test_the_size_in_use_stays_chosen_when_the_sizes_are_listed_anew(watching: SourceBar) -> None:
    for spec, size in (("camera:0", (800, 600)), ("camera:0", (1280, 720)), ("camera:0", None)):
        watching.show_source(spec, size)
        watching.size_box.about_to_open.emit()
        assert watching.size_wanted == size


def test_turning_and_cutting_are_asked_for_together(bar: SourceBar, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bar.turn_wanted) as told:
        bar.turn.turns[90].trigger()
    assert told.args == [90, False]
    with qtbot.waitSignal(bar.turn_wanted) as told:
        bar.turn.portrait.trigger()
    assert told.args == [90, True]
    assert bar.turn.isChecked()
    with qtbot.waitSignal(bar.turn_wanted) as told:
        bar.turn.turns[0].trigger()
    assert told.args == [0, True]


def test_showing_a_turn_asks_for_nothing(bar: SourceBar, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(bar.turn_wanted):
        bar.turn.show_turn(270, False)
    assert (bar.turn.turn, bar.turn.isChecked()) == (270, True)
    bar.turn.show_turn(0, False)
    assert not bar.turn.isChecked()


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
