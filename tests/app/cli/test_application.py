from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from app.cli import application, work
from app.look import Look
from app.settings.file import save, settings_path
from app.settings.memory import Memory
from app.settings.schema import LastLook, Settings
from filters.catalog import every
from tests.app.cli.conftest import FakeReader, Run


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, object]]:
    """Calls of the window, which is not opened."""
    calls: list[dict[str, object]] = []

    def window(source: str | None, look: Look, **more: object) -> int:
        calls.append({"source": source, "look": look, **more})
        return 0

    monkeypatch.setitem(sys.modules, "app.ui.application", SimpleNamespace(run=window))
    return calls


@pytest.mark.parametrize("words", [[], ["live"]])
def test_no_command_opens_the_window(
    run: Run, opened: list[dict[str, object]], words: list[str]
) -> None:
    assert run(*words).code == 0
    (call,) = opened
    assert (call["source"], call["size"], call["look_name"]) == (None, None, "natural")


def test_options_of_the_window_need_no_command(run: Run, opened: list[dict[str, object]]) -> None:
    assert run("--source", "demo", "--size", "640x360", "--mirror").code == 0
    (call,) = opened
    assert (call["source"], call["size"], call["mirror"]) == ("demo", (640, 360), True)


@pytest.fixture
def remembered(own_home: Path) -> Settings:
    """What was kept last time."""
    toml = 'schema = 2\n[[filter]]\nid = "hat"\n'
    look = LastLook(name="mine", edited=True, toml=toml)
    settings = Settings(look=look, source="demo", mirror=True, turn=90, portrait=True)
    save(settings, settings_path())
    return settings


def test_what_is_remembered_opens_again(
    run: Run, opened: list[dict[str, object]], remembered: Settings
) -> None:
    assert run().code == 0
    (call,) = opened
    look, memory = call["look"], call["memory"]
    assert isinstance(look, Look)
    assert isinstance(memory, Memory)
    assert [worn.filter_id for worn in look.worn] == ["hat"]
    assert (call["look_name"], call["mirror"], call["source"]) == ("mine", True, None)
    assert (call["turn"], call["portrait"]) == (90, True)
    assert (memory.before, memory.path) == (remembered, settings_path())


@pytest.mark.usefixtures("remembered")
def test_options_win_over_what_is_remembered(run: Run, opened: list[dict[str, object]]) -> None:
    words = "--look natural --no-mirror --source demo --size 64x36 --rotate 0 --no-portrait"
    assert run(*words.split()).code == 0
    (call,) = opened
    assert isinstance(call["look"], Look)
    assert [worn.filter_id for worn in call["look"].worn] == ["glasses"]
    assert (call["look_name"], call["mirror"]) == ("natural", False)
    assert (call["turn"], call["portrait"]) == (0, False)
    assert (call["source"], call["size"]) == ("demo", (64, 36))


@pytest.mark.usefixtures("remembered")
def test_a_fresh_start_knows_nothing_and_remembers_nothing(
    run: Run, opened: list[dict[str, object]]
) -> None:
    assert run("--fresh").code == 0
    (call,) = opened
    assert (call["look_name"], call["mirror"], call["memory"]) == ("natural", False, None)


def test_broken_settings_open_the_window_as_ever_and_are_told_of(
    run: Run, opened: list[dict[str, object]]
) -> None:
    settings_path().parent.mkdir(parents=True)
    settings_path().write_bytes(b"{")
    assert run().code == 0
    (call,) = opened
    assert isinstance(call["memory"], Memory)
    assert [note.what for note in call["memory"].notes] == ["The settings were broken"]
    assert call["look_name"] == "natural"


def test_the_picture_is_turned_and_cut_as_asked(run: Run, opened: list[dict[str, object]]) -> None:
    assert run("--source", "demo").code == 0
    assert run("live", "--source", "demo", "--rotate", "270", "--portrait").code == 0
    assert [(call["turn"], call["portrait"]) for call in opened] == [(0, False), (270, True)]
    ran = run("--rotate", "45")
    assert (ran.code, len(opened)) == (2, 2)
    assert "rotate is 45, need one of 0, 90, 180, 270" in ran.complaints[0]


@pytest.mark.parametrize("word", ["--help", "-h"])
def test_help_lists_the_commands(run: Run, word: str) -> None:
    ran = run(word)
    assert ran.code == 0
    for command in ("live", "render", "matte", "doctor", "filters"):
        assert command in ran.out


def test_an_unknown_command_is_one_line_and_exit_code_2(run: Run) -> None:
    ran = run("polish")
    assert (ran.code, len(ran.complaints)) == (2, 1)
    assert "polish" in ran.complaints[0]


def test_filters_are_listed_by_family_and_at_length_with_their_ranges(run: Run) -> None:
    short, named, long = run("filters"), run("filters", "list"), run("filters", "list", "--long")
    assert (short.code, named.code, long.code) == (0, 0, 0)
    assert short.out == named.out
    for known in every():
        assert known.id in short.out
        assert known.id in long.out
    assert short.out.index("Make-up") < short.out.index("lipstick") < short.out.index("Privacy")
    assert "a number from" in long.out
    assert "a number from" not in short.out


@pytest.mark.parametrize(
    ("words", "hint"), [(["clip.mp4"], "See main.py --help"), (["render"], "main.py render --help")]
)
def test_a_wrong_command_is_told_where_to_read_on(run: Run, words: list[str], hint: str) -> None:
    ran = run(*words)
    assert (ran.code, len(ran.complaints)) == (application.USAGE, 1)
    assert hint in ran.complaints[0]


@pytest.mark.parametrize("size", ["99999x99999", "10x10", "640"])
def test_a_size_that_no_camera_has_is_refused(run: Run, tmp_path: Path, size: str) -> None:
    ran = run("render", "demo", tmp_path / "out.mp4", "--size", size)
    assert (ran.code, len(ran.complaints)) == (application.USAGE, 1)
    assert size in ran.complaints[0]


def test_an_unforeseen_error_is_one_line(
    run: Run, reader: FakeReader, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("by nothing")

    monkeypatch.setattr(work, "_progress", broken)
    ran = run("render", "demo", tmp_path / "out.mp4", "--size", "64x36")
    assert ran.code == application.FAILED
    assert len(ran.complaints) == 1
    assert "ZeroDivisionError: by nothing" in ran.complaints[0]
    debugged = run("render", "demo", tmp_path / "out.mp4", "--size", "64x36", "--debug")
    assert debugged.code == application.FAILED
    assert any("Traceback" in line for line in debugged.complaints)


def test_the_window_takes_another_network(
    run: Run, opened: list[dict[str, object]], tmp_path: Path
) -> None:
    (tmp_path / "mine.onnx").write_bytes(b"for the session to judge")
    assert run("--weights", tmp_path / "mine.onnx", "--device", "cpu").code == 0
    (call,) = opened
    assert (call["weights"], call["device"]) == (tmp_path / "mine.onnx", "cpu")


def test_a_network_that_is_missing_opens_no_window(
    run: Run, opened: list[dict[str, object]], tmp_path: Path
) -> None:
    ran = run("--weights", tmp_path / "mine.onnx")
    assert (ran.code, len(ran.complaints)) == (1, 1)
    assert "mine.onnx is missing" in ran.complaints[0]
    assert opened == []
