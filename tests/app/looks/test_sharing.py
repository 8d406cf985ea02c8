"""Looks passed on and taken in, with the files they use and with nothing else."""

from __future__ import annotations

import json
import struct
import zipfile
from pathlib import Path

import pytest

from app.faults import FaultError
from app.look import Look
from app.looks.files import kept_look, put_on
from app.looks.reading import KeptLook
from app.looks.sharing import export_look, import_look, put_away
from tests.filters.packs.making import png, zipped

pytestmark = pytest.mark.usefixtures("small_catalogue")


def wearing(*pictures: Path | str) -> KeptLook:
    worn = tuple(put_on("poster", {"picture": str(picture)}) for picture in pictures)
    return KeptLook(Look(worn), "My posters", "Two of them.")


def pictures_of(look: Look) -> list[Path]:
    return [Path(getattr(worn.params, "picture")) for worn in look.worn]  # noqa: B009


def shared(tmp_path: Path, text: str, **files: bytes) -> Path:
    path = tmp_path / "a.facelook"
    path.write_bytes(zipped({"look.toml": text.encode()} | files))
    return path


def poster(value: str) -> str:
    return f'schema = 2\n[[filter]]\nid = "poster"\n[filter.params]\npicture = {json.dumps(value)}'


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    """Two pictures of one name."""
    found = (tmp_path / "a" / "me.png", tmp_path / "b" / "me.png")
    for number, path in enumerate(found):
        path.parent.mkdir()
        path.write_bytes(png((number, 0, 0, 255)))
    return found


def test_a_look_arrives_elsewhere_with_its_files(tmp_path: Path, two: tuple[Path, Path]) -> None:
    sent = tmp_path / "mine.facelook"
    export_look(wearing(*two), sent)
    wanted = [path.read_bytes() for path in two]
    for path in two:
        path.unlink()
    there = tmp_path / "there" / "mine.toml"
    put_away(import_look(sent), there)
    kept = kept_look(there)
    assert (kept.title, kept.description) == ("My posters", "Two of them.")
    assert [path.read_bytes() for path in pictures_of(kept.look)] == wanted
    assert {path.parent for path in pictures_of(kept.look)} == {there.parent / "mine.files"}


def test_nothing_tells_where_the_files_lay(tmp_path: Path, two: tuple[Path, Path]) -> None:
    export_look(wearing(*two), tmp_path / "mine.facelook")
    with zipfile.ZipFile(tmp_path / "mine.facelook") as archive:
        assert sorted(archive.namelist()) == ["files/1.png", "files/2.png", "look.toml"]
        assert str(tmp_path) not in archive.read("look.toml").decode()


def test_a_plain_file_is_not_enough_for_a_look_with_files(
    tmp_path: Path, two: tuple[Path, Path]
) -> None:
    with pytest.raises(FaultError, match=r"uses me\.png, which would stay.*as a \.facelook"):
        export_look(wearing(*two), tmp_path / "mine.toml")
    export_look(wearing(""), tmp_path / "mine.toml")
    assert import_look(tmp_path / "mine.toml").kept == wearing("")


def test_a_file_that_is_gone_can_not_be_exported(tmp_path: Path) -> None:
    with pytest.raises(FaultError, match=r"gone\.png can't be read"):
        export_look(wearing(tmp_path / "gone.png"), tmp_path / "mine.facelook")
    assert not (tmp_path / "mine.facelook").exists()


@pytest.mark.parametrize("ending", [".toml", ".facelook"])
def test_someone_elses_look_uses_none_of_the_readers_own_files(
    tmp_path: Path, two: tuple[Path, Path], ending: str
) -> None:
    for value in (str(two[0]), "\\\\there\\share\\a.png", "//there/share/a.png", "../a/me.png"):
        path = tmp_path / "in" / f"look{ending}"
        path.parent.mkdir(exist_ok=True)
        text = poster(value).encode()
        path.write_bytes(text if ending == ".toml" else zipped({"look.toml": text}))
        with pytest.raises(FaultError, match=r"line 5: .*(beside the look|no file|leads out)"):
            import_look(path)


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({}, r"there is no file files/1\.png"),
        ({"files/1.png": b"MZ"}, r"a\.facelook/1\.png: it is no PNG, JPEG or WebP"),
        (
            {"files/1.png": png()[:16] + struct.pack(">II", 99_999, 99_999) + png()[24:]},
            "at most 64 million",
        ),
        ({"files/1.png": png(), "../x": b""}, r"\.\./x: it leads out"),
        ({"files/1.png": bytes(9_000_000)}, "as zip bombs do"),
    ],
)
def test_a_shared_look_with_bad_files_is_refused(
    tmp_path: Path, files: dict[str, bytes], told: str
) -> None:
    with pytest.raises(FaultError, match=told):
        import_look(shared(tmp_path, poster("files/1.png"), **files))
    assert [path.name for path in tmp_path.iterdir()] == ["a.facelook"]


def test_files_that_no_filter_uses_are_not_kept(tmp_path: Path) -> None:
    more = {"files/1.png": png(), "files/evil.exe": b"MZ"}
    there = tmp_path / "there" / "look.toml"
    put_away(import_look(shared(tmp_path, poster("files/1.png"), **more)), there)
    names = sorted(path.name for path in there.parent.rglob("*") if path.is_file())
    assert names == ["1.png", "look.toml"]


def test_a_zip_without_a_look_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.facelook").write_bytes(zipped({"x.toml": b""}))
    with pytest.raises(FaultError, match=r"there is no look\.toml in it"):
        import_look(tmp_path / "a.facelook")


def test_words_that_fool_the_eye_are_refused_and_never_written(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('schema = 2\ntitle = "a\\u202egnp"\n', encoding="utf-8")
    with pytest.raises(FaultError, match=r"line 2: title is .*control characters"):
        import_look(tmp_path / "a.toml")
    export_look(KeptLook(title="a\x1b[2J\nb" + "x" * 100), tmp_path / "b.toml")
    assert import_look(tmp_path / "b.toml").kept.title == "a?[2J b" + "x" * 73
