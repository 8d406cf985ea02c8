"""Looks as TOML files: the shipped ones in assets/looks, and the user's own.

schema = 1

[[filter]]
id = "makeup"
enabled = true          # may be left out

[filter.params]         # what is not named has its default
lips = 0.7
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictFloat, StrictInt, StrictStr
from pydantic import ValidationError as Invalid

from app.assets import ASSETS
from app.faults import FaultError
from app.look import Look, Worn
from app.outputs.writing import write_whole
from filters import catalog
from filters.params import parse, values_of

SCHEMA = 1
LOOKS = ASSETS / "looks"

Value = StrictBool | StrictInt | StrictFloat | StrictStr


class _Entry(BaseModel):
    """One `[[filter]]` of a look file."""

    model_config = ConfigDict(extra="forbid")
    id: str
    enabled: StrictBool = True
    params: dict[str, Value] = {}


class _LookFile(BaseModel):
    """A look file."""

    model_config = ConfigDict(extra="forbid")
    version: Annotated[Literal[1], Field(alias="schema")]
    filters: Annotated[list[_Entry], Field(alias="filter")] = []


def shipped_looks() -> tuple[str, ...]:
    """The names of the looks that ship with the app."""
    return tuple(sorted(path.stem for path in LOOKS.glob("*.toml")))


def load_look(name: str | Path) -> Look:
    """A shipped look by name, or any look by the path of its .toml file.

    Raises:
        FaultError: if there is none, or it is broken; with file, line and reason.
    """
    path = Path(name).expanduser()
    if path.suffix.lower() != ".toml":
        path = LOOKS / f"{name}.toml"
        if str(name) not in shipped_looks():
            known = ", ".join(shipped_looks()) or "none"
            raise FaultError(
                f"There is no look {str(name)!r}",
                f"the shipped ones are {known}",
                "Choose one of them, or give the path of a .toml file",
            )
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise FaultError(f"The look {path} can't be read", str(reason), "Check the file") from error
    return _parsed(text, path)


def save_look(look: Look, path: Path) -> None:
    """Writes `look` to `path`, whole or not at all.

    Raises:
        FaultError: if `path` can't be written.
    """
    write_whole(path, _written(look).encode())


def put_on(filter_id: str, values: Mapping[str, object] | None = None) -> Worn:
    """A filter with its parameters, as text or typed; what is not named has its default.

    Raises:
        FaultError: for a filter or parameter that does not exist, or a value out of range.
    """
    try:
        known = catalog.by_id(filter_id)
        return Worn(known.id, parse(known.params, values or {}))
    except ValueError as error:
        raise FaultError(
            f"The filter {filter_id!r} can't be worn", str(error), "Correct its name or value"
        ) from error


def _parsed(text: str, path: Path) -> Look:
    try:
        file = _LookFile.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise _broken(path, None, str(error)) from error
    except Invalid as error:
        first = error.errors()[0]
        place = first["loc"]
        at = place[1] if len(place) > 1 and isinstance(place[1], int) else None
        names = [str(part) for part in place if isinstance(part, str)]
        line = _line(text, at, next(reversed(names), ""))
        raise _broken(path, line, f"{'.'.join(names)}: {first['msg']}") from error
    worn = []
    for at, entry in enumerate(file.filters):
        try:
            known = catalog.by_id(entry.id)
        except ValueError as error:
            raise _broken(path, _line(text, at, "id"), str(error)) from error
        # One by one, so that the line of the one at fault can be told.
        for name, value in entry.params.items():
            try:
                parse(known.params, {name: value})
            except ValueError as error:
                raise _broken(path, _line(text, at, name), str(error)) from error
        worn.append(Worn(known.id, parse(known.params, entry.params), entry.enabled))
    return Look(tuple(worn))


def _written(look: Look) -> str:
    """The look as TOML; JSON's numbers, booleans and short strings are TOML's as well."""
    lines = [f"schema = {SCHEMA}"]
    for worn in look.worn:
        lines += ["", "[[filter]]", f"id = {json.dumps(worn.filter_id)}"]
        lines += [f"enabled = {json.dumps(worn.enabled)}", "", "[filter.params]"]
        for name, value in values_of(worn.params).items():
            lines.append(f"{name} = {json.dumps(value, ensure_ascii=False)}")
    return "\n".join(lines) + "\n"


def _line(text: str, at: int | None, key: str) -> int | None:
    """The line, from 1, where `key` stands: in the filter number `at`, or before all of them."""
    entry = -1
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip().startswith("[[filter]]"):
            entry += 1
            header = number
        inside = entry == (-1 if at is None else at)
        if inside and re.match(rf'\s*"?{re.escape(key)}"?\s*=', line):
            return number
    return header if at is not None and entry >= at else None


def _broken(path: Path, line: int | None, reason: str) -> FaultError:
    place = f", line {line}" if line else ""
    return FaultError(
        f"The look {path.name} is broken", f"{path}{place}: {reason}", "Correct or delete the file"
    )
