"""What the runtimes would report, and that it goes nowhere."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HIDDEN = ("CI", "XDG_CACHE_HOME")
USE_BOTH = """
import sys
from model import telemetry
if len(sys.argv) > 1:
    telemetry.refuse(sys.argv[1])
import numpy as np
from app.perception.detector import MODEL, Detector
from model import shipped
from model.matting import Matting
Matting(shipped.STUDENT, device="cpu").step(np.zeros((1, 256, 256, 3), np.uint8), [None])
Detector(MODEL, 1, True).close()
if len(sys.argv) > 1:
    sys.stdin.read()  # until the test has seen enough
"""


@contextmanager
def _used(home: Path, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process of its own that uses both runtimes, as outside of a CI, where they report."""
    others = {name: value for name, value in os.environ.items() if name not in HIDDEN}
    environment = {**others, "HOME": str(home)}
    with subprocess.Popen(
        [sys.executable, "-c", USE_BOTH, *arguments],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        yield process
        process.communicate()
        assert process.returncode == 0


def test_reports_go_to_the_proxy_and_only_mediapipe_makes_any(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as proxy:
        asked: list[bytes] = []
        first = threading.Event()

        def listen() -> None:
            while True:
                try:
                    connection, _ = proxy.accept()
                except OSError:
                    return
                with connection:
                    asked.append(connection.recv(4096).split(b"\r\n")[0])
                first.set()

        listener = threading.Thread(target=listen)
        listener.start()
        with _used(tmp_path, f"http://127.0.0.1:{proxy.getsockname()[1]}"):
            # if it no longer comes, MediaPipe has stopped reporting: drop the proxy
            assert first.wait(120)
        proxy.shutdown(socket.SHUT_RDWR)
        listener.join()
    assert {line.split()[1] for line in asked} == {b"play.googleapis.com:443"}
    # ONNX Runtime would keep what it has to report, and a number for this machine, in a cache
    assert [path for path in tmp_path.rglob("*") if "onnxruntime" in path.name] == []


@pytest.mark.parametrize("package", ["app", "model", "training"])
def test_importing_a_package_is_enough(package: str) -> None:
    names = ("https_proxy", "ORT_DISABLE_TELEMETRY")
    script = f"import os, {package}; print(*map(os.environ.get, {names}))"
    environment = {**os.environ, "https_proxy": "http://proxy.example:3128"}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert done.stdout.split() == ["http://127.0.0.1:9", "1"], done.stderr
