"""The menu of sizes: what the camera offers where that is known, else the usual ones."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.sources.modes import Offer
from app.ui.choice_box import ChoiceBox

SIZES: tuple[tuple[str, tuple[int, int] | None], ...] = (
    ("Auto", None),
    ("480p", (640, 480)),
    ("720p", (1280, 720)),
    ("1080p", (1920, 1080)),
    ("4K", (3840, 2160)),
)
_NAMES = {size: name for name, size in SIZES if size is not None}
_WIDTH, _LIST_WIDTH = 104, 168


class SizeBox(ChoiceBox):
    """One of the sizes, or none: "Auto" leaves it to the app."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Camera resolution")
        self.setFixedWidth(_WIDTH)
        self.view().setMinimumWidth(_LIST_WIDTH)
        self._sizes: list[tuple[int, int] | None] = []
        self.offer(())

    def offer(self, offers: Sequence[Offer]) -> None:
        """List these sizes, the usual ones if there are none; the one chosen stays chosen."""
        chosen = self._sizes[self.currentIndex()] if self._sizes else None
        listed = offers or [Offer(size, None) for _, size in SIZES if size is not None]
        self.clear()
        self.addItem("Auto", None)
        for one in listed:
            self._add(one)
        self._sizes = [None, *(one.size for one in listed)]
        self.show_size(chosen)

    def show_size(self, size: tuple[int, int] | None) -> None:
        """Show the size in use, which need not be one of those offered."""
        if size is not None and size not in self._sizes:
            self._add(Offer(size, None))
            self._sizes.append(size)
        self.setCurrentIndex(self._sizes.index(size))

    def words(self) -> str:
        """The size alone, for the closed box is narrow."""
        return super().words().split(",")[0]

    def _add(self, offer: Offer) -> None:
        width, height = offer.size
        exact = f"{width} x {height}"
        name = _NAMES.get(offer.size, exact)
        self.addItem(f"{name}, {offer.rate:.0f} fps" if offer.rate else name, offer.size)
        self.setItemData(self.count() - 1, exact, Qt.ItemDataRole.ToolTipRole)
