"""How a file is refused: which one, in which line, and why."""

from __future__ import annotations

from filters.packs.words import plain


class Refused(ValueError):
    """A file that is not taken; its text is one line: file, line and reason.

    Attributes:
        file: its name, as the user knows it.
        line: from 1; None where there is no telling.
        reason: in plain words, without a full stop.
    """

    def __init__(self, file: str, reason: str, line: int | None = None) -> None:
        self.file = plain(file)
        self.line = line
        self.reason = plain(reason).rstrip(".")
        place = f", line {line}" if line else ""
        super().__init__(f"{self.file}{place}: {self.reason}")
