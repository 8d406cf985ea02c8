"""Where the picture comes from: camera, demo or file, its size, and the mirror."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QToolButton, QWidget

from app.sources.camera import CameraInfo
from app.sources.pictures import SUFFIXES
from app.ui.buttons import explain
from app.ui.choice_box import ChoiceBox
from app.ui.icons import icon
from app.ui.shortcuts import SHORTCUTS
from app.ui.theme import PALETTE

DEMO = "demo"
OPEN_FILE = "open…"
SIZES: tuple[tuple[str, tuple[int, int] | None], ...] = (
    ("Auto", None),
    ("480p", (640, 480)),
    ("720p", (1280, 720)),
    ("1080p", (1920, 1080)),
    ("4K", (3840, 2160)),
)
_VIDEOS = (".mp4", ".mov", ".mkv", ".webm", ".avi", ".m4v")
FILES = f"Videos and pictures ({' '.join(f'*{end}' for end in (*_VIDEOS, *sorted(SUFFIXES)))})"


class SourceBar(QWidget):
    """Says which source is wanted; the list of cameras is read anew each time it opens."""

    source_wanted = Signal(str, object)
    mirror_wanted = Signal(bool)

    def __init__(
        self, cameras: Callable[[], Sequence[CameraInfo]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._cameras = cameras
        self._spec = DEMO
        self.source = ChoiceBox()
        self.source.setAccessibleName("Source")
        self.source.setToolTip("Where the picture comes from")
        self.source.setIconSize(QSize(18, 18))
        self.source.setMinimumWidth(130)
        self.source.setMaximumWidth(320)
        self.size_box = ChoiceBox()
        self.size_box.setAccessibleName("Camera resolution")
        for words, size in SIZES:
            self.size_box.addItem(words, size)
        self.size_box.setFixedWidth(88)
        self.mirror = QToolButton()
        self.mirror.setIcon(icon("mirror", checked=PALETTE.accent))
        self.mirror.setIconSize(QSize(18, 18))
        self.mirror.setCheckable(True)
        explain(self.mirror, SHORTCUTS["mirror"].words, SHORTCUTS["mirror"].keys)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.source, 100)
        row.addWidget(self.size_box)
        row.addWidget(self.mirror)
        row.addStretch(1)
        self.source.about_to_open.connect(self.refresh)
        self.source.activated.connect(self._choose_source)
        self.size_box.activated.connect(lambda _: self._want(self._spec))
        self.mirror.toggled.connect(self.mirror_wanted)
        self.refresh()

    def show_source(
        self, spec: str, size: tuple[int, int] | None = None, mirror: bool | None = None
    ) -> None:
        """Show what is in use, without wanting it."""
        self._spec = spec
        sizes = [choice for _, choice in SIZES]
        if size is not None and size not in sizes:
            self.size_box.addItem(f"{size[0]} x {size[1]}", size)
            sizes.append(size)
        self.size_box.setCurrentIndex(sizes.index(size))
        if mirror is not None:
            self.mirror.blockSignals(True)
            self.mirror.setChecked(mirror)
            self.mirror.blockSignals(False)
        self.refresh()

    def refresh(self) -> None:
        """List the cameras there are now, the demo, the file in use, and "Open file"."""
        box = self.source
        box.clear()
        for camera in self._cameras():
            box.addItem(icon("camera"), camera.name, camera.spec)
        box.addItem(icon("sparkle"), "Built-in demo", DEMO)
        if box.findData(self._spec) < 0:
            live = self._spec.startswith("camera:")
            name = f"Camera {self._spec[7:]}" if live else Path(self._spec).name
            box.addItem(icon("camera" if live else "film"), name, self._spec)
        box.insertSeparator(box.count())
        box.addItem(icon("folder"), "Open file…", OPEN_FILE)
        box.setCurrentIndex(box.findData(self._spec))
        live = self._spec.startswith("camera:")
        self.size_box.setEnabled(live)
        self.size_box.setToolTip(
            "Resolution to ask the camera for"
            if live
            else "Only a camera has a resolution to choose"
        )

    def open_file(self) -> None:
        """Let the user choose a file."""
        path, _ = QFileDialog.getOpenFileName(self, "Open a video or a picture", "", FILES)
        if path:
            self._want(path)
        else:
            self.refresh()

    def _choose_source(self, at: int) -> None:
        spec = str(self.source.itemData(at))
        if spec == OPEN_FILE:
            self.open_file()
        elif spec != self._spec:
            self._want(spec)

    def _want(self, spec: str) -> None:
        size = self.size_box.currentData()
        self.show_source(spec, size)
        self.source_wanted.emit(spec, size if spec.startswith("camera:") else None)
