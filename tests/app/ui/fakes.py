"""A session without threads, a shelf without files, and a small catalogue."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from app.faults import Fault, FaultError
from app.frames import Frame, RenderedFrame, Scene
from app.look import NO_FILTERS, Look, Worn
from app.outputs.splitting import AS_USUAL, How
from app.panic import Panic
from app.session import Session, Statistics
from app.ui.look_bar import titled
from filters.filter import Filter
from filters.params import Params, choice, colour, slider, toggle
from filters.types import FilterContext, Image, Layer, Matte


@dataclass(frozen=True, slots=True)
class TintParams(Params):
    strength: float = slider(0.5, 0.0, 1.0, label="Strength", help="How much of it shows.")
    size: float = slider(20.0, 10.0, 90.0, unit="px", label="Size")
    finish: str = choice("matt", ("matt", "satin", "high-gloss"), label="Finish")
    lashes: bool = toggle(False, label="Lashes")
    shade: str = colour("#c02040", label="Shade")


@dataclass(frozen=True, slots=True)
class PlainParams(Params):
    pass


def nothing(context: FilterContext, params: Params) -> Layer | None:
    del context, params
    return None


CATALOGUE = (
    Filter("tint", "Tint", "Colours the lips and cheeks.", TintParams, "Make-up", nothing),
    Filter("hat", "Hat", "A hat.", PlainParams, "Wearables", nothing),
    Filter("hide", "Hide", "Hides the face.", PlainParams, "Privacy", nothing, privacy=True),
)

TWO = Look((Worn("tint", TintParams()), Worn("hat", PlainParams())))


class FakeSession(Session):
    """Remembers what it was told and shows what it is given."""

    def __init__(self) -> None:
        self.looks: list[Look] = []
        self.told: list[tuple[object, ...]] = []
        self.picture: RenderedFrame | None = None
        self.numbers = Statistics()
        self.fault: Fault | None = None
        self._file: Path | None = None
        self._device: str | None = None
        self._starting = False
        self.disclose = True
        self.how = AS_USUAL
        self.panic = Panic(threading.Lock(), self.latest, self._replace)

    @property
    def virtual_camera(self) -> str | None:
        return self._device

    @property
    def virtual_camera_starting(self) -> bool:
        return self._starting

    @property
    def recording(self) -> Path | None:
        return self._file

    def stop(self) -> None:
        self.told.append(("stop",))

    def start(self) -> None:
        self.told.append(("start",))

    def wear(self, look: Look) -> None:
        self.looks.append(look)

    def use_source(self, spec: str, size: tuple[int, int] | None = None) -> None:
        self.told.append(("source", spec, size))
        self._break()

    def set_mirror(self, mirror: bool) -> None:
        self.told.append(("mirror", mirror))

    def set_turn(self, degrees: int, portrait: bool) -> None:
        self.told.append(("turn", degrees, portrait))

    def latest(self) -> RenderedFrame | None:
        return self.picture

    def start_virtual_camera(self, device: str | None = None) -> None:
        self._starting = True

    def answer(self, device: str | None) -> None:
        """What the virtual camera's driver does in its own time; None refuses."""
        self._starting, self._device = False, device

    def stop_virtual_camera(self) -> None:
        self._starting, self._device = False, None

    def start_recording(self, path: Path, how: How = AS_USUAL) -> None:
        self._break()
        self.how = how
        self._file = path
        if self.picture is not None:
            path.touch()

    def stop_recording(self) -> Path | None:
        path, self._file = self._file, None
        return path

    def snapshot(self, path: Path) -> None:
        self._break()
        self.told.append(("snapshot", path))

    def statistics(self) -> Statistics:
        return self.numbers

    def _replace(self, picture: RenderedFrame) -> None:
        self.picture = picture

    def lose_sinks(self) -> None:
        """What a failing recorder and virtual camera leave behind."""
        self._file = self._device = None

    def _break(self) -> None:
        if self.fault is not None:
            raise FaultError(self.fault.what, self.fault.why, self.fault.remedy)


class FakeShelf:
    """Looks in a dictionary."""

    def __init__(self) -> None:
        self.kept: dict[str, Look] = {"bare": NO_FILTERS, "evening-red": TWO}
        self.exported: list[tuple[Look, str, Path]] = []

    def names(self) -> tuple[str, ...]:
        return tuple(self.kept)

    def load(self, name: str) -> Look:
        if name not in self.kept:
            raise FaultError(f"No look is called {name}", "it is gone", "Choose another")
        return self.kept[name]

    def about(self, name: str) -> tuple[str, str]:
        return titled(name), "What it does."

    def save(self, name: str, look: Look, worn: str = "") -> str:
        self.kept[name] = look
        return name

    def bring(self, path: Path) -> str:
        if not path.exists():
            raise FaultError(f"{path.name} is broken", "line 3", "Correct it")
        self.kept[path.stem] = TWO
        return path.stem

    def export(self, look: Look, worn: str, path: Path) -> None:
        self.exported.append((look, worn, path))


def picture(
    before: int = 40, after: int = 200, size: tuple[int, int] = (64, 36), matte: Matte | None = None
) -> RenderedFrame:
    """A flat grey picture and its flat grey result."""
    shape = (size[1], size[0], 3)
    original: Image = np.full(shape, before, np.uint8)
    result: Image = np.full(shape, after, np.uint8)
    scene = Scene(Frame(0, 0.0, original), mattes={} if matte is None else {1: matte})
    return RenderedFrame(result, scene)
