"""The button of how things are recorded: format, parts, and the badge of a face swap."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from app.outputs.encoding import Format, can_encode
from app.outputs.splitting import FAT_BYTES, WHOLE, How, Split
from app.ui.buttons import plain_button

FORMATS: Mapping[str, Format] = {
    "H.264, plays everywhere": "h264",
    "H.265, smaller files": "h265",
    "VP9, for the web": "vp9",
}
SPLITS: Mapping[str, Split] = {
    "Never": WHOLE,
    "Every 10 minutes": Split(seconds=600),
    "Every hour": Split(seconds=3600),
    "At 4 GB, for FAT32 disks": Split(bytes=FAT_BYTES),
}

_Choice = TypeVar("_Choice")


class OutputMenu(QWidget):
    """Knows how to record; asks for the badge to be switched, and shows whether it is on."""

    disclose_wanted = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.button = plain_button("sliders", "How to record")
        self.button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = QMenu(self.button)
        self.disclose = self.menu.addAction("Mark face swaps with a badge")
        self.disclose.setCheckable(True)
        self.disclose.setChecked(True)
        self.menu.addSeparator()
        self.formats = _choices(self.menu.addMenu("Format of recordings"), FORMATS)
        for words, entry in self.formats.items():
            entry.setEnabled(can_encode(FORMATS[words]))
        self.splits = _choices(self.menu.addMenu("Begin a new file"), SPLITS)
        self.button.setMenu(self.menu)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.button)
        # A click asks; the tick shows what came of it.
        self.disclose.triggered.connect(self.disclose_wanted)

    @property
    def how(self) -> How:
        """What is chosen, for the next recording."""
        return How(_chosen(self.formats, FORMATS), _chosen(self.splits, SPLITS))

    def show_disclosed(self, on: bool) -> None:
        """Show whether face swaps are marked."""
        self.disclose.setChecked(on)


def _choices(menu: QMenu, choices: Mapping[str, _Choice]) -> dict[str, QAction]:
    """An entry each, of which one is ticked, at first the first."""
    group = QActionGroup(menu)
    entries = {}
    for words in choices:
        entries[words] = menu.addAction(words)
        entries[words].setCheckable(True)
        entries[words].setChecked(not group.actions())
        group.addAction(entries[words])
    return entries


def _chosen(entries: Mapping[str, QAction], choices: Mapping[str, _Choice]) -> _Choice:
    return next(choices[words] for words, entry in entries.items() if entry.isChecked())
