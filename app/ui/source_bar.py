"""Where the picture comes from: camera, demo or file, its size, and how it is put upright."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QToolButton, QWidget

from app.sources.camera import CameraInfo
from app.sources.hotplug import CameraWatch
from app.sources.modes import Offer
from app.sources.opening import offered_sizes
from app.sources.pictures import SUFFIXES
from app.ui.buttons import explain
from app.ui.choice_box import ChoiceBox
from app.ui.icons import icon
from app.ui.shortcuts import SHORTCUTS
from app.ui.size_box import SizeBox
from app.ui.theme import PALETTE
from app.ui.turn_button import TurnButton

DEMO = "demo"
OPEN_FILE = "open…"
LOOK_MS = 1000
"""How often is looked whether a camera was plugged in or out."""
_VIDEOS = (".mp4", ".mov", ".mkv", ".webm", ".avi", ".m4v")
FILES = f"Videos and pictures ({' '.join(f'*{end}' for end in (*_VIDEOS, *sorted(SUFFIXES)))})"


class SourceBar(QWidget):
    """Says which source is wanted; cameras are listed anew when one comes or goes."""

    source_wanted = Signal(str, object)
    mirror_wanted = Signal(bool)
    turn_wanted = Signal(int, bool)

    def __init__(
        self,
        cameras: Callable[[], Sequence[CameraInfo]],
        parent: QWidget | None = None,
        *,
        sizes: Callable[[str], Sequence[Offer]] = offered_sizes,
        watch: CameraWatch | None = None,
    ) -> None:
        """Lists the sources there are.

        Args:
            cameras: those there are now.
            sizes: what a camera offers.
            watch: notices that one came or went.
        """
        super().__init__(parent)
        self._cameras, self._sizes = cameras, sizes
        self._watch = watch or CameraWatch()
        self._spec = DEMO
        self.source = ChoiceBox()
        self.source.setAccessibleName("Source")
        self.source.setToolTip("Where the picture comes from")
        self.source.setIconSize(QSize(18, 18))
        self.source.setMinimumWidth(130)
        self.source.setMaximumWidth(320)
        self.size_box = SizeBox()
        self.mirror = QToolButton()
        self.mirror.setIcon(icon("mirror", checked=PALETTE.accent))
        self.mirror.setIconSize(QSize(18, 18))
        self.mirror.setCheckable(True)
        explain(self.mirror, SHORTCUTS["mirror"].words, SHORTCUTS["mirror"].keys)
        self.turn = TurnButton()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.source, 100)
        row.addWidget(self.size_box)
        row.addWidget(self.mirror)
        row.addWidget(self.turn)
        row.addStretch(1)
        self.source.about_to_open.connect(self.refresh)
        self.source.activated.connect(self._choose_source)
        self.size_box.about_to_open.connect(self._list_sizes)
        self.size_box.activated.connect(lambda _: self._want(self._spec))
        self.mirror.toggled.connect(self.mirror_wanted)
        self.turn.wanted.connect(self.turn_wanted)
        self.refresh()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(LOOK_MS)

    @property
    def spec(self) -> str:
        """The source in use."""
        return self._spec

    @property
    def size_wanted(self) -> tuple[int, int] | None:
        """(width, height) to ask a camera for, None for its own."""
        size: tuple[int, int] | None = self.size_box.currentData()
        return size

    def show_source(
        self, spec: str, size: tuple[int, int] | None = None, mirror: bool | None = None
    ) -> None:
        """Show what is in use, without wanting it."""
        self._spec = spec
        self.size_box.show_size(size)
        if mirror is not None:
            self.mirror.blockSignals(True)
            self.mirror.setChecked(mirror)
            self.mirror.blockSignals(False)
        self.refresh()

    def look(self) -> None:
        """List the cameras anew if one came or went, but not under the user's hand."""
        if not self.source.view().isVisible() and self._watch.changed():
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

    def _list_sizes(self) -> None:
        self.size_box.offer(self._sizes(self._spec))

    def _want(self, spec: str) -> None:
        size = self.size_box.currentData()
        self.show_source(spec, size)
        self.source_wanted.emit(spec, size if spec.startswith("camera:") else None)
