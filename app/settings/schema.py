"""What is remembered, and how the file of an earlier version becomes one of this.

{
 "schema": 1,
 "look": {"name": "shades", "edited": false, "toml": "schema = 2 ..."},
 "source": "camera:/dev/v4l/by-id/usb-...",
 "size": [1280, 720],
 "mirror": false,
 "turn": 0,
 "portrait": false,
 "view": "result",
 "window": "AdnQywAD..."
}
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

SCHEMA = 1
LARGEST = 1024 * 1024
"""Bytes of a file."""
MIGRATIONS: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}
"""By schema n: what a file of it says, in the words of n + 1."""

ViewName = Literal["result", "matte", "compare"]
_Side = Annotated[int, Field(ge=16, le=8192)]
_UNKNOWN = "extra_forbidden"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)


class LastLook(_Part):
    """The look worn last.

    Attributes:
        name: of the kept look it is or began as, "" when it has none.
        edited: whether it is no longer what that look is.
        toml: itself, as in a look file.
    """

    name: Annotated[str, Field(max_length=200)] = ""
    edited: bool = False
    toml: Annotated[str, Field(max_length=LARGEST)] = ""


class Settings(_Part):
    """What is remembered; everything has a default.

    Attributes:
        look: None when none was worn yet.
        source: a spec that finds the same camera or file again; None when none was chosen.
        size: (width, height) asked of a camera, None for its own.
        turn: degrees clockwise.
        portrait: cut to 9:16.
        window: its place and size as Qt tells them, in base64.
    """

    look: LastLook | None = None
    source: Annotated[str, Field(min_length=1, max_length=4096)] | None = None
    size: tuple[_Side, _Side] | None = None
    mirror: bool = False
    turn: Annotated[int, Field(ge=0, le=270, multiple_of=90)] = 0
    portrait: bool = False
    view: ViewName = "result"
    window: Annotated[str, Field(max_length=2000)] = ""


class Newer(ValueError):
    """The file was written by a later version."""


def read(data: bytes) -> tuple[Settings, tuple[str, ...]]:
    """What a file's bytes say, and the fields in it that are not known here.

    Raises:
        Newer: if a later version wrote it.
        ValueError: if it is no such file, with the reason.
    """
    values = _migrated(_object_of(data))
    unknown: list[str] = []
    try:
        return _validated(values), ()
    except ValidationError as error:
        for wrong in error.errors():
            if wrong["type"] != _UNKNOWN:
                raise ValueError(_reason(wrong)) from error
            unknown.append(".".join(map(str, wrong["loc"])))
            _drop(values, wrong["loc"])
    return _validated(values), tuple(unknown)


def written(settings: Settings) -> bytes:
    """The file of these settings."""
    values = {"schema": SCHEMA, **settings.model_dump(mode="json")}
    return (json.dumps(values, indent=1, ensure_ascii=False) + "\n").encode("utf-8", "replace")


def _object_of(data: bytes) -> dict[str, Any]:
    if len(data) > LARGEST:
        raise ValueError(f"it has {len(data)} bytes, at most {LARGEST} are read")
    try:
        values = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ValueError("it is not UTF-8 text") from error
    except json.JSONDecodeError as error:
        raise ValueError(f"line {error.lineno}: {error.msg[:1].lower()}{error.msg[1:]}") from error
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
    if not isinstance(values, dict):
        raise ValueError("it holds no settings")
    return values


def _migrated(values: dict[str, Any]) -> dict[str, Any]:
    """The values in the words of `SCHEMA`, which itself is left out."""
    values = dict(values)
    schema = values.pop("schema", None)
    if not isinstance(schema, int) or isinstance(schema, bool) or schema < 1:
        raise ValueError(f"its schema is {schema!r}, need a number from 1 to {SCHEMA}")
    if schema > SCHEMA:
        raise Newer(f"its schema is {schema}, this version of the app reads up to {SCHEMA}")
    for step in range(schema, SCHEMA):
        try:
            values = MIGRATIONS[step](values)
        # an old file may be broken too, in any way
        except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
            raise ValueError(f"it can't be brought from schema {step} to {step + 1}") from error
    return values


def _validated(values: Mapping[str, Any]) -> Settings:
    # as JSON, in which a list may be a tuple although everything else is strict
    return Settings.model_validate_json(json.dumps(values))


def _drop(values: dict[str, Any], where: tuple[int | str, ...]) -> None:
    place: Any = values
    for step in where[:-1]:
        place = place[step]
    del place[where[-1]]


def _reason(wrong: ErrorDetails) -> str:
    name = ".".join(map(str, wrong["loc"]))
    words = wrong["msg"][:1].lower() + wrong["msg"][1:]
    return f"{name}: {words}" if name else words
