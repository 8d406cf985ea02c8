"""The command line in this process, and a reader that needs no networks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from app.cli import matte, render
from app.cli.application import main
from app.effort import Saving
from app.frames import Frame, Scene
from app.looks import files as look_files
from filters import catalog
from filters.types import LANDMARKS, Face, Matte


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command did.

    Attributes:
        complaints: the lines on stderr.
    """

    code: int
    out: str
    complaints: list[str]


Run = Callable[..., Ran]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs one command, given its words."""

    def command(*words: str | Path) -> Ran:
        capsys.readouterr()
        code = main([str(word) for word in words])
        printed = capsys.readouterr()
        return Ran(code, printed.out, printed.err.splitlines())

    return command


class FakeReader:
    """Finds a face in every bright picture: the middle half, of which the left half shows."""

    provider = "TEST"
    reason = "asked for"

    def __init__(self) -> None:
        self.resets = 0
        self.closed = False
        self.asked_for_mattes: list[bool] = []

    def read(
        self, frame: Frame, *, saving: Saving = Saving.NOTHING, vigilant: bool = False
    ) -> Scene:
        return self._scene(frame, mattes=True)

    def find(self, frame: Frame, vigilant: bool = False) -> Scene:
        return self._scene(frame, mattes=False)

    def _scene(self, frame: Frame, mattes: bool) -> Scene:
        self.asked_for_mattes.append(mattes)
        height, width = frame.image.shape[:2]
        if frame.image.mean() < 10:
            return Scene(frame)
        points = np.zeros((LANDMARKS, 3), np.float32)
        spread = np.linspace(0.0, 2.0 * np.pi, LANDMARKS)
        points[:, 0] = width / 2 + width / 4 * np.cos(spread)
        points[:, 1] = height / 2 + height / 4 * np.sin(spread)
        alpha = np.zeros((max(height // 2, 1), max(width // 2, 1)), np.float32)
        alpha[:, : alpha.shape[1] // 2] = 1.0
        matte = Matte(alpha, (width // 4, height // 4))
        return Scene(frame, (Face(0, points),), {0: matte} if mattes else {})

    def reset(self) -> None:
        self.resets += 1

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> FakeReader:
    """Stands in for the networks in render and matte."""
    fake = FakeReader()
    for command in (render, matte):
        monkeypatch.setattr(command, "open_reader", lambda weights, device, stills, on_fault: fake)
    return fake


@pytest.fixture(autouse=True)
def looks(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of shipped looks with one in it."""
    folder = tmp_path_factory.mktemp("looks")
    (folder / "natural.toml").write_text('schema = 2\n[[filter]]\nid = "glasses"\n')
    monkeypatch.setattr(look_files, "LOOKS", folder)
    return folder


@pytest.fixture(autouse=True)
def own_home(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """A home without packs, never the person's own; what a test installs is gone after it."""
    home = tmp_path_factory.mktemp("home")
    places = ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")
    for name in ("HOME", "USERPROFILE", "LOCALAPPDATA", *places):
        monkeypatch.setenv(name, str(home))
    yield home
    catalog.set_packs(())
