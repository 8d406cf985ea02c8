"""Colour tables: read exactly, applied exactly, and refused with a reason."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest

from filters.effects.surroundings import colour_grade, cube
from filters.effects.surroundings.colour_grade import ColourGradeParams, graded, spread
from filters.effects.surroundings.cube import Cube, parse
from filters.effects.surroundings.looks import LOOKS, look
from filters.types import FrameContext, Image
from tests.filters.scenes import picture


def text(steps: int = 2, head: str = "") -> str:
    axis = np.linspace(0, 1, steps)
    rows = [f"{r:g} {g:g} {b:g}" for b, g, r in itertools.product(axis, repeat=3)]
    return "\n".join([head, f"LUT_3D_SIZE {steps}", *rows]) + "\n"


def colours() -> Image:
    return np.random.default_rng(4).integers(0, 256, (60, 80, 3)).astype(np.uint8)


@pytest.mark.parametrize("steps", [2, 17, 33, 65])
def test_a_table_that_changes_nothing_changes_nothing(steps: int) -> None:
    image = colours()
    out = graded(image, spread(parse(text(steps)), 1.0))
    assert np.abs(out.astype(int) - image).max() <= 1


def test_a_table_is_interpolated_between_its_steps() -> None:
    """Against plain trilinear interpolation, channel by channel."""
    rng = np.random.default_rng(9)
    table = rng.random((5, 5, 5, 3)).astype(np.float32)
    image = colours()
    out = graded(image, spread(Cube(table), 1.0))
    for y, x in rng.integers(0, (60, 80), (40, 2)):
        place = image[y, x] / 255 * 4
        first = np.minimum(place.astype(int), 3)
        rest = place - first
        wanted = np.zeros(3)
        for corner in itertools.product((0, 1), repeat=3):
            share = np.prod([rest[k] if corner[k] else 1 - rest[k] for k in range(3)])
            red, green, blue = first + corner
            wanted += share * table[blue, green, red]
        assert np.abs(out[y, x] - 255 * wanted).max() <= 4


def test_red_runs_fastest_and_the_domain_is_kept() -> None:
    image = np.full((4, 4, 3), (255, 0, 0), np.uint8)
    swapped = "\n".join(
        ["LUT_3D_SIZE 2", *(f"{b} {g} {r}" for b, g, r in itertools.product((0, 1), repeat=3))]
    )
    assert tuple(graded(image, spread(parse(swapped), 1.0))[0, 0]) == (0, 0, 255)
    half = parse(text(2, "DOMAIN_MIN 0 0 0\nDOMAIN_MAX 2 2 2"))
    assert graded(image, spread(half, 1.0))[0, 0, 0] == pytest.approx(128, abs=1)


def test_comments_titles_and_unknown_words_are_passed_over() -> None:
    odd = '# made by hand\nTITLE "My look"\nSOME_PROGRAM 3\n\n' + text(3).replace(
        "\n1 1 1", "\n1 1 1 # white"
    )
    assert len(parse(odd).table) == 3


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        ("", "found no LUT_3D_SIZE"),
        ("LUT_1D_SIZE 16\n", "line 1 begins a table of one dimension"),
        ("LUT_3D_SIZE 1\n", "line 1: LUT_3D_SIZE is 1, need 2 to 65"),
        ("LUT_3D_SIZE 4096\n", "LUT_3D_SIZE is 4096, need 2 to 65"),
        ("LUT_3D_SIZE\n", "LUT_3D_SIZE is nothing"),
        (text().replace("0 1 1", "0 1"), "line 9: found '0 1', need three numbers"),
        (text().replace("0 1 1", "0 x 1"), "line 9: found '0 x 1', need three numbers"),
        (text().replace("0 1 1", "0 nan 1"), "line 9: .*need finite numbers"),
        (text() + "0 0 0\n", "holds 9 colours, need 2.3 = 8"),
        (text(2, "DOMAIN_MAX 0 1 1"), "need a lower and a higher end"),
    ],
)
def test_a_broken_table_is_refused_with_its_line(broken: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        parse(broken)


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "mine.cube"
    path.write_text("LUT_3D_SIZE 2\n0 0 0\n")
    frame = FrameContext(picture(64, 48), (), None, 0.0)
    with pytest.raises(ValueError, match=r"mine\.cube: holds 1 colours, need 2\^3 = 8"):
        colour_grade.render_frame(frame, ColourGradeParams(look="own", own=str(path)))
    missing = str(tmp_path / "none.cube")
    with pytest.raises(ValueError, match=r"none\.cube can't be read: No such file"):
        colour_grade.render_frame(frame, ColourGradeParams(look="own", own=missing))


def test_a_huge_file_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cube, "_BYTES", 100)
    path = tmp_path / "huge.cube"
    path.write_text(text(9))
    with pytest.raises(ValueError, match=r"huge\.cube has \d+ bytes, need 100 at most"):
        cube.read(str(path), 1)


@pytest.mark.parametrize("name", LOOKS)
def test_a_look_has_no_steps_and_keeps_the_order_of_greys(name: str) -> None:
    ramp = np.arange(256, dtype=np.uint8)[None, :, None].repeat(3, 2)
    out = graded(ramp, spread(look(name), 1.0))[0].astype(int)
    luma = out @ (0.2126, 0.7152, 0.0722)
    assert np.diff(luma).min() > -0.8
    assert np.abs(np.diff(out, axis=0)).max() <= 4


@pytest.mark.parametrize("name", [name for name in LOOKS if name != "noir"])
@pytest.mark.parametrize("skin", [(236, 196, 172), (190, 140, 112), (98, 62, 46)])
def test_skin_stays_skin(name: str, skin: tuple[int, int, int]) -> None:
    red, green, blue = graded(np.full((2, 2, 3), skin, np.uint8), spread(look(name), 1.0))[0, 0]
    assert int(red) > int(green) > int(blue)


def test_half_the_strength_is_half_the_way() -> None:
    image = colours()
    none, half, whole = (graded(image, spread(look("noir"), s)) for s in (0.0, 0.5, 1.0))
    between = (none.astype(int) + whole) / 2
    assert np.abs(half - between).max() <= 2
