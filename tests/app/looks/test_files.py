from __future__ import annotations

from pathlib import Path

import pytest

from app.faults import FaultError
from app.look import NO_FILTERS, Look
from app.looks.files import kept_look, load_look, put_on, save_look, shipped_looks
from app.looks.reading import KeptLook
from filters.params import values_of

GOOD = """schema = 2

[[filter]]
id = "pixelate"

[[filter]]
id = "pixelate"
enabled = false

[filter.params]
block = 0.2
"""


def test_a_saved_look_is_the_same_when_loaded(tmp_path: Path) -> None:
    look = Look((put_on("pixelate", {"block": 0.25}), put_on("pixelate"))).with_enabled(1, False)
    save_look(look, tmp_path / "new" / "mine.toml")
    assert load_look(tmp_path / "new" / "mine.toml") == look


def test_an_empty_look_can_be_saved_and_loaded(tmp_path: Path) -> None:
    save_look(NO_FILTERS, tmp_path / "none.toml")
    assert load_look(str(tmp_path / "none.toml")) == NO_FILTERS


def test_what_a_file_does_not_name_has_its_default(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(GOOD)
    first, second = load_look(tmp_path / "a.toml").worn
    assert values_of(first.params) == values_of(put_on("pixelate").params)
    assert (first.enabled, second.enabled) == (True, False)
    assert values_of(second.params)["block"] == 0.2


@pytest.mark.parametrize(
    ("found", "replacement", "told"),
    [
        ("0.2", "7.5", "line 11: block is 7.5, need a number from"),
        ("0.2", '"big"', "line 11: block is 'big'"),
        ("block", "blok", "line 11: no parameter is called 'blok'"),
        (
            'id = "pixelate"\nenabled',
            'id = "pixie"\nenabled',
            "line 7: .*pixie.*nearest is 'pixelate'",
        ),
        (
            "enabled = false",
            'enabled = "no"',
            "line 8: filter.enabled is 'no', need a valid boolean",
        ),
        ("enabled = false", "shiny = true", "line 8: filter.shiny is not known here"),
        ("enabled = false", 'when = "smile"', "line 8: pixelate hides who it is"),
        ("enabled = false", 'when = "yawn"', "line 8: when is 'yawn', need one of always, mouth"),
        ('id = "pixelate"\nenabled', "enabled", "line 6: filter.id is missing"),
        ("schema = 2", "schema = 0", "line 1: schema is 0, need 2"),
        ("schema = 2", 'schema = "2"', "line 1: schema is '2', need 2"),
        ("schema = 2", "", "schema is missing"),
        ("schema = 2", "schema = 2\nshiny = 1", "line 2: shiny is not known here"),
        ("[[filter]]\nid", "[[filter\nid", "line 3: Expected"),
        ("0.2", "nan", "line 11: block is nan"),
        ("0.2", "1" * 5000, "Exceeds the limit"),
        ("0.2", "[" * 5000, "nested too deeply"),
    ],
)
def test_a_broken_look_tells_file_line_and_reason(
    tmp_path: Path, found: str, replacement: str, told: str
) -> None:
    path = tmp_path / "mine.toml"
    assert found in GOOD
    path.write_text(GOOD.replace(found, replacement, 1))
    with pytest.raises(FaultError, match=rf"(?s)mine\.toml is broken: .*mine\.toml.*{told}"):
        load_look(path)


def test_a_look_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(FaultError, match=r"There is no look 'fancy': the shipped ones are"):
        load_look("fancy")
    with pytest.raises(FaultError, match=r"gone\.toml can't be read: No such file"):
        load_look(tmp_path / "gone.toml")
    (tmp_path / "odd.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(FaultError, match="not UTF-8"):
        load_look(tmp_path / "odd.toml")


def test_a_look_that_can_not_be_saved_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(FaultError, match="can't be written"):
        save_look(NO_FILTERS, tmp_path / "file" / "a.toml")


def test_every_shipped_look_loads_and_wears_something() -> None:
    assert len(shipped_looks()) >= 4
    for name in shipped_looks():
        assert load_look(name).enabled, name


def test_putting_on_an_unknown_filter_or_value_is_a_fault() -> None:
    with pytest.raises(FaultError, match="'wig' can't be worn"):
        put_on("wig")
    with pytest.raises(FaultError, match="block is '9', need a number"):
        put_on("pixelate", {"block": "9"})


def test_a_look_of_a_later_version_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "new.toml").write_text("# from tomorrow\nschema = 3\n[sound]\n")
    with pytest.raises(
        FaultError, match=r"new\.toml is too new: .*line 2: its schema is 3.*up to 2\. Update"
    ):
        load_look(tmp_path / "new.toml")


def test_title_description_and_expression_come_back(tmp_path: Path) -> None:
    look = Look((put_on("glasses"),)).with_trigger(0, "smile")
    path = tmp_path / "a.toml"
    save_look(look, path, "Evening “red”", 'For the \\tevening\\u1234 "🎭".')
    assert kept_look(path) == KeptLook(look, "Evening “red”", 'For the \\tevening\\u1234 "🎭".')
    assert "when" not in GOOD
    save_look(look.with_trigger(0, "always"), path)
    assert "when" not in path.read_text()


def test_a_look_with_too_many_filters_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text("schema = 2\n" + '[[filter]]\nid = "pixelate"\n' * 51)
    with pytest.raises(FaultError, match="51 filters, at most 50"):
        load_look(tmp_path / "a.toml")
