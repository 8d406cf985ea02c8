"""Words and names that others wrote: what in them could fool a terminal, or the eye."""

from __future__ import annotations

ODD = (
    r"\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff"
    r"\U000e0000-\U000e007f"
)
"""For a regular expression's [...]: controls, what turns writing round, and what can't be seen."""
PLAIN = rf"^[^{ODD}]*$"
"""A pattern of words without them, for pydantic."""


def plain(text: str, most: int = 300) -> str:
    """One line that moves no cursor and turns no writing round, cut off where it gets long."""
    line = "".join(letter if letter.isprintable() else "?" for letter in " ".join(text.split()))
    return line if len(line) <= most else f"{line[:most]} …"
