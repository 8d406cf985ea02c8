"""The packs there are: install one, let its Python run, remove it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QMenu,
    QMessageBox,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.faults import Fault
from app.packs.shelf import Installed, Packs
from app.ui.buttons import worded_button
from app.ui.fault_banner import FaultBanner
from app.ui.pack_row import BrokenRow, PackRow
from filters.packs.loading import Pack


class PacksDialog(QDialog):
    """Says what is wanted; whoever opened it does it, and shows what there is then."""

    install_wanted = Signal(object)
    """With the `Path` of a folder or zip."""
    remove_wanted = Signal(object)
    """With the `Path` where it lies."""
    allow_wanted = Signal(object)
    """With the `Pack` about whose Python to ask."""
    stop_wanted = Signal(object)
    """With the `Pack` whose Python is to stop."""

    def __init__(self, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self.rows: Sequence[PackRow | BrokenRow] = ()
        self.setWindowTitle("Packs")
        self.setAcceptDrops(True)
        heading = QLabel("Packs")
        heading.setProperty("tone", "heading")
        words = QLabel("More filters and looks, as a folder or a zip. Drop one here to install it.")
        words.setProperty("tone", "quiet")
        self.banner = FaultBanner()
        self.area = QScrollArea()
        self.area.setObjectName("formArea")
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.install = worded_button("plus", "Install", "Install a pack")
        choices = QMenu(self.install)
        choices.addAction("A zip…").triggered.connect(lambda: self.ask(zips=True))
        choices.addAction("A folder…").triggered.connect(lambda: self.ask(zips=False))
        self.install.setMenu(choices)
        self.places = worded_button("folder", "Open folder", "Open the folder of the packs")
        self.places.clicked.connect(self._open_folder)
        close = QPushButton("Close")
        close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addWidget(self.install)
        foot.addWidget(self.places)
        foot.addStretch()
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(26, 22, 26, 20)
        column.setSpacing(12)
        for part in (heading, words, self.banner):
            column.addWidget(part)
        column.addWidget(self.area, 1)
        column.addLayout(foot)
        self.resize(620, 480)

    def show_packs(self, packs: Packs) -> None:
        """List these packs, and the places that are no good."""
        waiting = {pack.id: pack for pack in packs.asking}
        self.rows = (
            *(self._row(there, waiting.get(there.pack.id)) for there in packs.installed),
            *(BrokenRow(path, why, partial(self.confirm, path)) for path, why in packs.broken),
        )
        body = QWidget()
        body.setObjectName("formBody")
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for row in self.rows:
            column.addWidget(row)
        if not self.rows:
            empty = QLabel("No packs yet.\ndocs/filters.md shows how to make one in ten minutes.")
            empty.setProperty("tone", "quiet")
            empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(empty, 1)
        else:
            column.addStretch()
        self.area.setWidget(body)

    def show_fault(self, fault: Fault) -> None:
        """Show why something that was asked for failed."""
        self.banner.show_fault(fault)

    def forget_faults(self) -> None:
        """Take away what was told before something went well."""
        while self.banner.fault is not None:
            self.banner.dismiss()

    def ask(self, zips: bool) -> QFileDialog:
        """Let the user choose a pack to install."""
        dialog = QFileDialog(self, "Install a pack")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if zips:
            dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
            dialog.setNameFilter("Packs (*.zip *.ZIP)")
        else:
            dialog.setFileMode(QFileDialog.FileMode.Directory)
            dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda path: self.install_wanted.emit(Path(path)))
        dialog.open()
        return dialog

    def confirm(self, path: Path, pack: Pack | None = None) -> QMessageBox:
        """Ask whether a pack is to be deleted."""
        box = QMessageBox(self)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle("Remove a pack")
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(f"Remove {path.name if pack is None else f'“{pack.manifest.title}”'}?")
        box.setInformativeText("Its files are deleted from the folder of packs.")
        remove = box.addButton("Remove", QMessageBox.ButtonRole.DestructiveRole)
        keep = box.addButton("Keep it", QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(keep)
        box.setEscapeButton(keep)
        remove.clicked.connect(lambda: self.remove_wanted.emit(path))
        box.open()
        return box

    def _row(self, there: Installed, waiting: Pack | None) -> PackRow:
        return PackRow(
            there.pack,
            waiting is not None,
            partial(self.allow_wanted.emit, waiting or there.pack),
            partial(self.stop_wanted.emit, there.pack),
            partial(self.confirm, there.path, there.pack),
        )

    def _open_folder(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))
