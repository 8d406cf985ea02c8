from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

import pytest

from app.redaction import Redaction, of_this_person

ANNA = Redaction(
    frozenset({"/home/anna"}), frozenset({"anna", "Anna Li", "Li"}), frozenset({"annas-mac", "mac"})
)
WINDOWS = Redaction(frozenset({"C:\\Users\\Jo Do"}), frozenset({"Jo Do"}), frozenset())


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("/home/anna/clip.mp4 is missing", "~/clip.mp4 is missing"),
        ("'/home/anna'", "'~'"),
        ("file:///home/anna/x", "file://~/x"),
        ("/home/annabelle", "/home/userbelle"),
        ("anna@annas-mac: Anna Li's camera", "user@computer: user's camera"),
        ("ANNA2026.mp4 of Li, like all", "user2026.mp4 of user, like all"),
        ("on mac, machine", "on computer, machine"),
        ("camera:/dev/v4l/by-id/usb-046d_C920_5F3A-index0, gone", "camera:/dev/v4l/by-id/…, gone"),
        ("nothing", "nothing"),
    ],
)
def test_who_it_is_is_taken_out(text: str, redacted: str) -> None:
    assert ANNA.apply(text) == redacted


@pytest.mark.parametrize(
    "text",
    ["C:\\Users\\Jo Do\\a", "c:/users/jo do/a", "C:\\\\Users\\\\Jo Do\\a", "C%3A/Users/Jo%20Do/a"],
)
def test_a_folder_is_found_however_it_is_written(text: str) -> None:
    assert WINDOWS.apply(text)[0] == "~"
    assert "Jo" not in WINDOWS.apply(text)


def test_without_names_nothing_is_taken_out() -> None:
    assert Redaction(frozenset(), frozenset(), frozenset()).apply("a b") == "a b"


def test_this_person_is_known(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.setenv("USER", "zebedee")
    monkeypatch.setattr(socket, "gethostname", lambda: "magic.round.about")
    found = of_this_person()
    told = f"{tmp_path}/a zebedee magic.round.about magic"
    assert found.apply(told) == "~/a user computer computer"


def test_a_home_at_the_root_hides_no_paths(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/")
    assert "/" not in of_this_person().homes


@pytest.mark.skipif(sys.platform == "win32", reason="there is no list of users")
def test_the_list_of_users_is_asked_too(monkeypatch: pytest.MonkeyPatch) -> None:
    import pwd

    entry = pwd.struct_passwd(("bob", "x", 1, 1, "Robert Paulson,Room 3", "/net/bob", "/bin/sh"))
    monkeypatch.setattr(pwd, "getpwuid", lambda number: entry)
    monkeypatch.setattr(os, "getuid", lambda: 1)
    assert of_this_person().apply("/net/bob Robert Paulson, Paulson") == "~ user, user"
