"""What is told when a sink can't do yet what it was asked for."""

from __future__ import annotations

from pathlib import Path

from app.faults import FaultError
from app.workers import STOP_SECONDS


def no_picture(what: str) -> FaultError:
    """There has been no picture so far; `what` says what came to nothing."""
    return FaultError(
        what,
        "no picture has come from the source yet",
        "Wait for the preview, or choose another source",
    )


def not_finished(path: Path) -> FaultError:
    """A recording is still being written."""
    return FaultError(
        f"{path.name} is not finished yet",
        f"writing what was recorded takes longer than {STOP_SECONDS:g} s",
        "Wait a moment before you open it or quit; next time choose a smaller picture size",
    )


def already_recording(path: Path) -> FaultError:
    """For a second recording beside the one to `path`."""
    return FaultError(
        "A second recording can't be started", f"{path.name} is being recorded", "Stop it first"
    )
