"""Looks that name files: beside them, by paths that are theirs alone, and never out of reach."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.faults import FaultError
from app.look import Look
from app.looks.files import load_look, put_on, save_look

pytestmark = pytest.mark.usefixtures("small_catalogue")


def saved(folder: Path, value: str) -> Path:
    path = folder / "looks" / "mine.toml"
    path.parent.mkdir(exist_ok=True)
    params = f"[filter.params]\npicture = {json.dumps(value)}\n"
    path.write_text(f'schema = 2\n[[filter]]\nid = "poster"\n{params}')
    return path


def picture_of(look: Look) -> object:
    return getattr(look.worn[0].params, "picture")  # noqa: B009


def test_a_file_beside_the_look_is_kept_by_its_name_alone(tmp_path: Path) -> None:
    path = saved(tmp_path, "art/a.png")
    (path.parent / "art").mkdir()
    (path.parent / "art" / "a.png").touch()
    look = load_look(path)
    assert picture_of(look) == str(path.parent / "art" / "a.png")
    save_look(look, path)
    assert 'picture = "art/a.png"' in path.read_text()
    moved = tmp_path / "elsewhere"
    path.parent.rename(moved)
    assert picture_of(load_look(moved / "mine.toml")) == str(moved / "art" / "a.png")


def test_a_file_elsewhere_is_kept_by_its_whole_path(tmp_path: Path) -> None:
    picture = tmp_path / "a.png"
    picture.touch()
    path = tmp_path / "looks" / "mine.toml"
    save_look(Look((put_on("poster", {"picture": str(picture)}),)), path)
    assert picture_of(load_look(path)) == str(picture)


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("gone.png", "there is no file gone.png"),
        ("../a.png", "leads out of the folder"),
        ("sub/../../a.png", "leads out of the folder"),
        ("a.exe", "need a file that ends in .png, .jpg"),
        ("a" * 5000 + ".png", "there is no"),
        ("a\0.png", "need a file"),
        ("~nobody/a.png", "there is no file"),
    ],
)
def test_a_file_that_can_not_be_used_is_told_with_its_line(
    tmp_path: Path, value: str, told: str
) -> None:
    (tmp_path / "a.png").touch()
    with pytest.raises(FaultError, match=rf"mine\.toml, line 5: .*({told})"):
        load_look(saved(tmp_path, value))


def test_no_file_is_no_fault(tmp_path: Path) -> None:
    assert picture_of(load_look(saved(tmp_path, ""))) == ""
