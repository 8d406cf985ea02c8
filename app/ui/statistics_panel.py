"""What each stage costs, how long a picture is on its way, and what to set in OBS for it."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QWidget

from app.effort import Saving
from app.session import Statistics
from app.ui.theme import PALETTE

_STEP_MS = 5
_MARGIN = 14
_LEFT_OUT = {
    Saving.NOTHING: "nothing",
    Saving.LANDMARKS: "every second frame's landmarks",
    Saving.MATTE: "every second frame's landmarks, part of the matte's sharpness",
}


class StatisticsPanel(QLabel):
    """Lies over its parent's bottom left corner; hidden until it is wanted."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self._last = Statistics()
        self.setObjectName("statisticsPanel")
        self.setAccessibleName("Statistics")
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(False)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def toggle(self) -> None:
        """Show or hide."""
        self.setVisible(self.isHidden())
        self.show_statistics(self._last)

    def show_statistics(self, statistics: Statistics) -> None:
        """Show these numbers, where the panel is shown at all."""
        self._last = statistics
        if self.isHidden():
            return
        self.setText(_table(statistics))
        self.adjustSize()
        self.move(QPoint(_MARGIN, self._over.height() - self.height() - _MARGIN))


def audio_offset(statistics: Statistics) -> int:
    """Milliseconds by which the microphone must wait for the picture, in steps of 5.

    The virtual camera repeats its newest picture at a fixed pace, which on average adds half a
    frame to the way from capture to picture.
    """
    late = statistics.latency_ms + statistics.virtual_camera_ms / 2
    return _STEP_MS * round(late / _STEP_MS)


def camera_rate(statistics: Statistics) -> str:
    """What the camera really gives, and what it says where that is something else."""
    measured, told = statistics.camera_rates
    if measured is None:
        return "-"
    if told is None or abs(measured - told) < 0.05 * told:
        return f"{measured:.1f} fps"
    return f"{measured:.1f} of {told:.0f} fps"


def _table(statistics: Statistics) -> str:
    quiet = f'style="color: {PALETTE.quiet}"'
    stages = [
        (name, f"{ms:.1f}", f"{statistics.slow.get(name, ms):.1f}")
        for name, ms in statistics.stages.items()
    ]
    whole = ("capture to picture", f"{statistics.latency_ms:.0f}", f"{statistics.slow_ms:.0f}")
    rows = [("milliseconds", "p50", "p95"), *stages, whole]
    cells = "".join(
        f"<tr><td {quiet}>{escape(name)}</td>"
        f'<td align="right">&nbsp;&nbsp;{middle}</td><td align="right">&nbsp;&nbsp;{slow}</td></tr>'
        for name, middle, slow in rows
    )
    facts = (
        ("Pictures a second", f"{statistics.fps:.1f}"),
        ("Camera gives", camera_rate(statistics)),
        ("Frames dropped", f"{statistics.dropped:,}"),
        ("Network on", statistics.provider or "-"),
        ("Left out to keep up", _LEFT_OUT[statistics.saving]),
        ("Audio offset for OBS", f"{audio_offset(statistics)} ms"),
    )
    lines = "".join(
        f'<tr><td {quiet}>{escape(name)}</td><td align="right" colspan="2">&nbsp;&nbsp;'
        f"{escape(value)}</td></tr>"
        for name, value in facts
    )
    return f"<table>{cells}{lines}</table>"
