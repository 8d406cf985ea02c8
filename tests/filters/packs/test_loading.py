"""Packs as filters, and everything that is wrong with one told with its line."""

from __future__ import annotations

import struct
import zlib

import numpy as np
import pytest

from filters.compositing import Laid
from filters.packs.loading import never, pack_of
from filters.packs.refusal import Refused
from tests.filters.packs.making import CODE, MANIFEST, files, png

PNG = png()


def with_manifest(found: str, replacement: str) -> dict[str, bytes]:
    assert found in MANIFEST
    return files() | {"pack.toml": MANIFEST.replace(found, replacement, 1).encode()}


def test_a_pack_becomes_filters_and_looks() -> None:
    pack = pack_of(files(), "sea")
    assert [one.id for one in pack.filters] == ["at-sea/hat", "at-sea/moustache", "at-sea/scar"]
    assert [one.laid for one in pack.filters] == [Laid.OPEN, Laid.FACE, Laid.FACE]
    assert {one.family for one in pack.filters} == {"Packs"}
    assert list(pack.looks) == ["captain"]


@pytest.mark.parametrize(
    ("found", "replacement", "told"),
    [
        ("api = 1", "api = 2", r"line 6: api is 2, need 1; a later version of the app"),
        ("api = 1", "", "api is missing"),
        ("api = 1", "api = 1\nshiny = 3", "line 7: shiny is not known here"),
        ('id = "at-sea"', 'id = "../sea"', "line 1: id is '../sea', need small letters, digits"),
        ('id = "at-sea"', "id = 3", "line 1: id is 3, need a valid string"),
        ('version = "1.0.0"', 'version = "new"', "line 3: version"),
        ('"At sea"', '"A\\u001b[31m"', "line 2: title is .*control characters"),
        ('"At sea"', '"A\\u202eb"', "line 2: title is .*control characters"),
        ('"At sea"', f'"{"x" * 9999}"', "line 2: title is .*at most 80"),
        ('"at-sea"', '"con"', "line 1: id is 'con', which Windows keeps"),
        ('licence = "CC0-1.0"', "", "licence is missing"),
        ("width = 22", "width = 900", "line 13: sprite.width is 900, need at most 60"),
        ("width = 22", 'width = "22"', "line 13: sprite.width is '22', need a valid number"),
        ("width = 22", "width = true", "line 13: sprite.width is True, need a valid number"),
        ("width = 22", "width = nan", "line 13: sprite.width is nan, need a finite number"),
        ("width = 22", "", "line 8: sprite.width is missing"),
        ("offset = [0, 1.5, 0.5]", "offset = [0, 1]", "line 14: sprite.offset"),
        ("offset = [0, 1.5, 0.5]", "depth = 1", "line 14: sprite.depth is not known here"),
        ('anchor = "mouth"', 'anchor = "knee"', "line 20: sprite.anchor is 'knee', need 'eyes'"),
        ('laid = "face"', 'laid = "open"', "line 22: sprite.laid"),
        ('id = "moustache"', 'id = "hat"', "line 17: two things are called 'hat'"),
        ('id = "scar"', 'id = "hat"', "line 25: two things are called 'hat'"),
        ("textures/scar.png", "textures/gone.png", "line 27: there is no file textures/gone.png"),
        ("textures/scar.png", "../../etc/passwd", "line 27: there is no file"),
        ("[[texture]]", "[[texture", "line 24: "),
        ("[[texture]]", "[[hat]]", "line 24: hat is not known here"),
    ],
)
def test_a_wrong_manifest_is_told_with_its_line(found: str, replacement: str, told: str) -> None:
    with pytest.raises(Refused, match=rf"^sea/pack\.toml(, |: ).*{told}") as refused:
        pack_of(with_manifest(found, replacement), "sea")
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"id = \xff", "line 1: it is not UTF-8"),
        (b"a = " + b"[" * 100_000, "nested too deeply|Expected|Invalid|larger|ends|Unclosed"),
        (b"a = " + b"9" * 5000, "Exceeds the limit"),
        (b"#" * 600_000, "at most"),
        (b"a" + b".a" * 50_000 + b" = 1", "line 1: it has more than 200 dots in one line"),
        (b"a" + b".a" * 150 + b" = 1", "nested too deeply"),
        (b"".join(b"[a" + b".a" * n + b"]\n" for n in range(30)), "nested too deeply"),
        (b'id = "a"\ntitle = "\x1b[31m"', "line 2: Illegal character"),
    ],
)
def test_a_manifest_that_is_no_toml_is_refused(data: bytes, told: str) -> None:
    with pytest.raises(Refused, match=told):
        pack_of(files() | {"pack.toml": data}, "sea")


