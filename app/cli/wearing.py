"""The look a command wears, from --look, --filter and --set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import typer

from app.cli.say import tell
from app.look import Look, Worn
from app.looks.files import load_look, shipped_looks
from app.looks.reading import unknown
from app.packs.shelf import take_in
from filters.catalog import by_id
from filters.params import fields_of, parse, values_of

_DEFAULT = "shades"


def default_look() -> str:
    """The name of the look worn when none is asked for."""
    known = shipped_looks()
    return _DEFAULT if _DEFAULT in known or not known else known[0]


def look_of(look: str | None, filters: Sequence[str], settings: Sequence[str]) -> Look:
    """What to wear, the user's packs included.

    Args:
        look: a shipped look's name, "pack/look" or a look file; `default_look` without
            filters either.
        filters: ids of filters to wear instead, the first laid first.
        settings: "name=value" for the only filter worn, or "filter.name=value".
    Raises:
        typer.BadParameter: if these do not fit together or a value is out of range.
        FaultError: if the look can't be read.
    """
    if look is not None and filters:
        raise typer.BadParameter("--look and --filter were both given, need one of them")
    packs = take_in(tell)
    if filters:
        worn = Look(tuple(_bare(name) for name in filters))
    elif look is not None and look in packs.look_names():
        worn = packs.look(look).look
    else:
        worn = load_look(look if look is not None else default_look())
    for at, values in _by_place(worn, settings).items():
        worn = worn.with_params(at, _changed(worn.worn[at], values))
    return worn


def _bare(name: str) -> Worn:
    try:
        return Worn(name, by_id(name).params())
    except ValueError as error:
        raise typer.BadParameter(unknown(name)) from error


def _by_place(look: Look, settings: Sequence[str]) -> dict[int, dict[str, str]]:
    places: dict[int, dict[str, str]] = {}
    for setting in settings:
        key, equals, value = setting.partition("=")
        owner, dot, name = key.strip().rpartition(".")
        if not equals or not name:
            raise typer.BadParameter(f"--set is {setting!r}, need name=value or filter.name=value")
        found = [i for i, worn in enumerate(look.worn) if not dot or worn.filter_id == owner]
        ids = ", ".join(worn.filter_id for worn in look.worn)
        if not found:
            raise typer.BadParameter(f"--set {setting}: {owner!r} is not worn, worn are: {ids}")
        if len(found) > 1 and not dot:
            raise typer.BadParameter(
                f"--set {setting}: several filters are worn ({ids}), need filter.{name}=value"
            )
        places.setdefault(found[-1], {})[name] = value.strip()
    return places


def _changed(worn: Worn, values: Mapping[str, str]) -> object:
    known = by_id(worn.filter_id)
    given: dict[str, object] = {**values_of(worn.params), **values}
    try:
        for spec in fields_of(known.params):
            if spec.kind == "file" and values.get(spec.name):
                given[spec.name] = _there(spec.name, values[spec.name])
        return parse(known.params, given)
    except ValueError as error:
        raise typer.BadParameter(f"{worn.filter_id}: {error}") from error


def _there(name: str, value: str) -> str:
    """A file's whole path, for a look may be kept and worn elsewhere."""
    path = Path(value).expanduser().absolute()
    if not path.is_file():
        raise ValueError(f"{name} is {value!r}, there is no such file")
    return str(path)
