from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.statistics import Meter, Statistics
from app.ui.statistics_panel import StatisticsPanel, audio_offset, camera_rate

BUSY = Statistics(
    29.7,
    41.0,
    "CPU",
    1234,
    {"landmarks": 9.25, "matte": 13.5},
    slow={"landmarks": 12.5, "matte": 21.0},
    slow_ms=66.4,
    virtual_camera_ms=1000 / 30,
)


@pytest.fixture
def panel(qtbot: QtBot) -> StatisticsPanel:
    parent = QWidget()
    parent.resize(800, 600)
    qtbot.addWidget(parent)
    parent.show()
    made = StatisticsPanel(parent)
    made.parent_kept = parent  # type: ignore[attr-defined]
    return made


def test_it_is_hidden_until_it_is_wanted(panel: StatisticsPanel) -> None:
    panel.show_statistics(BUSY)
    assert panel.isHidden()
    panel.toggle()
    assert not panel.isHidden()
    assert "1,234" in panel.text()
    panel.toggle()
    assert panel.isHidden()


def test_it_tells_both_ends_of_every_stage_and_lies_in_the_corner(panel: StatisticsPanel) -> None:
    panel.toggle()
    panel.show_statistics(BUSY)
    for word in ("landmarks", "9.2", "12.5", "matte", "21.0", "29.7", "CPU", "66"):
        assert word in panel.text()
    assert panel.geometry().bottom() < 600
    assert panel.geometry().top() > 300
    assert panel.geometry().left() == 14


def test_the_microphone_waits_for_picture_and_virtual_camera() -> None:
    assert audio_offset(BUSY) == 60  # 41 + 33.3 / 2, in steps of 5
    assert audio_offset(Statistics(latency_ms=41.0)) == 40


@pytest.mark.parametrize(
    ("rates", "words"),
    [
        ((29.9, 30.0), "29.9 fps"),
        ((14.96, 30.0), "15.0 of 30 fps"),
        ((25.0, None), "25.0 fps"),
        ((None, 30.0), "-"),
    ],
)
def test_the_cameras_true_rate_is_told_and_its_word_where_that_differs(
    rates: tuple[float | None, float | None], words: str
) -> None:
    assert camera_rate(Statistics(camera_rates=rates)) == words


def test_the_cameras_rate_is_in_the_panel(panel: StatisticsPanel) -> None:
    panel.toggle()
    panel.show_statistics(Statistics(camera_rates=(14.96, 30.0)))
    assert "15.0 of 30 fps" in panel.text()


def test_the_slow_end_is_of_five_seconds() -> None:
    meter = Meter()
    for at in range(100):
        spent = 50.0 if at % 10 == 0 else 10.0
        meter.count(0.05 * at, 0.05 * at - spent / 1000, {"matte": spent})
    latency, stages = meter.slow(4.95)
    assert latency == pytest.approx(50.0)
    assert stages == {"matte": 50.0}
    assert meter.read(4.95)[1] == pytest.approx(10.0)
    assert meter.slow(30.0) == (0.0, {})
