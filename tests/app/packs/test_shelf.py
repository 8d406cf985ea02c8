"""Packs in a folder: found, read again when they change, and never worse for a broken edit."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.faults import Fault, FaultError
from app.packs.consent import Consent
from app.packs.shelf import PackShelf
from filters.decorate import Shot, decorate
from filters.types import Image
from tests.filters.packs.making import CODE, LOOK, MANIFEST, files, png, written, zipped
from tests.filters.scenes import face_in, matte_of, picture


class Shelf:
    """A shelf in a folder of the test's, and what it told."""

    def __init__(self, folder: Path) -> None:
        self.told: list[Fault] = []
        self.folder = folder / "packs"
        self.folder.mkdir()
        self.consent = Consent(folder / "allowed.json")
        self.shelf = PackShelf(self.folder, self.consent, self.told.append)

    def ids(self) -> list[str]:
        return [one.id for one in self.shelf.packs.filters]


@pytest.fixture
def there(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


def worn(shelf: PackShelf, id: str) -> Image:
    """A face wearing one filter of a pack."""
    image = picture(160, 120)
    face = face_in(image)
    canvas = image.copy()
    known = next(one for one in shelf.packs.filters if one.id == id)
    shot = Shot((face,), {face.id: matte_of(face, image)})
    decorate(canvas, known, known.params(), shot)
    return canvas


def test_without_a_folder_there_is_nothing(tmp_path: Path) -> None:
    shelf = PackShelf(tmp_path / "none", Consent(tmp_path / "a.json"))
    assert not shelf.poll()
    assert shelf.packs.filters == ()


def test_folders_and_zips_are_found(there: Shelf) -> None:
    written(there.folder / "one", files())
    other = files() | {"pack.toml": MANIFEST.replace("at-sea", "ashore").encode()}
    del other["looks/captain.toml"]
    (there.folder / "two.zip").write_bytes(zipped(other))
    (there.folder / "notes.txt").write_text("no pack")
    assert there.shelf.poll()
    assert there.ids()[::3] == ["at-sea/hat", "ashore/hat"]
    assert not there.shelf.poll()
    assert there.told == []


def test_an_edited_picture_is_worn_after_one_poll(there: Shelf) -> None:
    folder = written(there.folder / "sea", files())
    there.shelf.poll()
    before = worn(there.shelf, "at-sea/moustache")
    written(folder, {"sprites/hat.png": png((20, 200, 40, 255))})
    assert there.shelf.poll()
    assert (worn(there.shelf, "at-sea/moustache") != before).any()


def test_an_edited_manifest_adds_and_takes_away(there: Shelf) -> None:
    folder = written(there.folder / "sea", files())
    there.shelf.poll()
    shorter = MANIFEST.partition("[[texture]]")[0].replace('"hat"', '"cap"')
    written(folder, {"pack.toml": shorter.encode()})
    assert there.shelf.poll()
    assert there.ids() == ["at-sea/cap", "at-sea/moustache"]


def test_a_broken_edit_keeps_the_old_and_is_told_once(there: Shelf) -> None:
    folder = written(there.folder / "sea", files())
    there.shelf.poll()
    written(folder, {"pack.toml": MANIFEST.replace("width = 22", "width = 'x'").encode()})
    assert not there.shelf.poll()
    assert there.told == []  # an editor may be half way through
    assert there.shelf.poll()
    assert not there.shelf.poll()
    (fault,) = there.told
    assert there.shelf.packs.broken == ((folder, fault),)
    assert str(fault).startswith("The pack sea can't be used: sea/pack.toml, line 13: sprite.width")
    assert len(there.ids()) == 3
    written(folder, {"pack.toml": MANIFEST.replace("Hat", "Cap").encode()})
    assert there.shelf.poll()
    assert there.shelf.packs.filters[0].title == "Cap"
    assert not there.shelf.packs.broken


def test_a_pack_that_is_broken_from_the_start_is_told_at_once(there: Shelf) -> None:
    written(there.folder / "sea", files() | {"sprites/hat.png": b""})
    assert there.shelf.poll()
    assert not there.shelf.poll()
    (fault,) = there.told
    assert "not a PNG" in fault.why
    assert [why for _, why in there.shelf.packs.broken] == [fault]


def test_a_pack_that_is_gone_is_taken_away(there: Shelf) -> None:
    folder = written(there.folder / "sea", files())
    there.shelf.poll()
    folder.rename(there.folder.parent / "sea")
    assert there.shelf.poll()
    assert there.ids() == []


def test_of_two_packs_with_one_id_the_first_is_used(there: Shelf) -> None:
    written(there.folder / "a", files())
    written(there.folder / "b", files())
    for _ in range(3):
        there.shelf.poll()
    assert len(there.ids()) == 3
    (fault,) = there.told
    assert fault.what == "The pack b can't be used"


def test_python_waits_for_an_answer_and_runs_after_it(there: Shelf) -> None:
    written(there.folder / "sea", files(code=True))
    there.shelf.poll()
    (asking,) = there.shelf.packs.asking
    assert "at-sea/fog" not in there.ids()
    there.shelf.answer(asking, True)
    assert there.shelf.poll()
    assert "at-sea/fog" in there.ids()
    assert there.shelf.packs.asking == ()


def described(there: Shelf) -> str:
    return there.shelf.packs.filters[-1].description


def test_edited_python_is_asked_about_anew_and_the_old_runs_until_then(there: Shelf) -> None:
    folder = written(there.folder / "sea", files(code=True))
    there.shelf.poll()
    there.shelf.answer(there.shelf.packs.asking[0], True)
    there.shelf.poll()
    (folder / "filters" / "fog.py").write_text(CODE.replace("Darkens", "Dims"))
    assert there.shelf.poll()
    assert described(there) == "Darkens all."
    there.shelf.answer(there.shelf.packs.asking[0], True)
    assert there.shelf.poll()
    assert described(there) == "Dims all."
    # another program even if only a picture of it is new
    (folder / "sprites" / "hat.png").write_bytes(png((1, 2, 3, 255)))
    there.shelf.poll()
    there.shelf.answer(there.shelf.packs.asking[0], False)
    there.shelf.poll()
    assert "at-sea/fog" not in there.ids()


def test_a_refusal_is_remembered(there: Shelf) -> None:
    written(there.folder / "sea", files(code=True))
    there.shelf.poll()
    there.shelf.answer(there.shelf.packs.asking[0], False)
    there.shelf.poll()
    assert there.shelf.packs.asking == ()
    again = PackShelf(there.folder, there.consent)
    again.poll()
    assert again.packs.asking == ()
    assert "at-sea/fog" not in [one.id for one in again.packs.filters]


@pytest.mark.parametrize("text", ["", "[]", '{"at-sea": true}', "[" * 100_000, "\xff"])
def test_a_broken_file_of_answers_allows_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.json").write_bytes(text.encode("latin-1"))
    consent = Consent(tmp_path / "a.json")
    assert consent.answer("at-sea", "0") is None
    consent.keep("at-sea", "0", True)
    assert consent.allows("at-sea", "0")
    assert not consent.allows("at-sea", "1")


def test_a_packs_look_wears_its_own_filters(there: Shelf) -> None:
    written(there.folder / "sea", files())
    there.shelf.poll()
    assert there.shelf.packs.look_names() == ("at-sea/captain",)
    kept = there.shelf.packs.look("at-sea/captain")
    assert (kept.title, kept.look.worn[0].when) == ("Captain", "smile")
    with pytest.raises(FaultError, match="no look 'at-sea/gone'"):
        there.shelf.packs.look("at-sea/gone")


def test_a_packs_broken_look_is_told_with_its_line(there: Shelf) -> None:
    broken = {"looks/captain.toml": LOOK.replace("1.2", "9").encode()}
    written(there.folder / "sea", files() | broken)
    there.shelf.poll()
    with pytest.raises(FaultError, match=r"sea/looks/captain\.toml, line 9: size is 9"):
        there.shelf.packs.look("at-sea/captain")
