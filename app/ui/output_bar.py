"""The switches under the picture: snapshot, record and how, virtual camera, full screen."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.ui.buttons import explain, plain_button, set_worded_icon, worded_button
from app.ui.output_menu import OutputMenu
from app.ui.shortcuts import SHORTCUTS
from app.ui.theme import PALETTE


class OutputBar(QWidget):
    """Says what is wanted and shows what is so."""

    snapshot_wanted = Signal()
    record_wanted = Signal()
    virtual_camera_wanted = Signal()
    full_screen_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.snapshot = worded_button(
            "snapshot", "Snapshot", "Take a snapshot", SHORTCUTS["snapshot"].keys
        )
        self.record = worded_button("record", "Record", "Record", SHORTCUTS["record"].keys)
        self.record.setProperty("role", "record")
        self.record.setCheckable(True)
        self.virtual_camera = worded_button(
            "broadcast", "Virtual camera", "Virtual camera", SHORTCUTS["virtual_camera"].keys
        )
        set_worded_icon(self.virtual_camera, "broadcast", checked=PALETTE.accent)
        self.virtual_camera.setCheckable(True)
        self.menu = OutputMenu()
        self.full_screen = plain_button("expand", "Full screen", SHORTCUTS["full_screen"].keys)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 9, 12, 9)
        row.setSpacing(8)
        row.addWidget(self.menu)
        row.addStretch()
        row.addWidget(self.snapshot)
        row.addWidget(self.record)
        row.addWidget(self.virtual_camera)
        row.addStretch()
        row.addWidget(self.full_screen)
        # A click asks; the button shows what came of it, so it never says "on" for what is not.
        self.snapshot.clicked.connect(self.snapshot_wanted)
        self.record.clicked.connect(self.record_wanted)
        self.virtual_camera.clicked.connect(self.virtual_camera_wanted)
        self.full_screen.clicked.connect(self.full_screen_wanted)
        self.show_recording(None)
        self.show_virtual_camera(None)

    def show_recording(self, seconds: float | None) -> None:
        """Show for how long it has recorded, or that it does not."""
        on = seconds is not None
        self.record.setChecked(on)
        set_worded_icon(self.record, "stop" if on else "record", PALETTE.record)
        self.record.setText("Stop" if on else "Record")
        explain(self.record, "Stop recording" if on else "Record", SHORTCUTS["record"].keys)

    def show_virtual_camera(self, device: str | None, starting: bool = False) -> None:
        """Show which device is fed, that one is about to be, or that none is."""
        on = device is not None
        self.virtual_camera.setChecked(on)
        words, purpose = "Virtual camera", "Send the result to a virtual camera"
        if on:
            words, purpose = "Camera on", f"Stop sending to {device}"
        elif starting:
            words, purpose = "Starting…", "Stop waiting for the virtual camera"
        self.virtual_camera.setText(words)
        explain(self.virtual_camera, purpose, SHORTCUTS["virtual_camera"].keys)


def clock(seconds: float) -> str:
    """Elapsed time as 0:07, 12:30 or 1:02:03."""
    whole = int(seconds)
    minutes, hours = whole // 60 % 60, whole // 3600
    tail = f"{whole % 60:02d}"
    return f"{hours}:{minutes:02d}:{tail}" if hours else f"{minutes}:{tail}"
