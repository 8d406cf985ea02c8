from __future__ import annotations

from pathlib import Path

from app.look import Look, Worn
from app.looks.files import put_on
from app.settings.file import save
from app.settings.looks import remembered
from app.settings.memory import Memory, recalled
from app.settings.schema import LastLook, Settings
from filters import catalog

LOOK = Look((put_on("glasses", {"style": "round"}), Worn("blush", catalog.by_id("blush").params())))


def test_the_look_is_worn_again_with_its_edits(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    save(Settings(look=remembered(LOOK, "shades", True)), path)
    memory = recalled(path).with_look()
    assert (memory.look, memory.look_name, memory.notes) == (LOOK, "shades", ())


def test_a_look_whose_filter_is_gone_is_told_of_and_not_forgotten(tmp_path: Path) -> None:
    last = LastLook(name="fair", toml='schema = 2\n[[filter]]\nid = "my-pack/gone"\n')
    memory = Memory(tmp_path / "s.json", Settings(look=last)).with_look()
    assert memory.look is None
    assert memory.look_lost
    assert memory.before.look == last
    (note,) = memory.notes
    assert note.what == "The look fair worn last can't be worn again"
    assert "my-pack/gone" in note.why


def test_where_no_look_was_worn_there_is_nothing_to_say(tmp_path: Path) -> None:
    memory = recalled(tmp_path / "none.json").with_look()
    assert (memory.look, memory.look_lost, memory.notes) == (None, False, ())
