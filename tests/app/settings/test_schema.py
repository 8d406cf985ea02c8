from __future__ import annotations

import json
from typing import Any

import pytest

from app.settings import schema
from app.settings.schema import LastLook, Newer, Settings, read, written

FULL = Settings(
    look=LastLook(name="shades", edited=True, toml="schema = 2\n"),
    source="camera:/dev/v4l/by-id/usb-cam-index0",
    size=(1280, 720),
    mirror=True,
    turn=270,
    portrait=True,
    view="compare",
    window="AdnQywAD",
)


def file_of(**values: Any) -> bytes:
    return json.dumps({"schema": schema.SCHEMA, **values}).encode()


@pytest.mark.parametrize("settings", [Settings(), FULL])
def test_what_is_written_is_read_again(settings: Settings) -> None:
    assert read(written(settings)) == (settings, ())


def test_what_a_file_does_not_say_has_its_default() -> None:
    assert read(file_of(mirror=True))[0] == Settings(mirror=True)


def test_fields_that_are_not_known_are_kept_out_and_named() -> None:
    settings, unknown = read(file_of(mirror=True, zoom=3, look={"name": "a", "mood": "blue"}))
    assert settings == Settings(mirror=True, look=LastLook(name="a"))
    assert unknown == ("look.mood", "zoom")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "line 1: expecting value"),
        (b'{"schema": 1,\n "mirror": tr', "line 2: expecting value"),
        (b"\xff\xfe", "not UTF-8"),
        (b"[1]", "no settings"),
        (b"[" * 100_000, "nested too deeply"),
        (b" " * (schema.LARGEST + 1), "at most"),
        (b"{}", "its schema is None"),
        (b'{"schema": true}', "its schema is True"),
        (b'{"schema": 0}', "its schema is 0"),
        (file_of(mirror="yes"), "mirror: "),
        (file_of(size=[640]), "size.1: field required"),
        (file_of(size=[640, 5]), "size.1: .*greater than or equal to 16"),
        (file_of(turn=45), "turn: .*90"),
        (file_of(view="sideways"), "view: .*'result', 'matte' or 'compare'"),
        (file_of(look={"name": 7}), "look.name: "),
        (file_of(zoom=1, mirror=3), "mirror: "),
    ],
)
def test_a_broken_file_is_refused_with_the_reason(data: bytes, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        read(data)


def test_a_file_of_a_later_version_is_told_apart() -> None:
    with pytest.raises(Newer, match=r"its schema is 99, this version of the app reads up to 1"):
        read(b'{"schema": 99, "anything": {}}')


@pytest.fixture
def third(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if this were the third schema: the first said "flip", the second "mirrored"."""

    def from_2(values: dict[str, Any]) -> dict[str, Any]:
        return {"mirror": values["mirrored"] == "yes"}

    monkeypatch.setattr(schema, "SCHEMA", 3)
    monkeypatch.setitem(schema.MIGRATIONS, 1, lambda values: {"mirrored": values["flip"]})
    monkeypatch.setitem(schema.MIGRATIONS, 2, from_2)


@pytest.mark.usefixtures("third")
@pytest.mark.parametrize(
    "data", [b'{"schema": 1, "flip": "yes"}', b'{"schema": 2, "mirrored": "yes"}']
)
def test_an_old_file_is_brought_up_to_date_step_by_step(data: bytes) -> None:
    assert read(data) == (Settings(mirror=True), ())


@pytest.mark.usefixtures("third")
def test_an_old_file_that_can_not_be_is_broken() -> None:
    with pytest.raises(ValueError, match="from schema 1 to 2"):
        read(b'{"schema": 1}')


def test_there_is_a_step_from_every_schema_there_was() -> None:
    assert sorted(schema.MIGRATIONS) == list(range(1, schema.SCHEMA))
