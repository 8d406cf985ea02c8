"""TOML that others wrote: read, checked against a model, and refused with the line at fault."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict
from pydantic import ValidationError as Invalid

from filters.packs.refusal import Refused

LARGEST = 512 * 1024
"""Bytes of a TOML file."""
M = TypeVar("M", bound=BaseModel)
_PLAIN = {"missing": "is missing", "extra_forbidden": "is not known here"}


class Table(BaseModel):
    """A table of a file: nothing in it that was not asked for, and nothing changes it."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)


def text_of(data: bytes, file: str) -> str:
    """The text of a UTF-8 file.

    Raises:
        Refused: if it is something else, or too large.
    """
    if len(data) > LARGEST:
        raise Refused(file, f"it has {len(data)} bytes, at most {LARGEST} are read")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Refused(file, "it is not UTF-8 text", line) from error


def tables_of(text: str, file: str) -> dict[str, Any]:
    """What a TOML text says.

    Raises:
        Refused: if it is not TOML.
    """
    try:
        return tomllib.loads(text)
    # Besides TOMLDecodeError: a number of 5,000 digits is a ValueError.
    except ValueError as error:
        found = re.search(r" \(at line (\d+), column \d+\)$", str(error))
        reason = str(error)[: found.start()] if found else str(error)
        end = text.count("\n") + 1 if "end of document" in reason else None
        raise Refused(file, reason, int(found[1]) if found else end) from error
    except RecursionError as error:
        raise Refused(file, "it is nested too deeply") from error


def checked(model: type[M], values: Mapping[str, Any], text: str, file: str) -> M:
    """The tables as a `model`; `text` is what they were read from.

    Raises:
        Refused: naming the first thing that does not fit, and its line.
    """
    try:
        return model.model_validate(values)
    except Invalid as error:
        first = error.errors(include_url=False, include_context=False)[0]
        place = [part for part in first["loc"] if not isinstance(part, int)]
        reason = _PLAIN.get(first["type"], first["msg"].removeprefix("Value error, "))
        names = ".".join(map(str, place))
        raise Refused(file, f"{names}: {reason}", _line(text, first["loc"])) from error


def line_of(text: str, key: str, table: str = "", at: int = 0) -> int | None:
    """The line, from 1, where `key` stands.

    Args:
        table: the [[table]] it stands in, "" for before all of them.
        at: which of the tables of that name, from 0.
    Returns:
        The table's own line where it has no such key; None where there is no such table.
    """
    name, number, header = "", 0, None
    counts: dict[str, int] = {}
    for line, words in enumerate(text.split("\n"), start=1):
        if found := re.match(r'\s*\[\[\s*"?([\w-]+)"?\s*\]\]', words):
            name = found[1]
            number = counts.get(name, -1) + 1
            counts[name] = number
            if (name, number) == (table, at):
                header = line
        here = (name, number) == (table, at) if table else not name
        if here and re.match(rf'\s*["\']?{re.escape(key)}["\']?\s*=', words):
            return line
    return header


def _line(text: str, place: tuple[int | str, ...]) -> int | None:
    match place:
        case (str(table), int(at), str(key), *_):
            return line_of(text, key, table, at)
        case (str(table), int(at), *_):
            return line_of(text, "", table, at) or line_of(text, table)
        case (str(key), *_):
            return line_of(text, key) or line_of(text, "", key)
        case _:
            return None
