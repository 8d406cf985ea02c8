from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from app.session import Statistics
from app.ui.output_bar import clock
from app.ui.status_line import StatusLine


def test_the_numbers_are_in_the_line(qtbot: QtBot) -> None:
    line = StatusLine()
    qtbot.addWidget(line)
    line.show_statistics(Statistics(29.84, 37.6, "CPU", 1234, {"matte": 9.1}, "Desk", (640, 480)))
    assert line.rate.text() == "29.8 fps"
    assert line.latency.text() == "38 ms"
    assert line.provider.text() == "CPU"
    assert line.dropped.text() == "1,234 dropped"
    assert line.source.text() == "Desk  ·  640 x 480"
    assert "matte: 9.1 ms" in line.latency.toolTip()


def test_what_the_network_runs_on_is_told_and_why(qtbot: QtBot) -> None:
    line = StatusLine()
    qtbot.addWidget(line)
    line.show_statistics(Statistics(provider="GPU (CUDA)", reason="the fastest; cpu: 13.0 ms"))
    assert line.provider.text() == "GPU (CUDA)"
    assert "the fastest; cpu: 13.0 ms" in line.provider.toolTip()


def test_before_the_first_picture_there_are_no_numbers(qtbot: QtBot) -> None:
    line = StatusLine()
    qtbot.addWidget(line)
    assert line.rate.text() == "- fps"
    assert line.provider.isHidden()


@pytest.mark.parametrize(
    ("seconds", "words"), [(0, "0:00"), (7.9, "0:07"), (750, "12:30"), (3723, "1:02:03")]
)
def test_elapsed_time_reads_like_a_clock(seconds: float, words: str) -> None:
    assert clock(seconds) == words


def test_the_cameras_true_rate_is_in_the_tooltip_while_there_is_one(qtbot: QtBot) -> None:
    line = StatusLine()
    qtbot.addWidget(line)
    line.show_statistics(Statistics(fps=14.9, camera_rates=(14.96, 30.0)))
    assert line.rate.toolTip().endswith("The camera gives 15.0 of 30 fps")
    line.show_statistics(Statistics(fps=14.9))
    assert line.rate.toolTip() == "Pictures finished in a second"