def test_without_a_manifest_it_is_no_pack() -> None:
    with pytest.raises(Refused, match=r"sea: there is no pack\.toml"):
        pack_of({"a.png": PNG}, "sea")


def huge() -> bytes:
    """A PNG of a few bytes that says it has 900 million pixels."""
    header = b"IHDR" + struct.pack(">IIBBBBB", 30_000, 30_000, 8, 6, 0, 0, 0)
    return PNG[:8] + struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header))


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (huge(), "30000 x 30000 pixels, at most 4096"),
        (b"GIF89a", "not a PNG"),
        (PNG[:-20], "only a part"),
        (PNG[:20], "broken PNG"),
        (PNG[:50] + bytes([PNG[50] ^ 1]) + PNG[51:], "broken PNG"),
        (b"", "not a PNG"),
    ],
)
def test_a_picture_that_is_none_is_refused(data: bytes, told: str) -> None:
    with pytest.raises(Refused, match=rf"sea/sprites/hat\.png: .*{told}"):
        pack_of(files() | {"sprites/hat.png": data}, "sea")


def test_too_many_of_a_kind_are_refused() -> None:
    one = MANIFEST[MANIFEST.index("[[texture]]") :]
    many = "".join(one.replace('"scar"', f'"scar-{n}"') for n in range(101))
    with pytest.raises(Refused, match=r"texture is a table or list, need at most 100 items"):
        pack_of(files() | {"pack.toml": MANIFEST.replace(one, many).encode()}, "sea")


def test_a_picture_without_transparency_is_refused() -> None:
    import cv2

    plain = bytes(cv2.imencode(".png", np.zeros((9, 9, 3), np.uint8))[1])
    with pytest.raises(Refused, match="no transparency"):
        pack_of(files() | {"sprites/hat.png": plain}, "sea")


def test_python_does_not_run_unasked() -> None:
    told: list[str] = []
    contents = files() | {"filters/a.py": b"raise SystemExit('it ran')"}
    pack = pack_of(contents, "sea", never)
    assert (pack.code, pack.ran) == (("filters/a.py",), False)
    assert len(pack.filters) == 3

    def asked(id: str, fingerprint: str) -> bool:
        told.append(fingerprint)
        return False

    pack_of(contents, "sea", asked)
    assert told == [pack.fingerprint]


def test_any_other_content_has_another_fingerprint() -> None:
    prints = {
        pack_of(contents, "sea").fingerprint
        for contents in (
            files(),
            files(code=True),
            files() | {"README.md": b""},
            files() | {"README.md": b"x"},
            files() | {"README.mdx": b""},
            files() | {"sprites/hat.png": png((1, 2, 3, 255))},
        )
    }
    assert len(prints) == 6


def test_allowed_python_offers_filters_under_the_packs_name() -> None:
    pack = pack_of(files(code=True), "sea", lambda *_: True)
    fog = pack.filters[-1]
    assert (pack.ran, fog.id, fog.family) == (True, "at-sea/fog", "Packs")


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("x = (", r"line 1: SyntaxError"),
        ("import sys\nsys.exit(3)", "line 2: SystemExit: 3"),
        ("def f():\n    1 / 0\nf()", "line 2: ZeroDivisionError"),
        ("FILTERS = 3", "no FILTERS"),
        ("x = 1", "no FILTERS"),
        ("FILTERS = (3,)", "FILTERS holds int, need Filter"),
        (CODE.replace('"fog"', '"Fog!"'), "a filter is called 'Fog!'"),
        (CODE.replace('"fog"', '"hat"'), "two things are called 'at-sea/hat'"),
        (CODE.replace('"Fog"', "3"), "title and description of fog are not text"),
        ("raise BaseException('x')", "line 1: BaseException: x"),
        (CODE.replace("FogParams, ", "int, "), "no dataclass made of Params"),
    ],
)
def test_broken_python_is_told_with_its_line(code: str, told: str) -> None:
    contents = files() | {"filters/fog.py": code.encode()}
    with pytest.raises(Refused, match=told):
        pack_of(contents, "sea", lambda *_: True)


def test_python_finds_the_packs_files() -> None:
    code = CODE.replace('"Darkens all."', 'FILES["README.md"].decode()')
    contents = files() | {"filters/fog.py": code.encode(), "README.md": b"From afar."}
    assert pack_of(contents, "sea", lambda *_: True).filters[-1].description == "From afar."
