"""TOML that others wrote: read, checked against a model, and refused with the line at fault."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict
from pydantic import ValidationError as Invalid
from pydantic_core import ErrorDetails

from filters.packs.refusal import Refused
from filters.packs.words import PLAIN

LARGEST = 512 * 1024
"""Bytes of a TOML file."""
_MOST_DOTS = 200
"""In a line: reading a.a.a... takes time that grows with the square of its parts."""
_DEEPEST = 12
M = TypeVar("M", bound=BaseModel)
_WORDS = {"missing": "is missing", "extra_forbidden": "is not known here"}
PATTERNS: dict[str, str] = {PLAIN: "words without control characters, or such that can't be seen"}
"""What a text needs that does not match a pattern, in words."""


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
    for number, line in enumerate(text.split("\n"), start=1):
        if line.count(".") > _MOST_DOTS and not line.lstrip().startswith("#"):
            raise Refused(file, f"it has more than {_MOST_DOTS} dots in one line", number)
    try:
        tables = tomllib.loads(text)
    # Besides TOMLDecodeError: a number of 5,000 digits is a ValueError.
    except ValueError as error:
        found = re.search(r" \(at line (\d+), column \d+\)$", str(error))
        reason = str(error)[: found.start()] if found else str(error)
        end = text.count("\n") + 1 if "end of document" in reason else None
        raise Refused(file, reason, int(found[1]) if found else end) from error
    except RecursionError as error:
        raise Refused(file, "it is nested too deeply") from error
    if _is_deep(tables):
        raise Refused(file, "it is nested too deeply")
    return tables


def checked(model: type[M], values: Mapping[str, Any], text: str, file: str) -> M:
    """The tables as a `model`; `text` is what they were read from.

    Raises:
        Refused: naming the first thing that does not fit, and its line.
    """
    try:
        return model.model_validate(values)
    except Invalid as error:
        first = error.errors(include_url=False)[0]
        place = [part for part in first["loc"] if not isinstance(part, int)]
        names = ".".join(map(str, place))
        raise Refused(file, f"{names} {_reason(first)}", _line(text, first["loc"])) from error


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


def _reason(error: ErrorDetails) -> str:
    """What was found and what is wanted, of pydantic's first error."""
    if error["type"] in _WORDS:
        return _WORDS[error["type"]]
    found = error["input"]
    shown = "a table or list" if isinstance(found, dict | list) else ascii(found)[:80]
    wanted = PATTERNS.get(error.get("ctx", {}).get("pattern", ""))
    if wanted is None:
        words = re.sub(r"^(Input|String|List) should ", "", error["msg"])
        wanted = words.removeprefix("be ").removeprefix("have ")
        wanted = wanted.replace("less than or equal to", "at most")
        wanted = wanted.replace("greater than or equal to", "at least")
    return f"is {shown}, need {wanted}"


def _is_deep(tables: dict[str, Any]) -> bool:
    """Whether it has more levels than can be shown in an error; layer by layer, not recursive."""
    layer: list[object] = [tables]
    for _ in range(_DEEPEST):
        layer = [
            inner
            for one in layer
            if isinstance(one, dict | list)
            for inner in (one.values() if isinstance(one, dict) else one)
        ]
    return bool(layer)


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
