"""Failures on their way to the user: what broke, why, and what to do."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """A failure in plain words.

    Attributes:
        what: what broke, e.g. "Camera 0 can't be opened".
        why: the cause found.
        remedy: what the user can do.
        of_source: the source's, so it is over when another source is chosen.
    """

    what: str
    why: str
    remedy: str
    of_source: bool = False

    def __str__(self) -> str:
        """One line: what: why. remedy."""
        return f"{self.what}: {self.why}. {self.remedy}."


class FaultError(Exception):
    """Carries a `Fault` to the edge of its thread, where it is told to the user once."""

    def __init__(self, what: str, why: str, remedy: str) -> None:
        self.fault = Fault(what, why, remedy)
        super().__init__(str(self.fault))


def fault_of(error: Exception, what: str) -> Fault:
    """The fault an exception carries, or one that names the exception.

    Args:
        what: says what broke where the exception itself does not.
    """
    if isinstance(error, FaultError):
        return error.fault
    reason = " ".join(str(error).split()).rstrip(".")
    kind = type(error).__name__
    return Fault(what, f"{kind}: {reason}" if reason else kind, "Please report this with the log")
