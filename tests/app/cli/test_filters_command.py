from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
import typer

from app.cli import wearing
from app.packs.shelf import PackShelf
from filters import catalog
from filters.filter import Filter
from filters.params import Params, file, values_of
from tests.app.cli.conftest import FakeReader, Run
from tests.filters.packs.making import MANIFEST, files, written, zipped


@pytest.fixture
def sea(tmp_path: Path) -> Path:
    return written(tmp_path / "sea", files(code=True))


def test_one_filter_is_shown_with_what_its_parameters_are_for(run: Run) -> None:
    ran = run("filters", "show", "glasses")
    assert ran.code == 0
    assert "Wearables" in ran.out
    assert "pixelate" not in ran.out


def test_a_filter_that_is_not_there_is_one_line(run: Run) -> None:
    ran = run("filters", "show", "wig")
    assert (ran.code, len(ran.complaints)) == (2, 1)
    assert "no filter is called 'wig'" in ran.complaints[0]


def test_an_unknown_subcommand_is_told_where_to_read_on(run: Run) -> None:
    ran = run("filters", "polish")
    assert (ran.code, len(ran.complaints)) == (2, 1)
    assert "See main.py filters --help" in ran.complaints[0]


def test_a_good_pack_is_described(run: Run, sea: Path) -> None:
    ran = run("filters", "validate", sea)
    assert ran.code == 0
    for words in ("At sea 1.0.0 by Ada, CC0-1.0", "at-sea/hat", "at-sea/captain", "Python, not"):
        assert words in ran.out


def test_a_bad_pack_is_one_line_with_file_line_and_reason(run: Run, tmp_path: Path) -> None:
    bad = MANIFEST.replace("width = 22", "width = 999").encode()
    (tmp_path / "bad.zip").write_bytes(zipped(files() | {"pack.toml": bad}))
    ran = run("filters", "validate", tmp_path / "bad.zip")
    assert (ran.code, len(ran.complaints)) == (1, 1)
    assert "bad.zip/pack.toml, line 13: sprite.width is 999" in ran.complaints[0]


def test_a_look_is_checked_as_well(run: Run, tmp_path: Path) -> None:
    text = 'schema = 2\ntitle = "Mine"\n[[filter]]\nid = "glasses"\nwhen = "smile"\n'
    (tmp_path / "a.toml").write_text(text)
    ran = run("filters", "validate", tmp_path / "a.toml")
    assert (ran.code, ran.out.splitlines()) == (0, ["Mine", "   glasses  when smile"])
    (tmp_path / "a.toml").write_text(text.replace("smile", "yawn"))
    ran = run("filters", "validate", tmp_path / "a.toml")
    assert (ran.code, len(ran.complaints)) == (1, 1)
    assert "a.toml, line 5: when is 'yawn', need one of always" in ran.complaints[0]


def test_no_words_of_others_steer_the_terminal(run: Run, tmp_path: Path) -> None:
    evil = MANIFEST.replace('"Ada"', '"Ada\\u001b[2J\\u202e"').encode()
    for name, contents in {
        "a.zip": files() | {"pack.toml": evil},
        "b.zip": files() | {"filters/a\x1b[2J.py": b""},
        "c\x1b[2J.zip": {},
    }.items():
        (tmp_path / name).write_bytes(zipped(contents))
        ran = run("filters", "validate", tmp_path / name)
        assert (ran.code, len(ran.complaints)) == (1, 1)
        assert ran.complaints[0].isprintable()


def test_the_folder_one_stands_in_can_be_checked(
    run: Run, sea: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(sea)
    (sea / "pack.toml").write_text("id = 3")
    assert "sea/pack.toml, line 1: id is 3" in run("filters", "validate", ".").complaints[0]


def test_an_installed_pack_is_listed_worn_and_removed(
    run: Run, reader: FakeReader, sea: Path, tmp_path: Path
) -> None:
    assert run("filters", "install", sea).code == 0
    listed = run("filters")
    assert "at-sea/moustache" in listed.out
    assert "filters allow at-sea" in listed.complaints[0]
    for worn in (("--filter", "at-sea/moustache"), ("--look", "at-sea/captain")):
        out = tmp_path / "out.png"
        ran = run("render", "demo", out, "--size", "64x36", *worn)
        assert (ran.code, out.exists()) == (0, True), ran.complaints
    assert run("filters", "remove", "at-sea").code == 0
    assert "at-sea" not in run("filters", "list").out


def test_python_runs_only_once_it_was_allowed(run: Run, sea: Path) -> None:
    (sea / "filters" / "fog.py").write_text(
        (sea / "filters" / "fog.py").read_text() + "\nfrom pathlib import Path\n"
        f"Path({str(sea / 'ran')!r}).touch()\n"
    )
    for words in (["validate", sea], ["install", sea], ["list"], ["show", "glasses"]):
        assert run("filters", *words).code == 0
    assert not (sea / "ran").exists()
    asked = run("filters", "allow", "at-sea")
    assert asked.code == 2
    assert "anything that you can do" in asked.complaints[0]
    assert not (sea / "ran").exists()
    assert run("filters", "allow", "at-sea", "--yes").code == 0
    assert (sea / "ran").exists()
    assert "at-sea/fog" in run("filters").out


def test_a_broken_pack_does_not_keep_the_others_from_being_used(run: Run, own_home: Path) -> None:
    folder = PackShelf().folder
    assert folder.is_relative_to(own_home)
    written(folder / "bad", {"pack.toml": b"?"})
    written(folder / "good", files())
    ran = run("filters")
    assert ran.code == 0
    assert "at-sea/hat" in ran.out
    assert ran.complaints[0].startswith("The pack bad can't be used: bad/pack.toml, line 1:")


def test_a_file_is_set_by_its_whole_path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    @dataclass(frozen=True, slots=True)
    class PosterParams(Params):
        picture: str = file((".png",))

    poster = Filter("poster", "Poster", "A picture.", PosterParams, "Wearables", lambda c, p: None)
    monkeypatch.setattr(catalog, "FILTERS", (poster,))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.png").touch()
    worn = wearing.look_of(None, ["poster"], ["picture=a.png"]).worn[0]
    assert values_of(worn.params) == {"picture": str(tmp_path / "a.png")}
    with pytest.raises(typer.BadParameter, match="there is no such file"):
        wearing.look_of(None, ["poster"], ["picture=b.png"])
    with pytest.raises(typer.BadParameter, match="need a file that ends in"):
        wearing.look_of(None, ["poster"], ["picture=/etc/hosts"])
