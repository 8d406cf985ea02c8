from __future__ import annotations

from pathlib import Path

import pytest

from app.faults import FaultError
from app.packs.consent import Consent
from app.packs.installing import install, judge, remove, remove_at
from app.packs.shelf import PackShelf
from tests.filters.packs.making import LOOK, MANIFEST, files, written, zipped


@pytest.fixture
def shelf(tmp_path: Path) -> PackShelf:
    return PackShelf(tmp_path / "packs", Consent(tmp_path / "allowed.json"))


def everything(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize("as_zip", [False, True])
def test_an_installed_pack_is_there_whole(tmp_path: Path, shelf: PackShelf, as_zip: bool) -> None:
    source = written(tmp_path / "mine", files())
    if as_zip:
        source = tmp_path / "mine.zip"
        source.write_bytes(zipped(files(), "mine/"))
    assert install(source, shelf).id == "at-sea"
    assert everything(shelf.folder) == {f"at-sea/{name}": data for name, data in files().items()}
    assert [path.name for path in shelf.folder.iterdir()] == ["at-sea"]


def test_installing_again_replaces_all_of_it(tmp_path: Path, shelf: PackShelf) -> None:
    install(written(tmp_path / "mine", files() | {"old.txt": b"x"}), shelf)
    newer = files() | {"pack.toml": MANIFEST.replace("1.0.0", "1.1.0").encode()}
    install(written(tmp_path / "newer", newer), shelf)
    assert everything(shelf.folder / "at-sea") == newer


def test_a_broken_pack_is_not_installed(tmp_path: Path, shelf: PackShelf) -> None:
    install(written(tmp_path / "mine", files()), shelf)
    before = everything(tmp_path)
    (tmp_path / "bad.zip").write_bytes(zipped(files() | {"../../evil.txt": b"x"}))
    with pytest.raises(FaultError, match="leads out of the pack"):
        install(tmp_path / "bad.zip", shelf)
    (tmp_path / "bad.zip").unlink()
    assert everything(tmp_path) == before


def test_a_second_place_for_one_pack_is_refused(tmp_path: Path, shelf: PackShelf) -> None:
    written(shelf.folder / "other", files())
    with pytest.raises(FaultError, match=r"there already.*filters remove at-sea"):
        install(written(tmp_path / "mine", files()), shelf)


def test_removing_takes_one_pack_and_its_permission(tmp_path: Path, shelf: PackShelf) -> None:
    pack = install(written(tmp_path / "mine", files(code=True)), shelf)
    shelf.consent.keep(pack.id, pack.fingerprint, True)
    assert remove("at-sea", shelf) == shelf.folder / "at-sea"
    assert list(shelf.folder.iterdir()) == []
    assert not shelf.consent.allows(pack.id, pack.fingerprint)
    assert (tmp_path / "mine" / "pack.toml").exists()


@pytest.mark.parametrize("id", ["", ".", "..", "../packs", "../mine", "gone", "/"])
def test_nothing_else_can_be_removed(tmp_path: Path, shelf: PackShelf, id: str) -> None:
    written(tmp_path / "mine", files())
    written(tmp_path, files())
    install(tmp_path / "mine", shelf)
    before = everything(tmp_path)
    with pytest.raises(FaultError, match=r"no pack .*installed are: at-sea"):
        remove(id, shelf)
    assert everything(tmp_path) == before


def test_a_broken_pack_can_be_removed_by_its_folder(shelf: PackShelf) -> None:
    written(shelf.folder / "bad", files() | {"pack.toml": b"?"})
    remove("bad", shelf)
    assert list(shelf.folder.iterdir()) == []


def test_a_broken_zip_can_be_removed_and_each_place_by_itself(shelf: PackShelf) -> None:
    written(shelf.folder, {"bad.zip": b"?"})
    first, second = (written(shelf.folder / name, files()) for name in ("a", "b"))
    remove("bad.zip", shelf)
    assert remove_at(second, shelf) == second
    assert list(shelf.folder.iterdir()) == [first]
    for elsewhere in (shelf.folder / ".." / "packs" / "a", shelf.folder, first / "sprites"):
        with pytest.raises(FaultError, match="no pack at"):
            remove_at(elsewhere, shelf)
    assert everything(first) == files()


def test_a_link_to_a_pack_is_removed_and_not_what_it_leads_to(
    tmp_path: Path, shelf: PackShelf
) -> None:
    mine = written(tmp_path / "mine", files())
    shelf.folder.mkdir()
    (shelf.folder / "mine").symlink_to(mine)
    remove("at-sea", shelf)
    assert everything(mine) == files()


def test_looks_are_judged_with_the_pack(tmp_path: Path) -> None:
    broken = {"looks/captain.toml": LOOK.replace("at-sea/hat", "at-sea/hut").encode()}
    with pytest.raises(FaultError, match=r"line 5: no filter is called 'at-sea/hut'"):
        judge(written(tmp_path / "a", files() | broken))
    foggy = {"looks/captain.toml": LOOK.replace("hat", "fog").encode()}
    assert judge(written(tmp_path / "b", files(code=True) | foggy)).unjudged == ("captain",)
