"""A camera that other programs see: a thread that sends the newest picture at a fixed pace.

The only file that imports pyvirtualcam (GPL-2.0), and only once the camera is switched on.
"""

from __future__ import annotations

import contextlib
import sys
import threading
import time
from pathlib import Path
from typing import Any

import numpy as np

from app.faults import Fault, FaultError
from app.mailbox import Mailbox
from app.outputs import loopback
from app.outputs.framing import letterboxed
from app.workers import STOP_SECONDS, OnFault, Worker
from filters.types import Image

SIZE = (1280, 720)
RATE = 30.0
_OPEN_SECONDS = 5.0
_LOOK_SECONDS = 1.0
_PAUSES = (0.25, 4.0)
"""The first and the longest pause between attempts to open a lost device again, seconds."""

SET_UP = {
    "linux": (
        "Install v4l2loopback (on Debian and Ubuntu: sudo apt install v4l2loopback-dkms) and run:"
        " sudo modprobe v4l2loopback devices=1 video_nr=10"
        ' card_label="FaceMat Camera" exclusive_caps=1'
    ),
    "darwin": (
        "Install OBS 30 or later, start its virtual camera once, allow its system extension, stop"
        " it and restart the computer"
    ),
    "win32": "Install OBS, which brings the virtual camera, then try again",
}
"""How to get a virtual camera, by `sys.platform`."""

_RIGHTS = "Run: sudo usermod -aG video $USER, then log out and in again"
_CLOSE_OTHERS = "Close the program that feeds it (OBS, for instance), then try again"


class VirtualCamera:
    """Sends what `show` was last given, `rate` times a second, at one size for all its life."""

    def __init__(
        self,
        size: tuple[int, int] = SIZE,
        rate: float = RATE,
        device: str | None = None,
        *,
        on_fault: OnFault,
        backend: str | None = None,
        open_seconds: float = _OPEN_SECONDS,
        pauses: tuple[float, float] = _PAUSES,
    ) -> None:
        """Prepares the camera; `start` switches it on.

        Args:
            size: (width, height) sent; an odd side is made even, which programs insist on.
            device: e.g. /dev/video10; None takes the first there is.
            on_fault: told, on another thread, when it can't be opened or fails later.
            backend: pyvirtualcam's name of a way to send; None tries all it has here.
            open_seconds: how long the driver may take to open the device.
            pauses: the first and the longest one between attempts to get a lost device back.
        """
        self.size = size[0] + size[0] % 2, size[1] + size[1] % 2
        self.rate = rate
        self.device = device or ""
        self._wanted_device = device
        self._backend = backend
        self._pictures: Mailbox[Image] = Mailbox(1)
        self._picture = _black(self.size)  # the last one sent, for a device that comes back
        self._on_fault = on_fault
        self._ready = threading.Event()  # it is open, was refused, or took too long
        self._open = False
        self._lost = False
        self._pauses = pauses
        self._watchdog = threading.Timer(open_seconds, self._give_up)
        self._watchdog.daemon = True
        self._worker = Worker("virtual camera", self._run, on_fault)

    @property
    def starting(self) -> bool:
        """Whether its driver has not answered yet, or its device is waited for to come back."""
        return self._worker.running and (self._lost or not self._ready.is_set())

    @property
    def running(self) -> bool:
        """Whether pictures are being sent."""
        return self._worker.running and self._open

    def start(self) -> None:
        """Opens the device; black is sent until the first picture.

        Returns at once, for a driver may take seconds. When there is none, it is in use, may
        not be opened or does not answer, that is told as a fault.
        """
        self._worker.start()
        self._watchdog.start()

    def show(self, image: Image) -> None:
        """Sends `image`, letterboxed, from the next tick on; returns at once, from any thread."""
        self._pictures.put(image)

    def blank(self) -> None:
        """Sends black from the next tick on; returns at once, from any thread."""
        self._pictures.put(_black(self.size))

    def ask_to_stop(self) -> None:
        """Lets the camera switch itself off; returns at once."""
        self._watchdog.cancel()
        self._worker.ask_to_stop()

    def stop(self, timeout: float = STOP_SECONDS) -> bool:
        """Switches the camera off; False if its driver did not let go in time."""
        self._watchdog.cancel()
        return self._worker.stop(timeout)

    def _run(self, stop: threading.Event) -> None:
        try:
            camera = self._opened(stop)
        finally:
            self._watchdog.cancel()
            self._ready.set()
        while camera is not None:
            try:
                self._send_until(stop, camera)
                return
            except (FaultError, RuntimeError, OSError) as error:
                self._lost = True
                self._on_fault(self._gone(error))
            finally:
                self._open = False
                camera.close()
                loopback.revive()
            camera = self._back_again(stop)
            self._lost = False

    def _opened(self, stop: threading.Event) -> Any:
        """The device, black sent to it: only from then on do other programs see it."""
        loopback.revive()
        camera = _opened(self.size, self.rate, self._wanted_device, self._backend)
        self.device = str(camera.device)
        if stop.is_set():
            return camera
        try:
            camera.send(_black(self.size))
        except BaseException:
            camera.close()
            raise
        self._open = True
        return camera

    def _back_again(self, stop: threading.Event) -> Any:
        """The device once it can be opened again; None if it is not wanted any more."""
        pause, longest = self._pauses
        while not stop.wait(pause):
            pause = min(2 * pause, longest)
            with contextlib.suppress(FaultError):  # it was told that it is gone
                return self._opened(stop)
        return None

    def _gone(self, error: Exception) -> Fault:
        why = error.fault.why if isinstance(error, FaultError) else _one_line(str(error))
        return Fault(
            "The virtual camera was lost", why, "Wait: it goes on as soon as its device is back"
        )

    def _give_up(self) -> None:
        """Lets the driver go that does not answer; the device is closed if it ever does."""
        if self._ready.is_set():
            return
        self._ready.set()
        self._worker.ask_to_stop()
        self._on_fault(
            Fault(
                "The virtual camera can't be started",
                f"its driver did not answer for {self._watchdog.interval:g} s",
                "Restart the computer",
            )
        )

    def _send_until(self, stop: threading.Event, camera: Any) -> None:
        picture = self._picture
        due = next_look = time.monotonic()
        while not stop.is_set():
            newest = self._pictures.take(0)
            if newest is not None:
                picture = self._picture = np.ascontiguousarray(letterboxed(newest, self.size))
            camera.send(picture)
            now = time.monotonic()
            if now >= next_look:
                next_look = now + _LOOK_SECONDS
                self._check_device()
            # A late tick is not caught up with: two pictures at once help nobody.
            due = max(due + 1 / self.rate, now)
            stop.wait(due - now)

    def _check_device(self) -> None:
        """Linux never tells that a write failed, but the node of a lost device goes."""
        if Path(self.device).is_absolute() and not Path(self.device).exists():
            raise FaultError("The virtual camera was lost", f"{self.device} is gone", "Wait")


