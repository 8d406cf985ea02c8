"""Parameters declared once: from here come the form, the preset file, the command line, the checks.

A filter's parameters are a frozen dataclass deriving from `Params`, one declaration a line:

    @dataclass(frozen=True, slots=True)
    class BlushParams(Params):
        radius: float = slider(0.09, 0.03, 0.20, unit="face widths")
        colour: str = colour("#c02040")
"""

from __future__ import annotations

import dataclasses
import math
import re
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, TypeVar, cast

Kind = Literal["slider", "choice", "toggle", "colour", "file"]
Value = float | str | bool
P = TypeVar("P")

_KEY = "param"
_TRUE = {"true", "on", "yes", "1"}
_FALSE = {"false", "off", "no", "0"}


@dataclass(frozen=True, slots=True)
class ParamSpec:
    """One declared parameter.

    Attributes:
        name: the field's name.
        kind: "slider" (float), "choice" (one of `options`), "toggle" (bool), "colour" ("#rrggbb"),
            "file" (a path, or "" for none).
        low: a slider's lowest value; 0 otherwise.
        high: a slider's highest value; 0 otherwise.
        options: a choice's options, in the order to show them; of a file, how its name may end.
        unit: what a slider counts, "" for a plain number.
        label: a few words for the form.
        help: one sentence, or "".
    """

    name: str
    kind: Kind
    default: Value
    low: float = 0.0
    high: float = 0.0
    options: tuple[str, ...] = ()
    unit: str = ""
    label: str = ""
    help: str = ""

    def check(self, value: object) -> Value:
        """The value this parameter takes for `value`, which may be text or already typed.

        Raises:
            ValueError: naming the parameter, what was found and what is wanted.
        """
        found = {
            "slider": self._number,
            "choice": self._option,
            "toggle": self._switch,
            "colour": self._colour,
            "file": self._file,
        }[self.kind](value)
        if found is None:
            raise ValueError(f"{self.name} is {value!r}, need {self.wanted}")
        return found

    @property
    def wanted(self) -> str:
        """What may be given, in words."""
        if self.kind == "slider":
            unit = f" {self.unit}" if self.unit else ""
            return f"a number from {self.low:g} to {self.high:g}{unit}"
        if self.kind == "choice":
            return "one of " + ", ".join(self.options)
        if self.kind == "file":
            return "a file that ends in " + ", ".join(self.options)
        return "on or off" if self.kind == "toggle" else "a colour such as #c02040"

    def _number(self, value: object) -> float | None:
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            return None
        try:
            number = float(value)
        except ValueError:
            return None
        return number if math.isfinite(number) and self.low <= number <= self.high else None

    def _option(self, value: object) -> str | None:
        return value if isinstance(value, str) and value in self.options else None

    def _switch(self, value: object) -> bool | None:
        if isinstance(value, bool):
            return value
        word = value.strip().lower() if isinstance(value, str) else None
        return True if word in _TRUE else False if word in _FALSE else None

    def _colour(self, value: object) -> str | None:
        if isinstance(value, str) and re.fullmatch(r"#?[0-9a-fA-F]{6}", value.strip()):
            return "#" + value.strip().lstrip("#").lower()
        return None

    def _file(self, value: object) -> str | None:
        if not isinstance(value, str) or "\0" in value:
            return None
        return value if not value or value.lower().endswith(self.options) else None


@dataclass(frozen=True, slots=True)
class Params:
    """The parameters of one filter, valid from birth and never changed."""

    def __post_init__(self) -> None:
        for spec in fields_of(type(self)):
            object.__setattr__(self, spec.name, spec.check(getattr(self, spec.name)))


def slider(
    default: float, low: float, high: float, *, unit: str = "", label: str = "", help: str = ""
) -> float:
    """Declare a number between `low` and `high`, both included."""
    if not low <= default <= high:
        raise ValueError(f"default {default} is outside {low} to {high}")
    return cast(
        float, _declare("slider", default, low=low, high=high, unit=unit, label=label, help=help)
    )


def choice(default: str, options: Sequence[str], *, label: str = "", help: str = "") -> str:
    """Declare one of several named options."""
    if default not in options:
        raise ValueError(f"default {default!r} is not one of {', '.join(options)}")
    return cast(str, _declare("choice", default, options=tuple(options), label=label, help=help))


def toggle(default: bool, *, label: str = "", help: str = "") -> bool:
    """Declare a switch."""
    return cast(bool, _declare("toggle", default, label=label, help=help))


def colour(default: str, *, label: str = "", help: str = "") -> str:
    """Declare an sRGB colour, written "#rrggbb"; `rgb` turns it into numbers."""
    rgb(default)
    return cast(str, _declare("colour", default, label=label, help=help))


def file(options: Sequence[str], *, label: str = "", help: str = "") -> str:
    """Declare a path, "" at first; `options` are how its name may end, e.g. (".png", ".jpg")."""
    return cast(str, _declare("file", "", options=tuple(options), label=label, help=help))


def fields_of(params_type: type[object]) -> tuple[ParamSpec, ...]:
    """The declared parameters of a params dataclass, in the order they were written."""
    return _specs(cast(Hashable, params_type))


def parse(params_type: type[P], values: Mapping[str, object]) -> P:
    """Build parameters from names and values, as text or typed; what is not named is default.

    Raises:
        ValueError: naming the parameter, what was found and what is wanted.
    """
    specs = {spec.name: spec for spec in fields_of(params_type)}
    for name in values:
        if name not in specs:
            raise ValueError(f"no parameter is called {name!r}, there are {', '.join(specs)}")
    return params_type(**{name: specs[name].check(value) for name, value in values.items()})


def values_of(params: object) -> dict[str, Value]:
    """The parameters by name, as `parse` takes them back."""
    return {spec.name: getattr(params, spec.name) for spec in fields_of(type(params))}


def rgb(text: str) -> tuple[int, int, int]:
    """The (red, green, blue) numbers, 0 to 255, of "#rrggbb".

    Raises:
        ValueError: if the text is not such a colour.
    """
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", text):
        raise ValueError(f"colour is {text!r}, need one such as #c02040")
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def _declare(kind: Kind, default: Value, **more: Any) -> object:
    spec = ParamSpec(name="", kind=kind, default=default, **more)
    return dataclasses.field(default=default, metadata={_KEY: spec})


@cache
def _specs(params_type: Any) -> tuple[ParamSpec, ...]:
    return tuple(
        dataclasses.replace(
            field.metadata[_KEY],
            name=field.name,
            label=field.metadata[_KEY].label or field.name.replace("_", " ").capitalize(),
        )
        for field in dataclasses.fields(params_type)
        if _KEY in field.metadata
    )
