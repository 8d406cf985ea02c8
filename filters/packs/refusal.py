"""How a file is refused: which one, in which line, and why."""

from __future__ import annotations

_LONGEST = 300


class Refused(ValueError):
    """A file that is not taken; its text is one line: file, line and reason.

    Attributes:
        file: its name, as the user knows it.
        line: from 1; None where there is no telling.
        reason: in plain words, without a full stop.
    """

    def __init__(self, file: str, reason: str, line: int | None = None) -> None:
        words = _plain(reason).rstrip(".")
        self.file = _plain(file)
        self.line = line
        self.reason = words if len(words) <= _LONGEST else f"{words[:_LONGEST]} …"
        place = f", line {line}" if line else ""
        super().__init__(f"{self.file}{place}: {self.reason}")


def _plain(text: str) -> str:
    """One line without what moves the cursor or turns the direction of writing round."""
    return "".join(letter if letter.isprintable() else "?" for letter in " ".join(text.split()))