def _black(size: tuple[int, int]) -> Image:
    return np.zeros((size[1], size[0], 3), np.uint8)


def _opened(size: tuple[int, int], rate: float, device: str | None, backend: str | None) -> Any:
    """A `pyvirtualcam.Camera`.

    Raises:
        FaultError: with the reason in plain words.
    """
    try:
        import pyvirtualcam
    except ImportError as error:
        raise FaultError(
            "The virtual camera can't be started",
            f"pyvirtualcam can't be loaded: {error}",
            "Install it: pip install pyvirtualcam",
        ) from error
    try:
        return pyvirtualcam.Camera(*size, rate, device=device, backend=backend)
    except RuntimeError as error:
        raise _refused(str(error)) from error


def _refused(message: str) -> FaultError:
    """Turns pyvirtualcam's message, one line a backend, into a fault."""
    what = "The virtual camera can't be started"
    lower = message.lower()
    if "permission" in lower or "usermod" in lower or "video group" in lower:
        return FaultError(what, "you have no right to write to its device", _RIGHTS)
    if any(word in lower for word in ("busy", "in use", "could not be started", "multiple")):
        return FaultError(what, "another program is using it", _CLOSE_OTHERS)
    missing = "not found" in lower or "no v4l2 loopback" in lower or "does not exist" in lower
    reason = "there is none on this computer" if missing else _one_line(message)
    return FaultError(what, reason, SET_UP.get(sys.platform, SET_UP["linux"]))


def _one_line(message: str) -> str:
    return " ".join(message.split()).rstrip(".")
