"""What commands print: results and progress on stdout, complaints on stderr."""

from __future__ import annotations

import sys

from rich.console import Console

_WIDE = 100_000


def console() -> Console:
    """The console for results; made anew, because tests replace the streams."""
    return Console(highlight=False)


def complain(line: str) -> None:
    """One line on stderr, never wrapped, so that scripts can read it."""
    errors = Console(file=sys.stderr, highlight=False, width=None if sys.stderr.isatty() else _WIDE)
    colour = "red" if sys.stderr.isatty() else ""
    errors.print(" ".join(line.split()), style=colour, markup=False, soft_wrap=True)
