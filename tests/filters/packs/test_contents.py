"""What a folder or zip may hold; the rest is refused in one line, and nothing is unpacked."""

from __future__ import annotations

import io
import os
import struct
import sys
import zipfile
from pathlib import Path

import pytest

from filters.packs import contents
from filters.packs.contents import contents_of, unzipped
from filters.packs.refusal import Refused
from tests.filters.packs.making import files, written, zipped


def test_a_folder_and_its_zip_hold_the_same(tmp_path: Path) -> None:
    folder = written(tmp_path / "sea", files())
    assert contents_of(folder) == files()
    assert unzipped(zipped(files()), "sea.zip") == files()
    assert unzipped(zipped(files(), "sea/"), "sea.zip") == files()


def test_what_systems_leave_behind_is_no_part_of_it(tmp_path: Path) -> None:
    junk = {".DS_Store": b"x", "filters/__pycache__/a.pyc": b"x", "pack.toml~": b"x"}
    folder = written(tmp_path / "sea", files() | junk)
    assert contents_of(folder) == files()
    assert unzipped(zipped(files() | {"__MACOSX/._pack.toml": b"x"}), "z") == files()


@pytest.mark.parametrize(
    "name",
    [
        "../x", "a/../../x", "/etc/x", "C:/x", "a\\..\\x", "..", "./x", "a//b", "con.txt",
        "x" * 300, "a/" * 20 + "b", "line\nbreak", "end.", "a/COM¹.png", "aux .txt", "lpt0",
        "a\x1b[31m.png", "a\u202egnp.exe", "a\x9b.png", "<b>.py", "what?.png", "a|b", "a/ ",
    ],
)  # fmt: skip
def test_a_name_that_leads_elsewhere_is_refused(name: str) -> None:
    with pytest.raises(Refused, match=r"its name|leads out"):
        unzipped(zipped({"pack.toml": b"", name: b""}), "sea.zip")


def test_links_in_a_zip_are_refused() -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        link = zipfile.ZipInfo("pack.toml")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(Refused, match=r"sea\.zip/pack\.toml: it is a link"):
        unzipped(data.getvalue(), "sea.zip")


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
@pytest.mark.parametrize("kind", ["file", "folder", "pipe"])
def test_links_and_pipes_in_a_folder_are_refused(tmp_path: Path, kind: str) -> None:
    folder = written(tmp_path / "sea", files())
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "a.png").write_bytes(b"secret")
    if kind == "pipe":
        os.mkfifo(folder / "sprites" / "a.png")
    elif kind == "file":
        (folder / "sprites" / "a.png").symlink_to(tmp_path / "secret" / "a.png")
    else:
        (folder / "secret").symlink_to(tmp_path / "secret")
    with pytest.raises(Refused, match="it is a link or no plain file"):
        contents_of(folder)


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(Refused, match="as zip bombs do"):
        unzipped(zipped({"pack.toml": bytes(8 * 1024**2)}), "bomb.zip")


def test_a_bomb_that_lies_about_its_size_is_not_unpacked() -> None:
    data = bytearray(zipped({"pack.toml": bytes(8 * 1024**2)}))
    for signature, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", data, data.find(signature) + at, 100)
    with pytest.raises(Refused, match=r"not a zip that can be read: Bad CRC|bombs"):
        unzipped(bytes(data), "bomb.zip")


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_ways_of_packing_are_refused(method: int) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", method) as archive:
        archive.writestr("pack.toml", b"x" * 1000)
    with pytest.raises(Refused, match="another way than deflate"):
        unzipped(data.getvalue(), "sea.zip")


def test_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contents, "MOST_FILES", 5)
    many = files() | {f"{n}.txt": b"" for n in range(6)}
    with pytest.raises(Refused, match=r"more than 5 files|at most 5"):
        contents_of(written(tmp_path / "many", many))
    with pytest.raises(Refused, match=r"more than 5 files|at most 5"):
        unzipped(zipped(many), "many.zip")
    monkeypatch.setattr(contents, "MOST_FILES", 300)
    monkeypatch.setattr(contents, "LARGEST_WHOLE", 2000)
    large = files() | {"a.bin": os.urandom(1500), "b.bin": os.urandom(1500)}
    with pytest.raises(Refused, match="more than"):
        contents_of(written(tmp_path / "large", large))
    with pytest.raises(Refused, match="more than"):
        unzipped(zipped(large), "large.zip")


def test_names_that_differ_in_case_alone_are_refused() -> None:
    with pytest.raises(Refused, match="two files of that name"):
        unzipped(zipped(files() | {"PACK.toml": b""}), "sea.zip")


def test_names_that_differ_in_how_a_letter_is_written_are_refused() -> None:
    both = {"é.txt": b"", "e\u0301.txt": b""}
    with pytest.raises(Refused, match="two files of that name"):
        unzipped(zipped(files() | both), "sea.zip")


def test_a_refused_name_does_not_fill_the_screen() -> None:
    with pytest.raises(Refused) as refused:
        unzipped(zipped({"pack.toml": b"", "x" * 60_000: b""}), "sea.zip")
    assert len(str(refused.value)) < 700


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_folder_without_a_manifest_is_not_even_read(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "private").symlink_to(tmp_path)
    with pytest.raises(Refused, match=r"home: there is no pack\.toml in it"):
        contents_of(tmp_path / "home")


def test_what_is_no_zip_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04 and so on")
    with pytest.raises(Refused, match=r"a\.zip: it is not a zip"):
        contents_of(tmp_path / "a.zip")
    with pytest.raises(Refused, match="no such folder or zip"):
        contents_of(tmp_path / "gone")
