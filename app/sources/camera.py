"""A camera, read through OpenCV on a thread of its own, with a watchdog."""

from __future__ import annotations

import logging
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from app.faults import FaultError
from app.frames import Frame
from app.mailbox import Mailbox
from app.sources import v4l2
from app.sources.capture import Capture, node_of, open_capture
from app.sources.rate import RateMeter
from filters.types import Image

RATE = 30.0
OURS = "FaceMat"
"""How the name of our own virtual camera starts; it is never offered as a camera."""

_FIRST_SECONDS = 10.0  # some cameras take 5 s to start
_NEXT_SECONDS = 3.0
_FAILED_READS = 5
_CLOSE_SECONDS = 1.0
_CANCEL_SECONDS = 0.05  # how often a wait looks whether it still should

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class CameraInfo:
    """A camera one can choose.

    Attributes:
        spec: what `open_source` takes.
        name: for people.
    """

    spec: str
    name: str


def list_cameras(without: str | None = None) -> tuple[CameraInfo, ...]:
    """The cameras of this computer, never our own virtual one.

    Only Linux names them without switching them on; elsewhere the first four numbers are
    offered.

    Args:
        without: the node our virtual camera sends to, which may have any name.
    """
    if sys.platform != "linux":
        return tuple(CameraInfo(f"camera:{n}", f"Camera {n}") for n in range(4))
    return tuple(
        CameraInfo(f"camera:{v4l2.stable_path(node.path)}", node.name)
        for node in v4l2.capture_nodes()
        if not node.name.startswith(OURS) and str(node.path) != without
    )


class Camera:
    """One camera; only the newest picture is kept for a reader who is late."""

    live = True
    length = None

    def __init__(
        self,
        device: int | str,
        size: tuple[int, int] | None = None,
        rate: float = RATE,
        *,
        opener: Callable[[], Capture] | None = None,
        first_seconds: float = _FIRST_SECONDS,
        next_seconds: float = _NEXT_SECONDS,
        cancelled: threading.Event | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Opens the camera and waits for its first picture.

        Args:
            device: number or, on Linux, path.
            size: (width, height) to ask for, None for the largest up to 720p that is fluent;
                `size` tells what the camera really gives.
            rate: frames a second to ask for; `rate` tells what the camera says it gives.
            opener: opens the device, on the camera's own thread; the real one by default.
            first_seconds: how long the first picture may take.
            next_seconds: how long every other may take.
            cancelled: set, from another thread, to give up waiting for the first picture.
            clock: tells when a picture came, in seconds.
        Raises:
            FaultError: if it is missing, in use, not permitted, gives no picture, or was
                cancelled.
        """
        self._path = node_of(device) if opener is None else None
        self.name = (v4l2.driver_name(self._path) if self._path else "") or f"Camera {device}"
        self.rate: float | None = rate
        self._open = opener or (lambda: open_capture(device, self.name, size, rate))
        self._next_seconds = next_seconds
        self._clock = clock
        self._meter = RateMeter()
        self._shots: Mailbox[tuple[float, Image]] = Mailbox(1)
        self._closed = threading.Event()
        self._owner = threading.current_thread()
        self._failure: FaultError | None = None
        # A daemon, because a driver may never return from a read.
        self._thread = threading.Thread(target=self._read, name=self.name, daemon=True)
        self._thread.start()
        cancelled = cancelled or threading.Event()
        first = self._awaited(first_seconds, cancelled)
        if first is None:
            self.close()
            if cancelled.is_set():
                raise FaultError(f"{self.name} was not opened", "it was cancelled", "Open it again")
            raise self._failure or self._silent(first_seconds)
        self._first = first
        self.size: tuple[int, int] = (first[1].shape[1], first[1].shape[0])

    @property
    def measured_rate(self) -> float | None:
        """Frames a second that really came over the last seconds, those nobody took included."""
        return self._meter.read(self._clock())

    def frames(self) -> Iterator[Frame]:
        """Pictures as they come, until `close`.

        Raises:
            FaultError: when the camera is lost or goes silent.
        """
        shot: tuple[float, Image] | None = self._first
        index = 0
        while not self._closed.is_set():
            if shot is None:
                raise self._failure or self._silent(self._next_seconds)
            yield Frame(index, *shot)
            index += 1
            shot = self._shots.take(self._next_seconds)

    def close(self) -> None:
        """Ends `frames` and lets go of the camera; from any thread.

        On the thread that opened the camera it waits up to 1 s until the device is free.
        """
        self._closed.set()
        self._shots.close()
        if threading.current_thread() is self._owner:
            self._thread.join(_CLOSE_SECONDS)

    def _awaited(self, seconds: float, cancelled: threading.Event) -> tuple[float, Image] | None:
        """The first picture; None when it fails, is late, or is not wanted any more."""
        end = time.monotonic() + seconds
        shot: tuple[float, Image] | None = None
        while shot is None and not self._shots.closed and not cancelled.is_set():
            left = end - time.monotonic()
            if left <= 0:
                return None
            shot = self._shots.take(min(left, _CANCEL_SECONDS))
        return shot or self._shots.take(0)

    def _read(self) -> None:
        """The camera's thread: opens, reads and releases the device."""
        capture: Capture | None = None
        try:
            capture = self._open()
            told = capture.get(cv2.CAP_PROP_FPS)
            self.rate = told if 1 <= told <= 1000 else None
            self._read_until_closed(capture)
        except FaultError as error:
            self._failure = error
        except Exception as error:
            _logger.exception("reading %s failed", self.name)
            self._failure = self._lost(f"{type(error).__name__}: {error}")
        finally:
            self._shots.close()
            if capture is not None:
                capture.release()

    def _read_until_closed(self, capture: Capture) -> None:
        failed = 0
        next_look = 0.0
        while not self._closed.is_set():
            ok, bgr = capture.read()
            now = self._clock()
            if ok and isinstance(bgr, np.ndarray) and bgr.size:
                failed = 0
                self._meter.note(now)
                self._shots.put((now, _rgb(bgr)))
            else:
                failed += 1
                if failed == _FAILED_READS:
                    raise self._lost("it stopped giving pictures")
                self._closed.wait(0.02)
            # A read may go on succeeding after the cable is out (opencv#14044).
            if self._path and now >= next_look:
                next_look = now + 1.0
                if not self._path.exists():
                    raise self._lost("it was unplugged")

    def _lost(self, why: str) -> FaultError:
        return FaultError(f"{self.name} was lost", why, "Plug it in again")

    def _silent(self, seconds: float) -> FaultError:
        return FaultError(
            f"{self.name} gives no picture",
            f"nothing came for {seconds:g} s",
            "Uncover or unplug it and plug it in again, or choose a smaller size",
        )


def _rgb(picture: np.ndarray[Any, np.dtype[Any]]) -> Image:
    code = cv2.COLOR_GRAY2RGB if picture.ndim == 2 else cv2.COLOR_BGR2RGB
    return np.asarray(cv2.cvtColor(picture, code), np.uint8)
