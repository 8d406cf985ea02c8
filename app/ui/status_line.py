"""How it is doing, in one quiet line: rate, latency, provider, dropped frames."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from app.session import Statistics
from app.ui.statistics_panel import camera_rate

_RUNS_ON = "What the network runs on"
_FINISHED = "Pictures finished in a second"


class StatusLine(QFrame):
    """The foot of the window."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statusLine")
        self.setAccessibleName("Status")
        self.setFixedHeight(29)
        self.source = QLabel()
        self.source.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.rate = _number(_FINISHED, "00.0 fps")
        self.latency = _number("From the camera to the finished picture", "000 ms")
        self.provider = _number(_RUNS_ON, "")
        self.dropped = _number("Frames there was no time for, since the start", "")
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 0, 14, 0)
        row.setSpacing(20)
        row.addWidget(self.source, 1)
        for label in (self.rate, self.latency, self.provider, self.dropped):
            row.addWidget(label)
        self.show_statistics(Statistics())

    def show_statistics(self, statistics: Statistics) -> None:
        """Show these numbers."""
        size = statistics.size
        wide = f"{size[0]} x {size[1]}" if size else ""
        self.source.setText("  ·  ".join(part for part in (statistics.source, wide) if part))
        running = statistics.fps > 0
        self.rate.setText(f"{statistics.fps:.1f} fps" if running else "- fps")
        known = statistics.camera_rates[0] is not None
        gives = f"\nThe camera gives {camera_rate(statistics)}" if known else ""
        self.rate.setToolTip(_FINISHED + gives)
        self.latency.setText(f"{statistics.latency_ms:.0f} ms" if running else "- ms")
        self.provider.setText(statistics.provider)
        self.provider.setToolTip("\n".join(filter(None, (_RUNS_ON, statistics.reason))))
        self.provider.setVisible(bool(statistics.provider))
        self.dropped.setText(f"{statistics.dropped:,} dropped")
        stages = "\n".join(f"{name}: {ms:.1f} ms" for name, ms in statistics.stages.items())
        self.latency.setToolTip(
            "From the camera to the finished picture" + (f"\n{stages}" if stages else "")
        )


def _number(meaning: str, widest: str) -> QLabel:
    label = QLabel()
    label.setToolTip(meaning)
    label.setAccessibleName(meaning)
    label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    if widest:
        # Fixed, so that the line does not twitch as digits come and go.
        label.setMinimumWidth(label.fontMetrics().horizontalAdvance(widest))
    return label
