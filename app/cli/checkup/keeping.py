"""Where settings and logs are, and whether they can be kept there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from app.cli.checkup.finding import Report, ok, warning
from app.log import log_files, log_path
from app.settings.file import settings_path
from app.settings.schema import read


def settings() -> Iterator[Report]:
    """The file of what is remembered; it is only looked at."""
    path = settings_path()
    aside = sorted(path.parent.glob(f"{path.stem}.*-*{path.suffix}"))
    if aside:
        names = ", ".join(file.name for file in aside)
        yield warning(
            f"set aside in {path.parent}: {names}", "Delete them if nothing in them is missed"
        )
    if not path.exists():
        yield from _writable(path, f"{path}, not there yet")
        return
    try:
        read(path.read_bytes())
    except (OSError, ValueError) as error:
        yield warning(f"{path} can't be used: {error}", "The next start begins with the defaults")
    else:
        yield from _writable(path, str(path))


def log() -> Iterator[Report]:
    """The log of the live app."""
    path = log_path()
    files = log_files(path)
    size = sum(file.stat().st_size for file in files) / 1e3
    found = f"{path}, {size:.0f} kB" if files else f"{path}, not there yet"
    yield from _writable(path, found)


def _writable(path: Path, found: str) -> Iterator[Report]:
    place = path if path.exists() else path.parent
    while not place.exists() and place != place.parent:
        place = place.parent
    if os.access(place, os.W_OK):
        yield ok(found)
    else:
        yield warning(f"{found}; it can't be written", f"Make {place} yours again")
