"""Looks by name and by path: the shipped ones in assets/looks, and the user's own."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

from app.assets import ASSETS
from app.faults import FaultError
from app.look import Look, Worn
from app.looks.reading import SCHEMA, KeptLook, Newer, in_folder, read
from app.outputs.writing import write_whole
from filters import catalog
from filters.packs.refusal import Refused
from filters.packs.toml import LARGEST
from filters.packs.words import plain
from filters.params import Value, fields_of, parse, values_of

LOOKS = ASSETS / "looks"


def shipped_looks() -> tuple[str, ...]:
    """The names of the looks that ship with the app."""
    return tuple(sorted(path.stem for path in LOOKS.glob("*.toml")))


def load_look(name: str | Path) -> Look:
    """A shipped look by name, or any look by the path of its .toml file.

    Raises:
        FaultError: if there is none, or it is broken; with file, line and reason.
    """
    return kept_look(name).look


def kept_look(name: str | Path, alone: bool = False) -> KeptLook:
    """The same with its title and description.

    Args:
        alone: it is someone else's and may use no files but those beside it.
    """
    path = Path(name).expanduser()
    if path.suffix.lower() != ".toml":
        path = LOOKS / f"{name}.toml"
        if str(name) not in shipped_looks():
            known = ", ".join(shipped_looks()) or "none"
            if path.suffix.lower() == ".facelook":
                raise FaultError(
                    f"The look {plain(path.name)} can't be worn from its file",
                    "its files have to be kept first",
                    "Drop it on the window, or choose Import look… there",
                )
            raise FaultError(
                f"There is no look {str(name)!r}",
                f"the shipped ones are {known}",
                "Choose one of them, or give the path of a .toml file",
            )
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        reason = error.strerror or str(error)
        what = f"The look {plain(str(path))} can't be read"
        raise FaultError(what, reason, "Check the file") from error
    try:
        return read(data, str(path), in_folder(path.parent, alone))
    except Refused as error:
        raise look_fault(path, error) from error


def save_look(look: Look, path: Path, title: str = "", description: str = "") -> None:
    """Writes `look` to `path`, whole or not at all; files it uses stay where they are.

    Raises:
        FaultError: if `path` can't be written.
    """

    def named(file: str) -> str:
        inside = Path(file).is_relative_to(path.parent.absolute())
        return Path(file).relative_to(path.parent.absolute()).as_posix() if inside else file

    write_whole(path, written(KeptLook(look, title, description), named))


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


def written(kept: KeptLook, named: Callable[[str], str]) -> bytes:
    """The look as TOML; JSON's numbers, booleans and strings are TOML's as well.

    Args:
        named: what a file it uses is to be called.
    """
    lines = [f"schema = {SCHEMA}"]
    for key, words, most in (("title", kept.title, 80), ("description", kept.description, 300)):
        lines += [f"{key} = {_toml(plain(words)[:most])}"] if words else []
    for worn in kept.look.worn:
        lines += ["", "[[filter]]", f"id = {_toml(worn.filter_id)}"]
        lines += [f"enabled = {_toml(worn.enabled)}"]
        lines += [f"when = {_toml(worn.when)}"] if worn.when != "always" else []
        lines += ["", "[filter.params]"]
        files = {spec.name for spec in fields_of(type(worn.params)) if spec.kind == "file"}
        for name, value in values_of(worn.params).items():
            shown = named(str(value)) if value and name in files else value
            lines.append(f"{name} = {_toml(shown)}")
    return ("\n".join(lines) + "\n").encode("utf-8", "replace")


def look_fault(path: Path, error: Refused) -> FaultError:
    """What to tell of a look that was refused."""
    name = plain(path.name)
    if isinstance(error, Newer):
        remedy = "Update the app, or save the look again with this version"
        return FaultError(f"The look {name} is too new", str(error), remedy)
    return FaultError(f"The look {name} is broken", str(error), "Correct or delete the file")


def _toml(value: Value) -> str:
    # the one letter that JSON writes as it is and TOML does not take
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
