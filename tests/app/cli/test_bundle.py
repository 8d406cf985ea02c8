from __future__ import annotations

import json
import logging
import socket
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.cli import doctor
from app.cli.application import FAILED, USAGE
from app.cli.checkup import keeping
from app.cli.checkup.finding import Report, State, ok, problem
from app.log import log_path, start_log, stop_log
from app.settings.file import save, settings_path
from app.settings.schema import LastLook, Settings
from tests.app.cli.conftest import Run

USER, HOST = "annabelle", "annas-thinkpad"
TOML = """schema = 2
[[filter]]
id = "glasses"
enabled = true
[filter.params]
style = "round"
picture = "HOME/me annabelle.png"
strength = 0.5
"""


@pytest.fixture
def home(own_home: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> Path:
    """The home of someone with a name, a log and settings."""
    home = own_home / USER
    home.mkdir()
    for name in ("HOME", "USERPROFILE", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(home))
    monkeypatch.setenv("USER", USER)
    monkeypatch.setenv("LOGNAME", USER)
    monkeypatch.setattr(socket, "gethostname", lambda: HOST)
    look = LastLook(name="annabelle's", toml=TOML.replace("HOME", str(home)))
    save(Settings(look=look, source=f"{home}/Party at {HOST}.mp4", mirror=True), settings_path())
    caplog.set_level(logging.INFO)
    log = start_log(log_path())
    logging.getLogger("app.feed").warning("%s/clip.mp4 of %s on %s failed", home, USER, HOST)
    stop_log(log)
    # an older log, from before it was redacted
    log_path().with_name("facemat.log.1").write_text(f"old news of {USER.title()}: {home} {HOST}")
    return home


@pytest.fixture(autouse=True)
def checks(monkeypatch: pytest.MonkeyPatch) -> None:
    def camera() -> Iterator[Report]:
        yield ok(f"{USER}'s camera (camera:/dev/v4l/by-id/usb-c920_5F3A-index0)")

    found = [("camera", camera), ("settings", keeping.settings), ("log", keeping.log)]
    monkeypatch.setattr(doctor, "CHECKS", found)


def contents(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name).decode("utf-8") for name in archive.namelist()}


def test_it_holds_what_a_report_needs(run: Run, home: Path, tmp_path: Path) -> None:
    ran = run("doctor", "--bundle", tmp_path / "report.zip")
    assert (ran.code, ran.complaints) == (0, [])
    files = contents(tmp_path / "report.zip")
    logs = ["log/facemat.log", "log/facemat.log.1"]
    assert list(files) == ["doctor.txt", "versions.json", "settings.json", *logs]
    assert "ok      camera: user's camera (camera:/dev/v4l/by-id/…)" in files["doctor.txt"]
    assert "numpy" in json.loads(files["versions.json"])["packages"]
    settings = json.loads(files["settings.json"])
    assert (settings["source"], settings["mirror"]) == ("a file", True)
    (filter,) = settings["look"]["filters"]
    assert filter["params"] == {"style": "round", "picture": "set", "strength": 0.5}
    assert "~/clip.mp4 of user on computer failed" in files["log/facemat.log"]


def test_whose_it_is_is_nowhere_in_it(run: Run, home: Path, tmp_path: Path) -> None:
    run("doctor", "--bundle", tmp_path / "report.zip")
    everything = (tmp_path / "report.zip").read_bytes().decode("latin-1")
    everything += "".join(contents(tmp_path / "report.zip").values())
    for word in (USER, HOST, str(home), str(home.resolve()), "5F3A", "Party"):
        assert word.lower() not in everything.lower()


def test_nothing_that_is_there_is_replaced_unless_asked(
    run: Run, home: Path, tmp_path: Path
) -> None:
    path = tmp_path / "report.zip"
    path.write_bytes(b"precious")
    ran = run("doctor", "--bundle", path)
    assert (ran.code, len(ran.complaints)) == (FAILED, 1)
    assert "it is there already. Choose another name, or add --force." in ran.complaints[0]
    assert path.read_bytes() == b"precious"
    assert run("doctor", "--bundle", path, "--force").code == 0
    assert "doctor.txt" in contents(path)


def test_it_is_a_zip_by_name(run: Run, tmp_path: Path) -> None:
    ran = run("doctor", "--bundle", tmp_path / "report.txt")
    assert (ran.code, len(ran.complaints)) == (USAGE, 1)
    assert "need a name ending in .zip" in ran.complaints[0]
    assert list(tmp_path.iterdir()) == []


def test_where_it_can_not_be_written_is_told_in_one_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    ran = run("doctor", "--bundle", tmp_path / "file" / "report.zip")
    assert (ran.code, len(ran.complaints)) == (FAILED, 1)
    assert "can't be written" in ran.complaints[0]


def test_without_settings_and_logs_it_is_written_too(run: Run, tmp_path: Path) -> None:
    assert run("doctor", "--bundle", tmp_path / "report.zip").code == 0
    files = contents(tmp_path / "report.zip")
    assert "nothing was remembered yet" in files["settings.json"]


def test_what_does_not_work_is_in_it(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def bad() -> Iterator[Report]:
        yield problem("no weights", "Restore them")

    monkeypatch.setattr(doctor, "CHECKS", [("weights", bad)])
    assert run("doctor", "--bundle", tmp_path / "report.zip").code == 1
    assert (
        "weights: no weights\n        Restore them."
        in contents(tmp_path / "report.zip")["doctor.txt"]
    )


def test_broken_settings_are_told_of_and_left_alone(run: Run, home: Path, tmp_path: Path) -> None:
    settings_path().write_bytes(b"{")
    (report,) = keeping.settings()
    assert (report.state, "can't be used" in report.found) == (State.WARNING, True)
    run("doctor", "--bundle", tmp_path / "report.zip")
    assert "broken" in json.loads(contents(tmp_path / "report.zip")["settings.json"])
    assert settings_path().read_bytes() == b"{"


def test_the_checkup_says_where_settings_and_log_are(home: Path) -> None:
    (settings,), (log,) = keeping.settings(), keeping.log()
    assert settings.found == str(settings_path())
    assert log.found.startswith(str(log_path()))
    settings_path().with_name("settings.broken-1.json").touch()
    assert "settings.broken-1.json" in next(iter(keeping.settings())).found
