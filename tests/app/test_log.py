from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import log
from app.faults import Fault
from app.log import log_fault, log_files, start_log, stop_log
from app.redaction import Redaction

_logger = logging.getLogger("app.somewhere")


@pytest.fixture
def path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> Iterator[Path]:
    """A log that has been started."""
    anna = Redaction(frozenset({"/home/anna"}), frozenset({"anna"}), frozenset({"box"}))
    monkeypatch.setattr(log, "of_this_person", lambda: anna)
    caplog.set_level(logging.INFO)
    handler = start_log(tmp_path / "state" / "facemat.log")
    assert handler is not None
    yield tmp_path / "state" / "facemat.log"
    stop_log(handler)


def test_what_happens_is_in_it_and_no_name(path: Path) -> None:
    log_fault(Fault("/home/anna/a.mp4 can't be read", "anna may not", "Ask box"))
    try:
        raise RuntimeError("in /home/anna/app.py")
    except RuntimeError:
        _logger.exception("%s failed", "/home/anna/b.mp4")
    words = path.read_text(encoding="utf-8")
    assert "WARNING app.log: ~/a.mp4 can't be read: user may not. Ask computer." in words
    assert "~/b.mp4 failed" in words
    assert "RuntimeError: in ~/app.py" in words
    assert "anna" not in words


def test_what_is_for_developers_is_not_in_it(path: Path) -> None:
    _logger.debug("too much")
    logging.getLogger("matplotlib").info("chatter")
    logging.getLogger("matplotlib").warning("trouble")
    _logger.info("just enough")
    assert "too much" not in path.read_text()
    assert "chatter" not in path.read_text()
    assert "trouble" in path.read_text()
    assert "just enough" in path.read_text()


def test_it_turns_over_and_the_oldest_goes(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(6 * log.LARGEST // 10_000):
        _logger.info("%d %s", number, "x" * 10_000)
    files = log_files(path)
    assert [file.name for file in files] == [
        "facemat.log",
        *(f"facemat.log.{n}" for n in (1, 2, 3)),
    ]
    assert max(file.stat().st_size for file in files) <= log.LARGEST
    assert len(list(path.parent.iterdir())) == 4
    assert f"{number} x" in path.read_text()


def test_a_log_that_is_ended_takes_no_more(path: Path) -> None:
    (handler,) = (
        one for one in logging.getLogger().handlers if getattr(one, "baseFilename", "") == str(path)
    )
    stop_log(handler)
    _logger.info("too late")
    assert "too late" not in path.read_text()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no disk that is always full")
def test_a_full_disk_stops_nothing(
    capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    handler = start_log(Path("/dev/full"))
    assert handler is not None
    try:
        _logger.info("nowhere to go")
    finally:
        stop_log(handler)
    assert capsys.readouterr().err == ""


def test_where_there_can_be_no_log_the_app_goes_on(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert start_log(tmp_path / "file" / "facemat.log") is None
    stop_log(None)
