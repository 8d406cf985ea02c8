from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from app.cli import application, work
from app.look import Look
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


def test_filters_are_listed_with_their_ranges(run: Run) -> None:
    ran = run("filters")
    assert ran.code == 0
    assert "pixelate" in ran.out
    assert "a number from" in ran.out


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
