"""What leaves the window: snapshots, recordings, the virtual camera, and saying how it went."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMessageBox

from app.faults import FaultError
from app.session import Session
from app.ui.destinations import recording_path, snapshot_path
from app.ui.disclosure_question import ask_to_conceal
from app.ui.fault_banner import FaultBanner
from app.ui.output_bar import OutputBar, clock
from app.ui.recording_badge import RecordingBadge
from app.ui.toast import Toast


class Outputs(QObject):
    """Ties the bar under the picture to the session; the session's state is the truth."""

    def __init__(
        self,
        session: Session,
        bar: OutputBar,
        badge: RecordingBadge,
        toast: Toast,
        banner: FaultBanner,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(bar)
        self._session, self._bar, self._badge = session, bar, badge
        self._toast, self._banner, self._now = toast, banner, now
        self.question: QMessageBox | None = None
        self._since = 0.0
        self._camera_wanted = False
        bar.snapshot_wanted.connect(self.snapshot)
        bar.record_wanted.connect(self.toggle_recording)
        bar.virtual_camera_wanted.connect(self.toggle_virtual_camera)
        bar.menu.disclose_wanted.connect(self.disclose)

    def snapshot(self) -> None:
        """Keep the newest picture."""
        self._attempt(self._snapshot)

    def toggle_recording(self) -> None:
        """Start recording, or finish the file."""
        self._attempt(self._stop_recording if self._session.recording else self._start_recording)

    def toggle_virtual_camera(self) -> None:
        """Switch the virtual camera on or off."""
        self._attempt(self._toggle_virtual_camera)

    def disclose(self, on: bool) -> None:
        """Mark face swaps with a badge, or no more once the user has said so twice."""
        if on:
            self._conceal(False)
        elif self.question is None:
            self.question = ask_to_conceal(self._bar.window(), self._conceal)
        self.refresh()

    def refresh(self) -> None:
        """Show what is on; a sink that stopped by itself is shown as stopped."""
        recording = self._session.recording is not None
        elapsed = self._now() - self._since if recording else None
        self._bar.show_recording(elapsed)
        self._badge.show_elapsed(elapsed)
        self._bar.menu.show_disclosed(self._session.disclose)
        device, starting = self._session.virtual_camera, self._session.virtual_camera_starting
        self._bar.show_virtual_camera(device, starting)
        if self._camera_wanted and not starting:
            self._camera_wanted = False
            if device is not None:
                self._toast.say(f"Other apps now see this picture as {device}")

    def _attempt(self, action: Callable[[], None]) -> None:
        try:
            action()
        except FaultError as error:
            self._banner.show_fault(error.fault)
        self.refresh()

    def _conceal(self, concealed: bool) -> None:
        self._session.disclose = not concealed
        self.question = None
        self.refresh()

    def _snapshot(self) -> None:
        path = snapshot_path(datetime.now())
        self._session.snapshot(path)
        self._toast.say(f"Snapshot saved to {_short(path)}", path)

    def _start_recording(self) -> None:
        self._session.start_recording(recording_path(datetime.now()), self._bar.menu.how)
        self._since = self._now()

    def _stop_recording(self) -> None:
        length = clock(self._now() - self._since)
        path = self._session.stop_recording()
        if path is not None and not path.exists():
            raise FaultError(
                "Nothing was recorded",
                "no picture came from the source in that time",
                "Wait for the preview, then record again",
            )
        if path is not None:
            self._toast.say(f"Recording of {length} saved to {_short(path)}", path)

    def _toggle_virtual_camera(self) -> None:
        if self._session.virtual_camera is not None or self._session.virtual_camera_starting:
            self._session.stop_virtual_camera()
            self._camera_wanted = False
            self._toast.say("The virtual camera is off")
        else:
            # How it went is seen when it is refreshed; a refusal is told as a fault.
            self._session.start_virtual_camera()
            self._camera_wanted = True


def _short(path: Path) -> str:
    """The path as people know it: from their home folder."""
    home = Path.home()
    return f"~/{path.relative_to(home)}" if path.is_relative_to(home) else str(path)
