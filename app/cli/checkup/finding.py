"""What an examination finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum


class State(Enum):
    """How it stands; a problem stops the app, a warning leaves something out."""

    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the doctor's table.

    Attributes:
        name: what was looked at.
        found: in plain words.
        remedy: what to do, a sentence without its full stop; "" when there is nothing to do.
    """

    name: str
    state: State
    found: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What a check says: a state, what was found and what to do."""

    state: State
    found: str
    remedy: str = ""


Check = Callable[[], Iterator[Report]]


def ok(found: str) -> Report:
    """It works."""
    return Report(State.OK, found)


def warning(found: str, remedy: str) -> Report:
    """Something is left out or slower than it could be."""
    return Report(State.WARNING, found, remedy)


def problem(found: str, remedy: str) -> Report:
    """The app can't work."""
    return Report(State.PROBLEM, found, remedy)


def examine(name: str, check: Check) -> Iterator[Finding]:
    """Run one check; one that breaks is itself a finding."""
    try:
        for report in check():
            yield Finding(name, report.state, report.found, report.remedy)
    # A doctor who faints at the first broken bone is no use: whatever a check raises is told.
    except Exception as error:  # noqa: BLE001
        found = f"{type(error).__name__}: {' '.join(str(error).split())}"
        yield Finding(name, State.PROBLEM, found, "Install again: make clean run")
