"""The file of what is remembered: read without harm, set aside when broken, written whole."""

from __future__ import annotations

import logging
import os
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_config_path

from app.faults import Fault, FaultError
from app.outputs.writing import write_whole
from app.settings.schema import LARGEST, Newer, Settings, read, written

_logger = logging.getLogger(__name__)


def settings_path() -> Path:
    """The file in the platform's place for settings."""
    return user_config_path("facemat-live", appauthor=False) / "settings.json"


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a file gave.

    Attributes:
        settings: the defaults where it gave nothing.
        notes: what to tell the user of it.
    """

    settings: Settings
    notes: tuple[Fault, ...] = ()


def load(path: Path) -> Loaded:
    """What is remembered in `path`; a file that can't be understood is set aside, never lost."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except FileNotFoundError:
        return Loaded(Settings())
    except OSError as error:
        return Loaded(Settings(), (_unread(path, error.strerror or str(error)),))
    try:
        settings, unknown = read(data)
    except Newer as error:
        return Loaded(Settings(), (_set_aside(path, "newer", str(error)),))
    except ValueError as error:
        return Loaded(Settings(), (_set_aside(path, "broken", str(error)),))
    return Loaded(settings, (_left_out(path, unknown),) if unknown else ())


def save(settings: Settings, path: Path) -> None:
    """Writes `path`, whole or not at all, and to the disk itself.

    Raises:
        FaultError: if it can't be written.
    """
    try:
        write_whole(path, written(settings), durable=True)
    except FaultError as error:
        raise FaultError(
            "What you set is not remembered", str(error).rstrip("."), "The app goes on without"
        ) from error


def _set_aside(path: Path, kind: str, reason: str) -> Fault:
    _logger.warning("the settings are %s: %s", kind, reason)
    what = {
        "broken": "The settings were broken",
        "newer": "The settings are of a later version of the app",
    }[kind]
    number = 1
    while (aside := path.with_name(f"{path.stem}.{kind}-{number}{path.suffix}")).exists():
        number += 1
    try:
        os.replace(path, aside)
    except OSError as error:
        why = f"{reason}; they can't be set aside: {error.strerror or error}"
        return Fault(what, why, f"Delete {path}")
    return Fault(
        what, f"{reason}. They are set aside as {aside}", "The app begins with its defaults"
    )


def _unread(path: Path, reason: str) -> Fault:
    _logger.warning("the settings can't be read: %s", reason)
    return Fault(f"{path} can't be read", reason, "The app begins with its defaults")


def _left_out(path: Path, unknown: tuple[str, ...]) -> Fault:
    names = ", ".join(name[:40] for name in unknown[:5]) + (", …" if len(unknown) > 5 else "")
    _logger.warning("the settings have fields that are not known: %s", names)
    return Fault("Some settings are not known here", f"{names} in {path.name}", "They are left out")
