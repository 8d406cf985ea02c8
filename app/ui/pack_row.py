"""One pack in the list of packs: what it is, what of it runs, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.faults import Fault
from app.ui.buttons import explain, plain_button
from filters.packs.loading import Pack


class PackRow(QFrame):
    """A pack that can be used.

    Attributes:
        python: lets its Python run, or ends that; None where there is none.
    """

    def __init__(
        self,
        pack: Pack,
        waits: bool,
        allow: Callable[[], object],
        stop: Callable[[], object],
        remove: Callable[[], object],
    ) -> None:
        """Lists one pack.

        Args:
            waits: whether its Python, as it is now, waits for the user's answer.
        """
        super().__init__()
        about = pack.manifest
        self.python: QPushButton | None = None
        words = [
            _label(about.title, "title"),
            _label(f"{about.version} by {about.author}, {about.licence}", "small"),
            _label(_holding(pack, waits), "small"),
        ]
        buttons: list[QWidget] = []
        if pack.code:
            runs = pack.ran and not waits
            self.python = QPushButton("Stop Python" if runs else "Let Python run…")
            purpose = f"Stop the Python of {about.title}" if runs else f"Ask about {about.title}"
            explain(self.python, purpose)
            pressed = stop if runs else allow
            self.python.clicked.connect(lambda: pressed())
            buttons.append(self.python)
        self.remove = plain_button("trash", f"Remove {about.title}")
        self.remove.clicked.connect(lambda: remove())
        _lay_out(self, words, [*buttons, self.remove])


class BrokenRow(QFrame):
    """A place where files lie that are no good as they are now."""

    def __init__(self, path: Path, fault: Fault, remove: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("kind", "broken")
        self.remove = plain_button("trash", f"Remove {path.name}")
        self.remove.clicked.connect(lambda: remove())
        words = [_label(fault.what, "title"), _label(fault.why, "small")]
        _lay_out(self, words, [self.remove])


def _holding(pack: Pack, waits: bool) -> str:
    parts = [_count(len(pack.filters), "filter"), _count(len(pack.looks), "look")]
    if pack.code:
        state = "waits for your answer" if waits else "runs" if pack.ran else "is left out"
        parts.append(f"its Python {state}")
    return " · ".join(part for part in parts if part)


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}" if number else ""


def _label(words: str, tone: str) -> QLabel:
    label = QLabel()
    # whoever wrote it wrote no HTML
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(words)
    label.setProperty("tone", tone)
    label.setWordWrap(True)
    return label


def _lay_out(row: QFrame, words: Sequence[QLabel], buttons: Sequence[QWidget]) -> None:
    row.setObjectName("packRow")
    column = QVBoxLayout()
    column.setSpacing(2)
    for label in words:
        column.addWidget(label)
    line = QHBoxLayout(row)
    line.setContentsMargins(14, 10, 10, 10)
    line.setSpacing(8)
    line.addLayout(column, 1)
    for button in buttons:
        line.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
