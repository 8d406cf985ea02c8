"""Starts the window on a session, and ends both together."""

from __future__ import annotations

import logging
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import FrameType, TracebackType

import cv2  # noqa: F401  (before Qt, see below)

# OpenCV's wheel points Qt to its own plug-ins, which are another version's.
for _name in ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR"):
    os.environ.pop(_name, None)

from PySide6.QtWidgets import QApplication  # noqa: E402

from app.faults import Fault, FaultError  # noqa: E402
from app.log import log_fault  # noqa: E402
from app.look import Look  # noqa: E402
from app.packs.shelf import PackShelf  # noqa: E402
from app.perception.opening import open_reader  # noqa: E402
from app.session import Session  # noqa: E402
from app.settings.keeper import Keeper  # noqa: E402
from app.settings.memory import Memory  # noqa: E402
from app.settings.schema import Settings  # noqa: E402
from app.sources.camera import CameraInfo, list_cameras  # noqa: E402
from app.sources.opening import is_camera  # noqa: E402
from app.ui.fault_relay import FaultRelay  # noqa: E402
from app.ui.look_shelf import LookShelf  # noqa: E402
from app.ui.main_window import MainWindow  # noqa: E402
from app.ui.pack_desk import PackDesk  # noqa: E402
from app.ui.pack_watch import PackWatch  # noqa: E402
from app.ui.panic_desk import PanicDesk  # noqa: E402
from app.ui.remembering import remember  # noqa: E402
from app.ui.source_bar import DEMO  # noqa: E402
from app.ui.theme import dress  # noqa: E402

_logger = logging.getLogger(__name__)
_DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
NO_CAMERA = Fault(
    "No camera was found",
    "the built-in demo plays instead",
    "Plug a camera in and choose it at the top left",
    of_source=True,
)


def run(
    source_spec: str | None,
    look: Look,
    *,
    size: tuple[int, int] | None = None,
    mirror: bool = False,
    turn: int = 0,
    portrait: bool = False,
    look_name: str = "",
    weights: Path | None = None,
    device: str = "auto",
    memory: Memory | None = None,
) -> int:
    """Open the window and stay until it is closed.

    Args:
        source_spec: as `open_source` takes it; None for the one remembered, the first camera, or
            else the demo.
        size: (width, height) to ask a camera for.
        turn: degrees clockwise: 0, 90, 180 or 270.
        portrait: cut to 9:16.
        look_name: of the shipped look that `look` is, "" when it is none.
        weights: another matting network than the shipped one.
        device: what it runs on.
        memory: what is remembered, and where; None remembers nothing.
    Returns:
        the exit status.
    Raises:
        FaultError: if there is no display to open it on.
    """
    _expect_a_display()
    app = QApplication.instance() or QApplication(["FaceMat Live"])
    if not isinstance(app, QApplication):
        raise RuntimeError("the window needs a QApplication, there is another kind of application")
    app.setApplicationDisplayName("FaceMat Live")
    dress(app)
    before = memory.before if memory else Settings()
    spec, note = (source_spec, None) if source_spec else first_source(list_cameras(), before.source)
    if size is None and is_camera(spec):
        size = before.size
    relay = FaultRelay()
    session = Session(
        spec,
        size=size,
        mirror=mirror,
        look=look,
        on_fault=relay.told.emit,
        reader=lambda: open_reader(weights, device, on_fault=relay.told.emit),
    )
    watch = PackWatch(PackShelf(on_fault=relay.told.emit), relay.told.emit)
    window = MainWindow(
        session,
        look,
        LookShelf(packs=lambda: watch.packs),
        # Whatever its name, the device we send to is no camera to choose.
        lambda: list_cameras(session.virtual_camera),
        look_name=look_name,
        source=spec,
        size=size or before.size,
        mirror=mirror,
    )
    if turn or portrait:
        session.set_turn(turn, portrait)
        window.source_bar.turn.show_turn(turn, portrait)
    relay.told.connect(window.tell)
    relay.told.connect(log_fault)
    PackDesk(window, watch)
    PanicDesk(window, session)
    for told in memory.notes if memory else ():
        window.banner.show_fault(told)
    if note is not None:
        window.banner.show_note(note)
    with ExitStack() as afterwards:
        if memory is not None:
            keeper = Keeper(memory.path, relay.told.emit)
            afterwards.callback(keeper.stop)
            keeper.start()
            remember(window, memory, keeper.keep, spec if note else "")
        window.show()
        afterwards.callback(session.stop)
        session.start()
        afterwards.callback(watch.stop)
        watch.start()
        with _closing_on_signals(window, app), _telling_of_crashes(relay):
            return app.exec()


def _expect_a_display() -> None:
    """Qt would end the program without one."""
    if sys.platform == "linux" and not any(os.environ.get(name) for name in _DISPLAYS):
        raise FaultError(
            "The window can't be opened",
            "there is no display",
            "Use render and matte here, or start the app from a desktop",
        )


def first_source(
    cameras: Sequence[CameraInfo], before: str | None = None
) -> tuple[str, Fault | None]:
    """What to show when nothing was asked for, and what to say about it.

    Args:
        before: the source shown last, which is taken if it is there.
    """
    spec = cameras[0].spec if cameras else DEMO
    if before is None:
        return (spec, None) if cameras else (DEMO, NO_CAMERA)
    known = {DEMO, *(camera.spec for camera in cameras)}
    if before in known or (not is_camera(before) and Path(before).exists()):
        return before, None
    name = "The camera shown last" if is_camera(before) else Path(before).name
    what = cameras[0].name if cameras else "the built-in demo"
    remedy = "Plug it in, or choose" if is_camera(before) else "Choose"
    return spec, Fault(
        f"{name} was not found",
        f"{what} is shown instead",
        f"{remedy} another at the top left",
        of_source=True,
    )


@contextmanager
def _closing_on_signals(window: MainWindow, app: QApplication) -> Iterator[None]:
    """Ctrl-C and a polite kill close the window; its timers let Python see the signal."""

    def close(number: int, frame: FrameType | None) -> None:
        del number, frame
        window.close()
        app.quit()

    before = {number: signal.signal(number, close) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _telling_of_crashes(relay: FaultRelay) -> Iterator[None]:
    """An error in the window itself is printed as ever, and told to the user too."""
    before = sys.excepthook

    def tell(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        before(kind, error, trace)
        _logger.error("the window failed", exc_info=(kind, error, trace))
        relay.told.emit(
            Fault(
                "Something in the window went wrong",
                f"{kind.__name__}: {error}",
                "Try again; if it comes back, restart the app and report it",
            )
        )

    sys.excepthook = tell
    try:
        yield
    finally:
        sys.excepthook = before
