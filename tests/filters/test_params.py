"""Parameters: declared once, checked everywhere."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, dataclass

import pytest

from filters.params import (
    Params,
    choice,
    colour,
    fields_of,
    parse,
    rgb,
    slider,
    toggle,
    values_of,
)


@dataclass(frozen=True, slots=True)
class HatParams(Params):
    brim: float = slider(0.5, 0.0, 2.0, unit="face widths", help="How far it reaches.")
    shape: str = choice("bowler", ("bowler", "top hat"))
    feather: bool = toggle(False, label="With a feather")
    band_colour: str = colour("#C02040")


def test_specs_come_in_the_order_written() -> None:
    brim, shape, feather, band = fields_of(HatParams)
    assert (brim.name, brim.kind, brim.low, brim.high) == ("brim", "slider", 0.0, 2.0)
    assert (brim.unit, brim.help, brim.label) == ("face widths", "How far it reaches.", "Brim")
    assert (shape.kind, shape.options) == ("choice", ("bowler", "top hat"))
    assert (feather.kind, feather.default, feather.label) == ("toggle", False, "With a feather")
    assert (band.kind, band.label) == ("colour", "Band colour")


def test_text_and_values_are_both_understood() -> None:
    given = {"brim": "1.5", "shape": "top hat", "feather": "yes", "band_colour": "00FF7f"}
    wanted = HatParams(brim=1.5, shape="top hat", feather=True, band_colour="#00ff7f")
    assert parse(HatParams, given) == wanted
    assert parse(HatParams, values_of(wanted)) == wanted


def test_what_is_not_named_is_default() -> None:
    assert parse(HatParams, {}) == HatParams()


def test_whole_numbers_become_floats() -> None:
    assert isinstance(parse(HatParams, {"brim": 1}).brim, float)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"brim": "2.5"}, "brim is '2.5', need a number from 0 to 2 face widths"),
        ({"brim": "wide"}, "brim is 'wide', need a number"),
        ({"brim": float("nan")}, "brim is nan, need a number"),
        ({"brim": True}, "brim is True, need a number"),
        ({"shape": "beret"}, "shape is 'beret', need one of bowler, top hat"),
        ({"feather": "maybe"}, "feather is 'maybe', need on or off"),
        ({"feather": 1.0}, "feather is 1.0, need on or off"),
        ({"band_colour": "red"}, "band_colour is 'red', need a colour such as #c02040"),
        ({"band_colour": None}, "band_colour is None, need a colour"),
        ({"size": 1}, "no parameter is called 'size', there are brim, shape, feather"),
    ],
)
def test_a_wrong_value_is_named_with_what_is_wanted(given: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        parse(HatParams, given)


def test_parameters_are_valid_from_birth() -> None:
    with pytest.raises(ValueError, match="brim is 9"):
        HatParams(brim=9)
    assert HatParams(band_colour="#ABCDEF").band_colour == "#abcdef"


def test_parameters_never_change() -> None:
    with pytest.raises(FrozenInstanceError):
        HatParams().brim = 1.0  # type: ignore[misc]


def test_a_default_outside_its_range_is_refused_where_it_is_declared() -> None:
    with pytest.raises(ValueError, match="default 3"):
        slider(3, 0, 2)
    with pytest.raises(ValueError, match="'c' is not one of a, b"):
        choice("c", ("a", "b"))
    with pytest.raises(ValueError, match="colour is 'blue'"):
        colour("blue")


def test_a_colour_becomes_numbers() -> None:
    assert rgb("#c02040") == (192, 32, 64)
