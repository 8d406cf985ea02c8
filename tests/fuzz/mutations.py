"""Ways to break a file, drawn from a seeded generator."""

from __future__ import annotations

import io
import random
import re
import warnings
import zipfile
from collections.abc import Mapping

_VALUES = (
    b"-1", b"1e999", b"nan", b"inf", b"''", b"true", b"[]", b"{}", b"[[[[[[]]]]]]", b'"../../x"',
    b'"/etc/passwd"', b'"C:\\\\x"', b'"\\u0000"', b"9" * 400, b"9" * 5000,
    b'"' + b"x" * 3000 + b'"',
    b"1979-05-27T07:32:00Z", b"0x7fffffffffffffff", b"[1, 'a', {b = 2}]", b'"con.png"', b'"~/x"',
    b"1" + b".a" * 300, b"{a.b.c.d.e.f.g.h.i.j.k.l.m.n = 1}", b'"\\u001b[2J"', b'"\\u202e"',
    b'"""', b"3", b"'\xc3\xa4'", b'"\\ud800"',
)  # fmt: skip
_NAMES = (
    "../x", "../../pack.toml", "/tmp/x", "C:\\x", "a\\..\\b", "..", ".", "x/../../y", "con",
    "nul.png", "\x00", "x" * 400, "a/" * 30 + "b", "PACK.TOML", "sprites", "looks/..",
    "filters/x.py", "", " ", "./pack.toml", "pack.toml/", "\u202egnp.x", "sprites/hat.png\n",
    "SPRITES/hat.png", "com1.png", "a\x1b[2J.py", "COM¹", "<b>", "looks/a|b.toml",
)  # fmt: skip


def broken_bytes(data: bytes, draw: random.Random) -> bytes:
    """Bytes flipped, cut off, cut out, doubled or put in."""
    if not data:
        return draw.randbytes(draw.randrange(1, 20))
    at = draw.randrange(len(data))
    span = draw.randrange(1, 40)
    match draw.randrange(6):
        case 0:
            changed = bytearray(data)
            for _ in range(draw.randrange(1, 8)):
                changed[draw.randrange(len(changed))] ^= 1 << draw.randrange(8)
            return bytes(changed)
        case 1:
            return data[:at]
        case 2:
            return data[:at] + data[at + span :]
        case 3:
            return data[: at + span] + data[at:]
        case 4:
            return data[:at] + draw.randbytes(span) + data[at:]
        case _:
            return draw.randbytes(at)


def broken_toml(data: bytes, draw: random.Random) -> bytes:
    """Values replaced, lines swapped, doubled or dropped, keys renamed; now and then just bytes."""
    lines = data.split(b"\n")
    for _ in range(draw.randrange(1, 4)):
        one, other = draw.randrange(len(lines)), draw.randrange(len(lines))
        match draw.randrange(6):
            case 0 | 1:
                lines[one] = re.sub(
                    rb"=.*", lambda _: b"= " + draw.choice(_VALUES), lines[one], count=1
                )
            case 2:
                lines[one], lines[other] = lines[other], lines[one]
            case 3:
                lines.insert(one, lines[other])
            case 4:
                lines[one] = b""
            case _:
                lines[one] = re.sub(rb"^\w+", draw.choice((b"x", b"id", b"file")), lines[one])
    changed = b"\n".join(lines)
    return broken_bytes(changed, draw) if draw.random() < 0.25 else changed


def broken_zip(files: Mapping[str, bytes], draw: random.Random) -> bytes:
    """A zip with members renamed, turned into links, doubled, or broken as bytes."""
    data = io.BytesIO()
    method = draw.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
    with warnings.catch_warnings(), zipfile.ZipFile(data, "w", method) as archive:
        warnings.simplefilter("ignore")  # two members of one name are meant
        for name, content in files.items():
            member = zipfile.ZipInfo(draw.choice(_NAMES) if draw.random() < 0.15 else name)
            member.compress_type = method
            if draw.random() < 0.05:
                member.external_attr = draw.choice((0o120777, 0o010666, 0o040755)) << 16
            archive.writestr(member, content)
    whole = data.getvalue()
    return broken_bytes(whole, draw) if draw.random() < 0.5 else whole
