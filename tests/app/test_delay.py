"""A session that gets twice what it can do: delay stays bounded and drops are counted."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping

import numpy as np

from app.effort import Saving
from app.frames import Frame, Scene
from app.session import Session
from app.statistics import Meter
from tests.app.sessions import eventually

FRAMES = 2000


class _Hurried:
    """A camera that gives two frames in the time the pipeline takes for one."""

    name = "hurried"
    live = True
    rate = 30.0
    length = None

    def __init__(self) -> None:
        self.given = -1
        self.taken = threading.Semaphore(1)
        self.closed = threading.Event()

    def frames(self) -> Iterator[Frame]:
        image = np.zeros((8, 8, 3), np.uint8)
        for index in range(FRAMES):
            if index % 2 == 0 and not self._may_go_on():
                return
            self.given = index
            yield Frame(index, float(index), image)
        self.closed.wait(30)

    def _may_go_on(self) -> bool:
        while not self.taken.acquire(timeout=0.05):
            if self.closed.is_set():
                return False
        return True

    def close(self) -> None:
        self.closed.set()


class _Slow:
    """Ends its reading only once two more frames have been given."""

    provider = "slow"
    reason = "asked for"

    def __init__(self, camera: _Hurried) -> None:
        self._camera = camera

    def read(
        self, frame: Frame, *, saving: Saving = Saving.NOTHING, vigilant: bool = False
    ) -> Scene:
        before = self._camera.given
        self._camera.taken.release()
        if before < FRAMES - 2:
            eventually(lambda: self._camera.given >= before + 2)
        return Scene(frame)

    def reset(self) -> None:
        pass

    def close(self) -> None:
        pass


class _Delays(Meter):
    """How many frames had been given when a picture was finished."""

    def __init__(self, camera: _Hurried) -> None:
        super().__init__()
        self._camera = camera
        self.behind: list[float] = []
        self.seen_the_last = threading.Event()

    def count(self, at: float, captured_at: float, stages: Mapping[str, float]) -> None:
        super().count(at, captured_at, stages)
        self.behind.append(self._camera.given - captured_at)
        if captured_at == FRAMES - 1:
            self.seen_the_last.set()


def test_twice_too_many_frames_never_add_up_to_delay() -> None:
    camera = _Hurried()
    delays = _Delays(camera)
    session = Session(
        "hurried",
        on_fault=lambda fault: None,
        reader=lambda: _Slow(camera),
        opener=lambda spec, *, size=None, cancelled=None: camera,
        meter=delays,
    )
    session.start()
    try:
        assert delays.seen_the_last.wait(60)
        dropped = session.statistics().dropped
    finally:
        session.stop()
    # at most what came while it was read, and one that was given as it was taken
    assert max(delays.behind) <= 3
    assert float(np.median(delays.behind)) <= 2
    assert np.mean(delays.behind[-200:]) <= np.mean(delays.behind[:200]) + 0.5, "it grew"
    assert dropped + len(delays.behind) == FRAMES
