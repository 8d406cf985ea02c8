"""Faults in plain words: what broke, why, and what to do. In the way of nothing."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.faults import Fault
from app.ui.buttons import plain_button
from app.ui.icons import pixmap
from app.ui.theme import PALETTE


class FaultBanner(QFrame):
    """Shows the newest fault; dismissing it brings back the one before, if any."""

    visible_changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("faultBanner")
        self._faults: list[tuple[Fault, str]] = []
        self._passing: Fault | None = None
        self.symbol = QLabel()
        self.what = QLabel()
        self.what.setProperty("tone", "title")
        self.why = QLabel()
        self.why.setProperty("tone", "quiet")
        for label in (self.what, self.why):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.more = QLabel()
        self.more.setProperty("tone", "small")
        self.dismiss_button = plain_button("close", "Dismiss")
        self.dismiss_button.clicked.connect(self.dismiss)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.what)
        words.addWidget(self.why)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 10, 8, 10)
        row.setSpacing(12)
        row.addWidget(self.symbol, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(self.more, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.dismiss_button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.hide()

    @property
    def fault(self) -> Fault | None:
        """What is shown now."""
        return self._faults[-1][0] if self._faults else None

    def show_fault(self, fault: Fault) -> None:
        """Show a failure; the same one again only comes to the front."""
        self._put(fault, "fault")

    def show_note(self, note: Fault) -> None:
        """Show, calmly, something good to know that is no failure."""
        self._put(note, "note")

    def show_passing(self, trouble: Fault | None) -> None:
        """Show what is so just now, and take away what was; told once, however often it is said.

        Args:
            trouble: None when all is well; one that is shown as a fault stays as it is.
        """
        before, self._passing = self._passing, trouble
        if trouble == before:
            return
        if before is not None:
            self._faults = [told for told in self._faults if told[0] != before]
        if trouble is not None and all(told[0] != trouble for told in self._faults):
            self._put(trouble, "note")
        else:
            self._show()

    def dismiss(self) -> None:
        """Take away what is shown."""
        self._faults = self._faults[:-1]
        self._show()

    def forget_the_source(self) -> None:
        """Take away what was told of a source that is no longer shown."""
        self._faults = [told for told in self._faults if not told[0].of_source]
        self._show()

    def _put(self, fault: Fault, kind: str) -> None:
        self._faults = [*(old for old in self._faults if old[0] != fault), (fault, kind)]
        self._show()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def _show(self) -> None:
        if self._faults:
            self._fill(*self._faults[-1])
        self.setVisible(bool(self._faults))
        self.visible_changed.emit(bool(self._faults))

    def _fill(self, fault: Fault, kind: str) -> None:
        colour = PALETTE.warning if kind == "fault" else PALETTE.accent
        self.symbol.setPixmap(_sharp("warning" if kind == "fault" else "info", colour, self))
        self.what.setText(fault.what)
        self.why.setText(" ".join(_sentence(part) for part in (fault.why, fault.remedy) if part))
        hidden = len(self._faults) - 1
        self.more.setText(f"{hidden} more" if hidden else "")
        self.more.setVisible(hidden > 0)
        self.setAccessibleName("Problem" if kind == "fault" else "Note")
        self.setAccessibleDescription(str(fault))
        if self.property("kind") != kind:
            self.setProperty("kind", kind)
            self.style().unpolish(self)
            self.style().polish(self)


def _sentence(words: str) -> str:
    """Words with a capital at their start and a full stop at their end."""
    first = words.split(" ", 1)[0]
    # a file's name keeps its letters
    is_file = any(mark in first for mark in "/\\.")
    start = words if is_file else words[:1].upper() + words[1:]
    return start if start.endswith((".", "!", "?")) else f"{start}."


def _sharp(name: str, colour: str, widget: QWidget) -> QPixmap:
    picture = pixmap(name, colour, round(20 * widget.devicePixelRatioF()))
    picture.setDevicePixelRatio(widget.devicePixelRatioF())
    return picture
