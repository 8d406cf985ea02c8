"""A look file's bytes as a look, or the line at which it is wrong.

schema = 2
title = "Evening red"         # this and the description may be left out
description = "Red lips."

[[filter]]
id = "lipstick"
enabled = true                # may be left out
when = "smile"                # may be left out: always

[filter.params]               # what is not named has its default
strength = 0.7
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from app.look import NO_FILTERS, Look, Worn
from app.looks.migration import Part, brought_up_to_date
from filters import catalog
from filters.filter import Filter
from filters.packs.refusal import Refused
from filters.packs.toml import Table, checked, line_of, tables_of, text_of
from filters.packs.words import PLAIN
from filters.params import Params, fields_of, parse
from filters.triggers import TRIGGERS, Trigger

SCHEMA = 2
MOST_FILTERS = 50

Place = Callable[[str], Path]
"""Where a file is that a look names; raises ValueError with the reason when it can't be used."""


@dataclass(frozen=True, slots=True)
class KeptLook:
    """A look and what its file says of it."""

    look: Look = NO_FILTERS
    title: str = ""
    description: str = ""


class Newer(Refused):
    """A look of a later version of the app."""


class _EntryOf1(Table):
    id: str
    enabled: bool = True
    params: Annotated[dict[str, Any], Field(default_factory=dict)]


class _Entry(_EntryOf1):
    when: str = "always"


class _FileOf1(Table):
    version: Annotated[Literal[1], Field(alias="schema")]
    filters: Annotated[list[_EntryOf1], Field(alias="filter", default_factory=list)]


class _File(Table):
    version: Annotated[Literal[2], Field(alias="schema")]
    title: Annotated[str, Field(max_length=80, pattern=PLAIN)] = ""
    description: Annotated[str, Field(max_length=300, pattern=PLAIN)] = ""
    filters: Annotated[list[_Entry], Field(alias="filter", default_factory=list)]


def read(
    data: bytes, file: str, place: Place, find: Callable[[str], Filter] | None = None
) -> KeptLook:
    """The look that a file's bytes say.

    Args:
        file: its name, for refusals.
        place: where the files are that it names.
        find: finds filters; those of the catalogue by default.
    Raises:
        Refused: with the line and the reason.
        Newer: if it was written for a later version.
    """
    text = text_of(data, file)
    values = tables_of(text, file)
    schema = values.get("schema")
    if isinstance(schema, int) and schema > SCHEMA:
        reason = f"its schema is {schema}, this version of the app reads up to {SCHEMA}"
        raise Newer(file, reason, line_of(text, "schema"))
    kept = KeptLook()
    parts: list[Part] = []
    if schema == 1 and not isinstance(schema, bool):
        for at, old in enumerate(checked(_FileOf1, values, text, file).filters):
            part = Part(old.id, old.enabled, "always", old.params, at)
            try:
                parts += brought_up_to_date(part)
            except ValueError as error:
                line = line_of(text, error.args[1], "filter", at)
                raise Refused(file, error.args[0], line) from error
    else:
        found = checked(_File, values, text, file)
        kept = KeptLook(title=found.title.strip(), description=found.description.strip())
        parts = [
            Part(entry.id, entry.enabled, entry.when, entry.params, at)
            for at, entry in enumerate(found.filters)
        ]
    if len(parts) > MOST_FILTERS:
        raise Refused(file, f"it wears {len(parts)} filters, at most {MOST_FILTERS} are taken")
    worn = tuple(_worn(part, text, file, place, find or catalog.by_id) for part in parts)
    return KeptLook(Look(worn), kept.title, kept.description)


def in_folder(folder: Path, alone: bool = False) -> Place:
    """Files beside a look file; paths from the root are taken as they are.

    Args:
        alone: no files from elsewhere; one who passes a look on must not choose among the
            reader's own files, nor have them ask another computer for one.
    """

    def place(value: str) -> Path:
        path = Path(value)
        if alone and (path.is_absolute() or path.drive or value.startswith(("/", "\\"))):
            raise ValueError(f"{value} does not lie beside the look, ask for it as a .facelook")
        if not path.is_absolute():
            path = folder.absolute() / value
            if not path.resolve().is_relative_to(folder.resolve()):
                raise ValueError(f"{value} leads out of the folder of the look")
        try:
            if path.is_file():
                return path
        except OSError as error:
            raise ValueError(f"there is no reading {value}") from error
        raise ValueError(f"there is no file {value}")

    return place


def among(files: Mapping[str, bytes]) -> Place:
    """Files that came together with a look; only those."""

    def place(value: str) -> Path:
        if value not in files:
            raise ValueError(f"there is no file {value}")
        return Path(value)

    return place


def unknown(id: str) -> str:
    """What to say of a filter that there is none of; all there are would be too many."""
    pack, slash, _ = id.partition("/")
    near = get_close_matches(id, [known.id for known in catalog.every()], 1, 0.5)
    if slash:
        hint = f"; install the pack {pack}, or let its Python run"
    else:
        hint = f"; the nearest is {near[0]!r}" if near else "; main.py filters lists all"
    return f"no filter is called {id!r}{hint}"


def _worn(part: Part, text: str, file: str, place: Place, find: Callable[[str], Filter]) -> Worn:
    def refused(key: str, reason: str) -> Refused:
        line = line_of(text, part.keys.get(key, key), "filter", part.at)
        return Refused(file, reason, line)

    try:
        known = find(part.id)
    except ValueError as error:
        raise refused("id", unknown(part.id)) from error
    when = _trigger(part.when)
    if when is None:
        raise refused("when", f"when is {part.when!r}, need one of {', '.join(TRIGGERS)}")
    if known.privacy and when != "always":
        raise refused("when", f"{part.id} hides who it is, so it shows always and has no when")
    values = dict(part.params)
    files = {spec.name for spec in fields_of(known.params) if spec.kind == "file"}
    # One by one, so that the line of the one at fault can be told.
    for name, value in part.params.items():
        try:
            checked_value = getattr(_one(known.params, name, value), name)
            values[name] = str(place(checked_value)) if checked_value and name in files else value
        # a whole number of 400 digits is an OverflowError
        except (ValueError, OSError, OverflowError) as error:
            raise refused(name, str(error)) from error
    return Worn(known.id, parse(known.params, values), part.enabled, when)


def _one(params: type[Params], name: str, value: object) -> Params:
    return parse(params, {name: value})


def _trigger(words: str) -> Trigger | None:
    return next((known for known in TRIGGERS if known == words), None)
