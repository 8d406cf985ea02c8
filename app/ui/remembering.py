"""Remembers how the window stands: a moment after it changed, and when it closes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QByteArray, QEvent, QObject, Qt, QTimer

from app.look import Look
from app.settings.looks import remembered
from app.settings.memory import Memory
from app.settings.schema import LastLook, Settings, ViewName
from app.sources.opening import is_camera, pinned
from app.ui.main_window import MainWindow
from app.ui.source_bar import DEMO
from app.ui.views import View

QUIET_MS = 1000
"""What has changed is kept once it has stayed the same for so long."""


class Remembering(QObject):
    """Watches a window, on its thread.

    Looking is cheap and cannot miss a change, whichever control it came from.
    """

    def __init__(
        self,
        window: MainWindow,
        keep: Callable[[Settings], None],
        *,
        before: Settings,
        source: str = "",
        look: Look | None = None,
    ) -> None:
        """Brings back place and view at once, and begins to watch.

        Args:
            keep: takes what is to be remembered.
            before: what was remembered.
            source: shown only because the one remembered, if any, was not there; that one stays
                remembered until the user chooses another.
            look: likewise.
        """
        super().__init__(window)
        self._window, self._keep, self._before = window, keep, before
        self._source_instead, self._look_instead = source, look
        self._look = before.look
        self._of: tuple[object, ...] = ()
        _bring_back(window, before)
        self._kept: Settings | None = None
        self._seen = self.now()
        window.installEventFilter(self)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(QUIET_MS)

    def now(self) -> Settings:
        """How the window stands."""
        window = self._window
        return Settings(
            look=self._last_look(),
            source=self._source(),
            size=window.source_bar.size_wanted,
            mirror=window.source_bar.mirror.isChecked(),
            turn=window.source_bar.turn.turn,
            portrait=window.source_bar.turn.portrait.isChecked(),
            view=_NAMES[window.preview.view],
            window=bytes(window.saveGeometry().toBase64().data()).decode("ascii"),
        )

    def look(self) -> None:
        """Keep what has changed, unless it is still changing."""
        now = self.now()
        if now == self._seen:
            self._put(now)
        self._seen = now

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the last state when the window closes."""
        if event.type() == QEvent.Type.Close:
            self._timer.stop()
            self._put(self.now())
        return super().eventFilter(watched, event)

    def _put(self, now: Settings) -> None:
        if now != self._kept:
            self._kept = now
            self._keep(now)

    def _last_look(self) -> LastLook | None:
        """Written anew only when it changed, for it is looked at every second."""
        window = self._window
        of = (window.look, window.look_bar.name, window.look_bar.edited)
        if window.look is not self._look_instead and of != self._of:
            self._look_instead = None
            self._look, self._of = remembered(*of), of
        return self._look

    def _source(self) -> str | None:
        spec = self._window.source_bar.spec
        if spec == self._source_instead:
            return self._before.source
        self._source_instead = ""
        if spec == DEMO:
            return spec
        if is_camera(spec):
            return pinned(spec)
        path = str(Path(spec).expanduser().absolute())
        # a name that is no text, as an old disk may hold, is not worth a broken file
        return path if path.encode("utf-8", "ignore").decode() == path else None


def remember(
    window: MainWindow, memory: Memory, keep: Callable[[Settings], None], instead: str
) -> Remembering:
    """Begin to watch a window that was made from `memory`.

    Args:
        instead: the source shown because the one remembered was not there, "" if it was.
    """
    last = memory.before.look
    if memory.look is not None and window.look is memory.look and last is not None and last.edited:
        window.look_bar.show_edited()
    lost = window.look if memory.look_lost else None
    return Remembering(window, keep, before=memory.before, source=instead, look=lost)


_NAMES: dict[View, ViewName] = {
    View.RESULT: "result",
    View.MATTE: "matte",
    View.COMPARE: "compare",
}


def _bring_back(window: MainWindow, settings: Settings) -> None:
    place = QByteArray.fromBase64(settings.window.encode("ascii", "replace"))
    # Qt keeps the window on a screen that is there, but takes half a place for a whole one.
    if place.size() == window.saveGeometry().size():
        window.restoreGeometry(place)
    # Full screen is more than a state of the window, and no way to begin.
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowFullScreen)
    window.set_view(next(view for view, name in _NAMES.items() if name == settings.view))
