"""A small good pack to break, as files in memory, as a folder and as a zip."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import cv2
import numpy as np

MANIFEST = """id = "at-sea"
title = "At sea"
version = "1.0.0"
author = "Ada"
licence = "CC0-1.0"
api = 1

[[sprite]]
id = "hat"
title = "Hat"
file = "sprites/hat.png"
anchor = "head-top"
width = 22
offset = [0, 1.5, 0.5]

[[sprite]]
id = "moustache"
title = "Moustache"
file = "sprites/hat.png"
anchor = "mouth"
width = 6.0
laid = "face"

[[texture]]
id = "scar"
title = "Scar"
file = "textures/scar.png"
"""

LUT = """
[[lut]]
id = "storm"
title = "Storm"
file = "luts/storm.cube"
"""

LOOK = """schema = 2
title = "Captain"

[[filter]]
id = "at-sea/hat"
when = "smile"

[filter.params]
size = 1.2
"""

CODE = """from dataclasses import dataclass

from filters.filter import Filter
from filters.params import Params, slider
from filters.types import Layer


@dataclass(frozen=True, slots=True)
class FogParams(Params):
    strength: float = slider(0.5, 0.0, 1.0)


def render_frame(context, params):
    return (context.image * (1 - params.strength)).astype("uint8")


FILTERS = (
    Filter("fog", "Fog", "Darkens all.", FogParams, "Packs", render_frame=render_frame),
)
"""


def png(colour: tuple[int, int, int, int] = (200, 40, 40, 255), side: int = 24) -> bytes:
    """A square with a transparent rim."""
    rgba = np.zeros((side, side, 4), np.uint8)
    rgba[2:-2, 2:-2] = colour
    return bytes(cv2.imencode(".png", cv2.cvtColor(rgba, cv2.COLOR_RGBA2BGRA))[1])


def files(*, code: bool = False, **changed: bytes) -> dict[str, bytes]:
    """The pack's files; `changed` are put over them."""
    found = {
        "pack.toml": MANIFEST.encode(),
        "sprites/hat.png": png(),
        "textures/scar.png": png((60, 0, 0, 180), 64),
        "looks/captain.toml": LOOK.encode(),
    }
    if code:
        found["filters/fog.py"] = CODE.encode()
    return found | changed


def cube(share: tuple[float, float, float] = (1.0, 0.5, 0.25)) -> bytes:
    """A table of two steps a side that takes a share of each channel."""
    lines = ["# made up", "LUT_3D_SIZE 2"]
    for blue in (0, 1):
        for green in (0, 1):
            for red in (0, 1):
                lines.append(f"{red * share[0]} {green * share[1]} {blue * share[2]}")
    return ("\n".join(lines) + "\n").encode()


def with_lut(table: bytes | None = None, *, code: bool = False) -> dict[str, bytes]:
    """The pack's files and a colour grade."""
    lut = {"luts/storm.cube": cube() if table is None else table}
    return files(code=code) | {"pack.toml": (MANIFEST + LUT).encode()} | lut


def zipped(contents: Mapping[str, bytes], prefix: str = "") -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(prefix + name, content)
    return data.getvalue()


def written(folder: Path, contents: Mapping[str, bytes]) -> Path:
    for name, content in contents.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder
