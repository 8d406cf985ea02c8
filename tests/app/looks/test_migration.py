from __future__ import annotations

from pathlib import Path

import pytest

from app.faults import FaultError
from app.looks.files import load_look, save_look
from filters.params import values_of

pytestmark = pytest.mark.usefixtures("small_catalogue")


def loaded(folder: Path, text: str) -> list[tuple[str, bool, dict[str, object]]]:
    (folder / "old.toml").write_text(text)
    return [
        (worn.filter_id, worn.enabled, dict(values_of(worn.params)))
        for worn in load_look(folder / "old.toml").worn
    ]


def test_make_up_becomes_lipstick_and_blush_with_the_defaults_of_then(tmp_path: Path) -> None:
    lips = {"colour": "#b4233c", "strength": 0.6, "gloss": 0.35, "finish": "gloss"}
    cheeks = {"colour": "#e0566e", "strength": 0.35, "radius": 0.11}
    assert loaded(tmp_path, 'schema = 1\n[[filter]]\nid = "makeup"\nenabled = false\n') == [
        ("lipstick", False, lips),
        ("blush", False, cheeks),
    ]


def test_what_an_old_file_names_is_kept(tmp_path: Path) -> None:
    text = """schema = 1
[[filter]]
id = "makeup"
[filter.params]
lip_colour = "#102030"
blush_strength = 0
"""
    (_, on, lips), (_, _, cheeks) = loaded(tmp_path, text)
    assert on
    assert (lips["colour"], lips["strength"]) == ("#102030", 0.6)
    assert (cheeks["strength"], cheeks["radius"]) == (0.0, 0.11)


def test_a_look_saved_again_is_of_today(tmp_path: Path) -> None:
    before = loaded(tmp_path, 'schema = 1\n[[filter]]\nid = "makeup"\n')
    save_look(load_look(tmp_path / "old.toml"), tmp_path / "new.toml")
    text = (tmp_path / "new.toml").read_text()
    assert "schema = 2" in text
    assert loaded(tmp_path, text) == before


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("lip_strength = 7", "line 6: strength is 7, need a number from 0 to 1"),
        ('blush_colour = "red"', "line 6: colour is 'red', need a colour"),
        ("lips = 1", "line 6: no parameter is called 'lips', there are blush_colour"),
    ],
)
def test_what_is_wrong_in_an_old_file_is_told_with_its_own_line(
    tmp_path: Path, line: str, told: str
) -> None:
    text = f'schema = 1\n[[filter]]\nid = "makeup"\n[filter.params]\ngloss = 0.1\n{line}\n'
    with pytest.raises(FaultError, match=rf"old\.toml, {told}"):
        loaded(tmp_path, text)


def test_schema_1_had_no_expressions(tmp_path: Path) -> None:
    with pytest.raises(FaultError, match=r"line 4: filter.when is not known here"):
        loaded(tmp_path, 'schema = 1\n[[filter]]\nid = "blush"\nwhen = "smile"\n')


def test_there_was_no_make_up_in_schema_2(tmp_path: Path) -> None:
    with pytest.raises(FaultError, match="line 3: no filter is called 'makeup'"):
        loaded(tmp_path, 'schema = 2\n[[filter]]\nid = "makeup"\n')
