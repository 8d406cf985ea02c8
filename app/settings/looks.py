"""The look worn last, as it is remembered."""

from __future__ import annotations

from pathlib import Path

from app.faults import Fault
from app.look import Look
from app.looks.files import written
from app.looks.reading import KeptLook, in_folder, read
from app.settings.schema import LastLook
from filters.packs.refusal import Refused


def remembered(look: Look, name: str, edited: bool) -> LastLook:
    """What to remember of the look worn; the files it uses stay where they are."""
    toml = written(KeptLook(look), str).decode("utf-8")
    return LastLook(name=name[:200], edited=edited, toml=toml)


def worn_again(last: LastLook) -> Look | Fault:
    """The look, or why it can't be worn: a filter, pack or file may be gone by now."""
    try:
        return read(last.toml.encode("utf-8"), "settings", in_folder(Path.home())).look
    except Refused as error:
        title = f"{last.name} " if last.name else ""
        return Fault(
            f"The look {title}worn last can't be worn again",
            str(error),
            "Another one is worn instead; choose yours in the list",
        )
