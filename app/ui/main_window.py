"""The window: the picture, what is worn, where it comes from and where it goes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from app.faults import Fault, FaultError
from app.frames import RenderedFrame
from app.look import Look
from app.session import Session
from app.sources.camera import CameraInfo
from app.ui.fault_banner import FaultBanner
from app.ui.filter_stack import FilterStack
from app.ui.hold_key import HoldKey
from app.ui.look_bar import LookBar, Shelf
from app.ui.look_desk import LookDesk
from app.ui.menus import fill_menus
from app.ui.output_bar import OutputBar
from app.ui.outputs import Outputs
from app.ui.param_form import EDGE, ParamForm
from app.ui.preview import Preview
from app.ui.recording_badge import RecordingBadge
from app.ui.shortcuts_dialog import ShortcutsDialog
from app.ui.source_bar import SourceBar
from app.ui.stack_model import Stack
from app.ui.statistics_panel import StatisticsPanel
from app.ui.status_line import StatusLine
from app.ui.toast import Toast
from app.ui.view_switch import ViewSwitch
from app.ui.views import View

POLL_MS = 15
"""How often a new picture is looked for; twice as often as a camera gives one."""
STATUS_MS = 250
PANEL_WIDTH = 340
FIRST_WIDTH, FIRST_HEIGHT = 1440, 880
ROOMY = 1120
"""From this width on the buttons have icons beside their words."""


class MainWindow(QMainWindow):
    """Shows a session and steers it. Pixels are polled, news come by signal."""

    packs_wanted = Signal()

    def __init__(
        self,
        session: Session,
        look: Look,
        shelf: Shelf,
        cameras: Callable[[], Sequence[CameraInfo]],
        *,
        look_name: str = "",
        source: str = "demo",
        size: tuple[int, int] | None = None,
        mirror: bool = False,
    ) -> None:
        super().__init__()
        self._session, self._look = session, look
        self._last: RenderedFrame | None = None
        self.setWindowTitle("FaceMat Live")
        self.setMinimumSize(960, 600)
        self.source_bar = SourceBar(cameras)
        self.view_switch = ViewSwitch()
        self.banner = FaultBanner()
        self.preview = Preview()
        self.badge = RecordingBadge(self.preview)
        self.toast = Toast(self.preview)
        self.statistics = StatisticsPanel(self.preview)
        self.output_bar = OutputBar()
        self.look_bar = LookBar()
        self.filters = FilterStack()
        self.form = ParamForm()
        self.status_line = StatusLine()
        self.outputs = Outputs(session, self.output_bar, self.badge, self.toast, self.banner)
        self.looks = LookDesk(self, shelf, self.look_bar, self.toast, self.tell, lambda: self.look)
        self._lay_out()
        self.menu_actions = fill_menus(self, self._commands())
        self._connect()
        self.source_bar.show_source(source, size, mirror)
        self.looks.show(look_name)
        self._show_look(look)
        self.set_view(View.RESULT)
        self.preview.show_message("Starting…", "The picture will be here in a moment.")
        self.refresh()
        self._timers = (self._timer(POLL_MS, self.poll), self._timer(STATUS_MS, self.refresh))
        self.resize(self._first_size())
        self.preview.setFocus()

    @property
    def look(self) -> Look:
        """What is worn."""
        return self._look

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop everything before the window is gone."""
        for timer in self._timers:
            timer.stop()
        self._session.stop()
        super().closeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves full screen."""
        if event.key() == Qt.Key.Key_Escape and self.isFullScreen():
            self.toggle_full_screen()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what there is no room for."""
        super().resizeEvent(event)
        self.view_switch.set_compact(self.width() < ROOMY)

    def set_view(self, view: View) -> None:
        """Look at the picture in another way."""
        self.preview.set_view(view)
        self.view_switch.show_view(view)
        self.menu_actions[view.name.lower()].setChecked(True)

    def tell(self, fault: Fault) -> None:
        """Show a failure; only ever called on the window's own thread."""
        self.banner.show_fault(fault)
        if self.preview.rendered is None:
            self.preview.show_message(
                "No picture yet", "Choose another source above, or try the built-in demo."
            )

    def toggle_full_screen(self) -> None:
        """The picture alone on the whole screen, or all of the window again."""
        full = not self.isFullScreen()
        for part in (self._top, self._side, self.output_bar, self.status_line, self.menuBar()):
            part.setVisible(not full)
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)
        self.preview.setFocus()
        if full:
            self.toast.say("Press F11 or Escape to leave full screen")

    def _commands(self) -> dict[str, Callable[[], object]]:
        return {
            "open": self.source_bar.open_file,
            "snapshot": self.outputs.snapshot,
            "record": self.outputs.toggle_recording,
            "save_look": self.look_bar.ask_name,
            "import_look": self.looks.ask_import,
            "export_look": self.looks.ask_export,
            "packs": self.packs_wanted.emit,
            "quit": self.close,
            "next_view": lambda: self.set_view(self.preview.view.following()),
            "result": lambda: self.set_view(View.RESULT),
            "matte": lambda: self.set_view(View.MATTE),
            "compare": lambda: self.set_view(View.COMPARE),
            "grey": self._show_grey,
            "statistics": self.statistics.toggle,
            "full_screen": self.toggle_full_screen,
            "mirror": self.source_bar.mirror.toggle,
            "virtual_camera": self.outputs.toggle_virtual_camera,
            "shortcuts": lambda: ShortcutsDialog(self).open(),
        }

    def _connect(self) -> None:
        self.source_bar.source_wanted.connect(self._use_source)
        self.source_bar.mirror_wanted.connect(self._set_mirror)
        self.source_bar.turn_wanted.connect(self._session.set_turn)
        self.view_switch.chosen.connect(self.set_view)
        self.output_bar.full_screen_wanted.connect(self.toggle_full_screen)
        self.preview.full_screen_wanted.connect(self.toggle_full_screen)
        self.looks.wanted.connect(self.put_on)
        self.filters.changed.connect(self._wear)
        self.form.chosen.connect(self.filters.set_value)
        self.form.when_chosen.connect(self.filters.set_trigger)
        self.peek_key = HoldKey(Qt.Key.Key_B, self)
        # Only the preview: what others see through the virtual camera keeps its filters.
        self.peek_key.held.connect(self.preview.set_peeking)

    def _wear(self, stack: Stack) -> None:
        self.form.show_worn(stack.chosen)
        if stack.look != self._look:
            self._look = stack.look
            self._session.wear(stack.look)
            self.look_bar.show_edited()

    def _show_look(self, look: Look) -> None:
        self._look = look
        self.filters.set_look(look)
        self.form.show_worn(self.filters.stack.chosen)

    def put_on(self, look: Look) -> None:
        """Wear another look, and show it."""
        self._show_look(look)
        self._session.wear(look)

    def _use_source(self, spec: str, size: tuple[int, int] | None) -> None:
        self.banner.forget_the_source()
        self.preview.show_message("Opening…", "The picture will be here in a moment.")
        self._last = self._session.latest()
        try:
            self._session.use_source(spec, size)
        except FaultError as error:
            self.tell(replace(error.fault, of_source=True))

    def _set_mirror(self, mirror: bool) -> None:
        self.menu_actions["mirror"].setChecked(mirror)
        self._session.set_mirror(mirror)

    def _show_grey(self) -> None:
        grey = self.menu_actions["grey"].isChecked()
        self.preview.set_grey_matte(grey)
        if grey:
            self.set_view(View.MATTE)

    def poll(self) -> None:
        """Show the newest picture, if there is a newer one."""
        newest = self._session.latest()
        if newest is not None and newest is not self._last:
            self._last = newest
            self.preview.show_frame(newest)

    def refresh(self) -> None:
        """Bring the numbers and the switches in line with the session."""
        self.badge.move(self.preview.picture_rect().topLeft() + QPoint(14, 14))
        self.outputs.refresh()
        statistics = self._session.statistics()
        self.status_line.show_statistics(statistics)
        self.statistics.show_statistics(statistics)
        self.banner.show_passing(statistics.trouble)
        on = {
            "record": self._session.recording is not None,
            "virtual_camera": self._session.virtual_camera is not None,
        }
        for name, state in on.items():
            self.menu_actions[name].setChecked(state)

    def _first_size(self) -> QSize:
        """Most of the screen, up to a size at which 720p is shown nearly pixel for pixel."""
        room = self.screen().availableSize()
        return QSize(min(FIRST_WIDTH, room.width()), min(FIRST_HEIGHT, room.height()))

    def _timer(self, interval: int, action: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setTimerType(Qt.TimerType.PreciseTimer)
        timer.timeout.connect(action)
        timer.start(interval)
        return timer

    def _lay_out(self) -> None:
        self._top = QWidget()
        top = QHBoxLayout(self._top)
        top.setContentsMargins(12, 8, 12, 8)
        top.setSpacing(12)
        top.addWidget(self.source_bar, 1)
        top.addWidget(self.view_switch)
        stage = QVBoxLayout()
        stage.setSpacing(0)
        stage.addWidget(self._top)
        room = QWidget()
        news = QVBoxLayout(room)
        news.setContentsMargins(12, 0, 12, 10)
        news.addWidget(self.banner)
        room.hide()
        self.banner.visible_changed.connect(room.setVisible)
        stage.addWidget(room)
        stage.addWidget(self.preview, 1)
        stage.addWidget(self.output_bar)
        self._side = QFrame()
        self._side.setObjectName("sidePanel")
        self._side.setFixedWidth(PANEL_WIDTH)
        side = QVBoxLayout(self._side)
        side.setContentsMargins(18, 14, 6, 8)
        side.setSpacing(14)
        for part in (self.look_bar, _rule(), self.filters, _rule()):
            row = QHBoxLayout()
            row.setContentsMargins(0, 0, EDGE, 0)
            row.addWidget(part)
            side.addLayout(row)
        side.addWidget(self.form, 1)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addLayout(stage, 1)
        middle.addWidget(self._side)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(middle, 1)
        column.addWidget(self.status_line)
        self.setCentralWidget(body)


def _rule() -> QFrame:
    rule = QFrame()
    rule.setProperty("role", "rule")
    rule.setFixedHeight(1)
    return rule
