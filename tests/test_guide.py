"""docs/filters.md as its reader follows it: its own blocks make a pack that works."""

from __future__ import annotations

import re
import runpy
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest

from app.packs.consent import Consent
from app.packs.installing import install, judge
from app.packs.shelf import PackShelf
from filters.decorate import Shot, decorate
from filters.types import Image
from tests.filters.scenes import face_in, matte_of, picture

ROOT = Path(__file__).resolve().parent.parent
GUIDE = (ROOT / "docs" / "filters.md").read_text(encoding="utf-8")
BLOCKS = dict(re.findall(r"^```\w+ (circus/\S+)\n(.*?)^```$", GUIDE, re.M | re.S))


@pytest.fixture
def circus(tmp_path: Path) -> Path:
    """The pack, made of the guide's blocks; its drawing was run."""
    for name, text in BLOCKS.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    runpy.run_path(str(tmp_path / "circus" / "draw.py"))
    return tmp_path / "circus"


@pytest.fixture
def shelf(tmp_path: Path) -> PackShelf:
    return PackShelf(tmp_path / "packs", Consent(tmp_path / "allowed.json"))


def worn(shelf: PackShelf, id: str) -> Image:
    image = picture(640, 480)
    face = face_in(image)
    known = next(one for one in shelf.packs.filters if one.id == id)
    canvas = image.copy()
    decorate(canvas, known, known.params(), Shot((face,), {0: matte_of(face, image)}))
    return canvas


def reddish(image: Image) -> int:
    """How many pixels are as red as the nose."""
    wide = image.astype(int)
    return int((wide[..., 0] > wide[..., 1] + wide[..., 2] + 40).sum())


def test_the_guide_makes_every_file_it_speaks_of() -> None:
    assert sorted(BLOCKS) == [
        "circus/draw.py",
        "circus/filters/spotlight.py",
        "circus/grade.py",
        "circus/looks/clown.toml",
        "circus/pack.toml",
        "circus/template.py",
    ]


def test_the_nose_is_worn_and_grows_as_soon_as_it_is_edited(circus: Path, shelf: PackShelf) -> None:
    assert judge(circus).unjudged == ()
    install(circus, shelf)
    shelf.poll()
    small = reddish(worn(shelf, "circus/red-nose"))
    assert small > 100
    manifest = shelf.folder / "circus" / "pack.toml"
    manifest.write_text(manifest.read_text().replace("width = 4.2", "width = 6.0"))
    assert shelf.poll()
    assert 1.7 < reddish(worn(shelf, "circus/red-nose")) / small < 2.4
    assert shelf.packs.look("circus/clown").look.worn[0].when == "smile"


def test_the_spotlight_runs_once_it_is_allowed(circus: Path, shelf: PackShelf) -> None:
    install(circus, shelf)
    shelf.poll()
    (asking,) = shelf.packs.asking
    shelf.answer(asking, True)
    shelf.poll()
    before, after = picture(640, 480), worn(shelf, "circus/spotlight")
    assert after[:40].mean() < 0.4 * before[:40].mean()
    assert np.abs(after[220:260, 300:340].astype(int) - before[220:260, 300:340]).max() <= 12


def test_the_grade_is_made_and_worn(circus: Path, shelf: PackShelf) -> None:
    runpy.run_path(str(circus / "grade.py"))
    (lut,) = re.findall(r"^```toml\n(\[\[lut\]\].*?)^```$", GUIDE, re.M | re.S)
    with (circus / "pack.toml").open("a", encoding="utf-8") as manifest:
        manifest.write(f"\n{lut}")
    install(circus, shelf)
    shelf.poll()
    after = worn(shelf, "circus/old-photograph").reshape(-1, 3)
    red, green, blue = after.astype(int).T
    assert (red >= green).all()
    assert (green >= blue).all()
    assert (red - blue).mean() > 20


def test_the_template_is_drawn(circus: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "circus.template"],
        cwd=circus.parent,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    drawn = cv2.imread(str(circus.parent / "template.png"), cv2.IMREAD_UNCHANGED)
    assert drawn is not None
    assert drawn.shape == (1024, 1024, 4)
    assert (drawn[..., 3] > 0).mean() > 0.05


def test_the_guide_names_what_there_is() -> None:
    from filters.effects.surroundings import cube
    from filters.packs import contents, manifest, pictures
    from filters.packs.anchors import ANCHOR_NAMES
    from filters.triggers import TRIGGERS

    for name in (*ANCHOR_NAMES, *TRIGGERS):
        assert f"`{name}`" in GUIDE
    for words in (
        f"{contents.MOST_FILES}, {contents.LARGEST_FILE >> 20} MB each",
        f"{contents.LARGEST_WHOLE >> 20} MB together",
        f"{pictures.LONGEST_SIDE} pixels a side",
        f"more than {contents.LARGEST_RATIO} times",
        f"{manifest.MOST_DRAWN} sprites, {manifest.MOST_DRAWN} textures, {manifest.MOST_LUTS} LUTs",
        f"{cube.LARGEST} steps a side",
    ):
        assert words in GUIDE
