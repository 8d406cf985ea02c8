"""What commands print: results and progress on stdout, complaints on stderr."""

from __future__ import annotations

import sys

from rich.console import Console

from app.faults import Fault

_WIDE = 100_000


def console(least: int | None = None) -> Console:
    """The console for results; made anew, because tests replace the streams.

    Args:
        least: columns it has even where nobody says how many there are, as in a file.
    """
    width = None if sys.stdout.isatty() else least
    return Console(highlight=False, width=width)


def complain(line: str) -> None:
    """One line on stderr, never wrapped, so that scripts can read it."""
    errors = Console(file=sys.stderr, highlight=False, width=None if sys.stderr.isatty() else _WIDE)
    colour = "red" if sys.stderr.isatty() else ""
    errors.print(" ".join(line.split()), style=colour, markup=False, soft_wrap=True)


def tell(fault: Fault) -> None:
    """A fault that the command survives."""
    complain(str(fault))
