"""The app at work in a process that may not speak to anyone: rendering, and with its window."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DENY = """
import sys

tried = []

def deny(event, arguments):
    if event.startswith("socket.") and event not in ("socket.__new__", "socket.gethostname"):
        tried.append(f"{event} {arguments[1:]}")
        raise PermissionError(f"nothing may go out: {tried[-1]}")

# Every way of Python's to the network is told to this, whoever calls it: connect, bind, sendto,
# getaddrinfo, gethostbyname, ...
sys.addaudithook(deny)
"""
WORK = """
from app.cli.application import main
from pathlib import Path

folder = Path(sys.argv[1])
assert main(["render", "demo", str(folder / "demo.mp4"), "--size", "320x180", "--max-frames", "3",
             "--look", "shades"]) == 0
assert (folder / "demo.mp4").stat().st_size > 1000

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from app.ui.main_window import MainWindow

app = QApplication([])
shown = set()

def watch():
    window = next(w for w in app.topLevelWidgets() if isinstance(w, MainWindow))
    rendered = window.preview.rendered
    if rendered is not None and rendered.scene.mattes:
        shown.add(rendered.scene.frame.index)
    if len(shown) >= 3:
        window.close()

timer = QTimer()
timer.timeout.connect(watch)
timer.start(5)
assert main(["--source", "demo", "--size", "320x180"]) == 0
assert len(shown) >= 3
assert main(["doctor", "--bundle", str(folder / "report.zip")]) in (0, 1)
"""
SLIP = """
import contextlib, socket
with contextlib.suppress(OSError):
    {slip}
"""
TELL = """
print("tried:", *tried, sep="\\n")
"""


def _alone() -> list[str]:
    """Words before a command that leave it without any network, where that is permitted."""
    words = ["unshare", "-rn"]
    if sys.platform != "linux" or shutil.which("unshare") is None:
        return []
    permitted = subprocess.run([*words, "true"], capture_output=True, check=False).returncode == 0
    return words if permitted else []


def _tried(home: Path, work: str) -> list[str]:
    """What the work tried to reach, line by line."""
    places = {f"XDG_{kind}_HOME": str(home) for kind in ("DATA", "CONFIG", "STATE", "CACHE")}
    home_is = {"HOME": str(home), "USERPROFILE": str(home), "LOCALAPPDATA": str(home)}
    environment = {**os.environ, **places, **home_is, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [*_alone(), sys.executable, "-c", f"{DENY}{work}{TELL}", str(home)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout.partition("tried:\n")[2].splitlines()


def test_nothing_opens_a_connection(tmp_path: Path) -> None:
    assert _tried(tmp_path, WORK) == []


@pytest.mark.parametrize(
    ("slip", "told"),
    [
        ("socket.socket().connect(('127.0.0.1', 9))", "socket.connect"),
        ("socket.getaddrinfo('example.com', 80)", "socket.getaddrinfo"),
        ("socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', 9))", "socket.sendto"),
    ],
)
def test_a_connection_would_be_noticed(tmp_path: Path, slip: str, told: str) -> None:
    (tried,) = _tried(tmp_path, SLIP.format(slip=slip))
    assert tried.startswith(told)
