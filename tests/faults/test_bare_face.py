"""With a privacy filter on, no frame leaves with a bare face, whatever is broken on the way.

The demo's person moves, and a hand and a mug come before the face; every frame one fault is put
into what is known of it. Each outgoing picture is compared with the captured one where the eyes
are, but for those the hand really covers: what makes them recognisable, their fine structure, must
be gone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from app.effort import Saving
from app.faults import Fault
from app.frames import Frame, Scene
from app.look import Look, Worn
from app.perception.opening import open_reader
from app.pipeline import Pipeline
from app.sources.demo import Demo
from filters.catalog import by_id
from filters.regions import LEFT_EYE, RIGHT_EYE
from filters.types import Face, Image, Matte

FRAMES = 100
SIZE = (640, 360)
HIDING = ("pixelate", "blur-face", "blank-mask")
ALIKE = 0.35
"""Correlation of fine structure at which eyes could be known; blocks share up to 0.22 with what
they cover, blur and mask 0.06."""


def _raise(scene: Scene) -> Scene:
    raise RuntimeError("the reader broke")


def _faces(scene: Scene, change: Callable[[Face], Face]) -> Scene:
    return replace(scene, faces=tuple(change(face) for face in scene.faces))


def _points(value: float, every: int) -> Callable[[Scene], Scene]:
    def spoil(face: Face) -> Face:
        points = face.points.copy()
        points[::every] = value
        return replace(face, points=points)

    return lambda scene: _faces(scene, spoil)


def _mattes(change: Callable[[Matte], Matte | None]) -> Callable[[Scene], Scene]:
    def spoiled(scene: Scene) -> Scene:
        changed = {id: change(matte) for id, matte in scene.mattes.items()}
        return replace(scene, mattes={id: m for id, m in changed.items() if m is not None})

    return spoiled


def _filled(value: float) -> Callable[[Matte], Matte]:
    return lambda matte: replace(matte, alpha=np.full_like(matte.alpha, value))


def _half(matte: Matte) -> Matte:
    alpha = matte.alpha.copy()
    alpha[: len(alpha) // 2] = 0
    return replace(matte, alpha=alpha)


def _elsewhere(matte: Matte) -> Matte:
    return replace(matte, origin=(matte.origin[0] + 900, matte.origin[1] - 500))


FAULTS: dict[str, Callable[[Scene], Scene]] = {
    "the reader raises": _raise,
    "no face is found": lambda scene: replace(scene, faces=(), mattes={}),
    "the face is only remembered": lambda s: _faces(s, lambda f: replace(f, confidence=0.0)),
    "no matte comes": _mattes(lambda matte: None),
    "the matte is empty": _mattes(_filled(0.0)),
    "the matte is full": _mattes(_filled(1.0)),
    "the matte is no number": _mattes(_filled(np.nan)),
    "the matte is infinite": _mattes(_filled(np.inf)),
    "half of the matte is missing": _mattes(_half),
    "the matte is elsewhere": _mattes(_elsewhere),
    "some landmarks are no numbers": _points(np.nan, 40),
    "all landmarks are no numbers": _points(np.nan, 1),
    "some landmarks are infinite": _points(np.inf, 60),
    "all landmarks are in one place": _points(100.0, 1),
    "the pose is no number": lambda s: _faces(
        s, lambda f: replace(f, pose=np.full((4, 4), np.nan, np.float32))
    ),
    "another look's filter breaks": lambda scene: scene,
}


class _Broken:
    """Gives what was read before, with the faults it is told to put in."""

    provider = reason = "scenes"

    def __init__(self, scenes: list[Scene], faults: list[str]) -> None:
        self._scenes = scenes
        self._faults = faults

    def read(
        self, frame: Frame, *, saving: Saving = Saving.NOTHING, vigilant: bool = False
    ) -> Scene:
        scene = replace(self._scenes[frame.index], frame=frame)
        return FAULTS[self._faults[frame.index]](scene)

    def reset(self) -> None:
        pass

    def close(self) -> None:
        pass


@pytest.fixture(scope="module")
def scenes() -> Iterator[list[Scene]]:
    demo = Demo(SIZE)
    reader = open_reader(device="cpu")
    yield [reader.read(Frame(at, at / 30, demo.picture(2 * at))) for at in range(FRAMES)]
    reader.close()


@pytest.mark.filterwarnings("default")  # as for users: a warning must not be what stops a frame
@pytest.mark.parametrize("hiding", HIDING)
def test_a_hundred_faults_show_no_face(scenes: list[Scene], hiding: str) -> None:
    rng = np.random.default_rng([7, HIDING.index(hiding)])
    faults = [str(fault) for fault in rng.choice([*FAULTS], FRAMES)]
    assert set(faults) == set(FAULTS)
    told: list[Fault] = []
    pipeline = Pipeline(_Broken(scenes, faults), told.append)
    bad = Worn("swap-photo", replace(by_id("swap-photo").params(), photo="/nowhere.png"))
    hides = Worn(hiding, by_id(hiding).params())
    demo, shown = Demo(SIZE), 0
    for at, scene in enumerate(scenes):
        look = Look((bad, hides) if faults[at].startswith("another") else (hides,))
        out = pipeline.process(scene.frame, look).image
        for face in (face for face in scene.faces if face.confidence > 0):
            for eye in (LEFT_EYE, RIGHT_EYE):
                points = face.points[list(eye), :2]
                if _covered(demo.truth(2 * at), points) > 0.1:
                    continue
                alike = _alike(scene.frame.image, out, points)
                assert alike < ALIKE, f"frame {at}: {faults[at]}"
                shown += 1
    assert shown > FRAMES  # there was something to hide
    assert told


def _covered(hand: NDArray[np.float32], eye: NDArray[np.float32]) -> float:
    """How much of an eye's box the hand, 0 or more, is over."""
    (x0, y0), (x1, y1) = eye.min(axis=0).astype(int), eye.max(axis=0).astype(int) + 1
    return float((hand[y0:y1, x0:x1] > 0).mean())


def _alike(image: Image, other: Image, eye: NDArray[np.float32]) -> float:
    """How much of an eye's fine structure two pictures share, 1 for all of it."""
    (x0, y0), (x1, y1) = eye.min(axis=0), eye.max(axis=0)
    grow = 0.25 * (x1 - x0)
    rows = slice(max(int(y0 - grow), 0), int(y1 + grow) + 1)
    columns = slice(max(int(x0 - grow), 0), int(x1 + grow) + 1)
    fine = []
    for one in (image, other):
        grey = cv2.cvtColor(one, cv2.COLOR_RGB2GRAY).astype(np.float32)
        part = (grey - cv2.GaussianBlur(grey, (0, 0), 3))[rows, columns]
        fine.append(part - part.mean())
    a, b = fine
    return float((a * b).sum() / max(float((a * a).sum()), 1e-6))
