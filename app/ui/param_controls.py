"""One control for each kind of parameter; each row is a label, the control and its value."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QMouseEvent, QPainter, QPixmap, QWheelEvent
from PySide6.QtWidgets import (
    QColorDialog,
    QFileDialog,
    QGridLayout,
    QLabel,
    QPushButton,
    QSlider,
    QWidget,
)

from app.ui.buttons import hint, plain_button
from app.ui.choice_box import ChoiceBox
from app.ui.switch import Switch
from app.ui.theme import PALETTE
from filters.params import ParamSpec, Value

FILE_WIDTH = 150
"""Pixels of the button that names a file."""
STEPS = 1000
"""Places of a slider; an arrow key goes one hundredth of its range."""


class Control(QWidget):
    """A parameter's row. `chosen` is for what the user does, `show_value` for what is so.

    Double click on the name, or on a slider, puts the default back.
    """

    chosen = Signal(str, object)

    def __init__(self, spec: ParamSpec, field: QWidget) -> None:
        super().__init__()
        self.spec = spec
        self.field = field
        self.name = QLabel(spec.label)
        self.name.setBuddy(field)
        self.name.setSizePolicy(
            self.name.sizePolicy().Policy.Ignored, self.name.sizePolicy().Policy.Fixed
        )
        field.setAccessibleName(spec.label)
        words = f"{spec.help}\n" if spec.help else ""
        self.setToolTip(
            f"{words}Double-click the name for the default: {described(spec, spec.default)}"
        )
        self.grid = QGridLayout(self)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setColumnStretch(0, 1)
        self.grid.setHorizontalSpacing(8)
        self.grid.setVerticalSpacing(0)
        self.grid.addWidget(self.name, 0, 0)

    def show_value(self, value: Value) -> None:
        """Show a value without choosing it."""
        self.field.blockSignals(True)
        self._show(value)
        self.field.blockSignals(False)
        self.field.setAccessibleDescription(described(self.spec, value))

    def reset(self) -> None:
        """Choose the default."""
        self.choose(self.spec.default)

    def choose(self, value: Value) -> None:
        """Choose a value, as the user would."""
        self.show_value(value)
        self.chosen.emit(self.spec.name, value)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Back to the default."""
        del event
        self.reset()

    def _show(self, value: Value) -> None:
        raise NotImplementedError


class SliderControl(Control):
    """A number on a slider, its value and unit beside its name."""

    def __init__(self, spec: ParamSpec) -> None:
        self.slider = _Slider()
        super().__init__(spec, self.slider)
        self.value = QLabel()
        self.value.setProperty("tone", "value")
        self.grid.addWidget(self.value, 0, 1)
        self.grid.addWidget(self.slider, 1, 0, 1, 2)
        self.slider.valueChanged.connect(lambda place: self.choose(self._at(place)))
        self.slider.reset_wanted.connect(self.reset)

    def _show(self, value: Value) -> None:
        self.slider.setValue(self._place(float(value)))
        self.value.setText(described(self.spec, value))

    def _place(self, value: float) -> int:
        span = self.spec.high - self.spec.low
        return round((value - self.spec.low) / span * STEPS) if span else 0

    def _at(self, place: int) -> float:
        """The value of a place; four digits are finer than the eye and keep files readable."""
        default = float(self.spec.default)
        if place == self._place(default):
            return default
        value = round(self.spec.low + place / STEPS * (self.spec.high - self.spec.low), 4)
        return min(max(value, self.spec.low), self.spec.high)


class ChoiceControl(Control):
    """One of several options."""

    def __init__(self, spec: ParamSpec) -> None:
        self.box = ChoiceBox()
        super().__init__(spec, self.box)
        for option in spec.options:
            self.box.addItem(described(spec, option), option)
        self.box.setMinimumWidth(130)
        self.grid.addWidget(self.box, 0, 1)
        self.box.currentIndexChanged.connect(lambda at: self.choose(self.box.itemData(at)))

    def _show(self, value: Value) -> None:
        self.box.setCurrentIndex(self.box.findData(value))


class ToggleControl(Control):
    """On or off."""

    def __init__(self, spec: ParamSpec) -> None:
        self.switch = Switch()
        super().__init__(spec, self.switch)
        self.grid.addWidget(self.switch, 0, 1)
        self.switch.toggled.connect(self.choose)

    def _show(self, value: Value) -> None:
        self.switch.setChecked(bool(value))


class ColourControl(Control):
    """A colour, chosen in a dialog; the picture follows while it is open."""

    def __init__(self, spec: ParamSpec) -> None:
        self.button = QPushButton()
        self.button.setIconSize(QSize(36, 16))
        super().__init__(spec, self.button)
        self.grid.addWidget(self.button, 0, 1)
        self._colour = str(spec.default)
        self.button.clicked.connect(self.open_dialog)

    def open_dialog(self) -> QColorDialog:
        """Open the colour dialog; cancelling puts the colour back."""
        before = self._colour
        dialog = QColorDialog(QColor(before), self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(self.spec.label)
        dialog.currentColorChanged.connect(lambda colour: self.choose(colour.name()))
        dialog.rejected.connect(lambda: self.choose(before))
        dialog.open()
        return dialog

    def _show(self, value: Value) -> None:
        self._colour = str(value)
        self.button.setText(self._colour)
        self.button.setIcon(_swatch(self._colour))


class FileControl(Control):
    """A file: its name on a button that chooses another, and a way to have none."""

    def __init__(self, spec: ParamSpec) -> None:
        self.button = QPushButton()
        super().__init__(spec, self.button)
        self.clear = plain_button("close", f"No {spec.label.lower()}")
        self.button.setFixedWidth(FILE_WIDTH)
        self.grid.addWidget(self.button, 0, 1)
        self.grid.addWidget(self.clear, 0, 2)
        self._file = str(spec.default)
        self.button.clicked.connect(self.open_dialog)
        self.clear.clicked.connect(self.reset)

    def open_dialog(self) -> QFileDialog:
        """Let the user choose a file."""
        dialog = QFileDialog(self, self.spec.label, str(Path(self._file).parent))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        names = " ".join(f"*{end} *{end.upper()}" for end in self.spec.options)
        dialog.setNameFilter(f"{self.spec.label} ({names})")
        dialog.fileSelected.connect(self.choose)
        dialog.open()
        return dialog

    def _show(self, value: Value) -> None:
        self._file = str(value)
        words = described(self.spec, value) if value else "Choose…"
        room = FILE_WIDTH - 28
        elide = Qt.TextElideMode.ElideMiddle
        words = self.button.fontMetrics().elidedText(words, elide, room)
        # "&" would underline the next letter
        self.button.setText(words.replace("&", "&&"))
        self.button.setToolTip(hint(self._file))
        self.clear.setVisible(bool(value))


class _Slider(QSlider):
    reset_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setRange(0, STEPS)
        self.setSingleStep(STEPS // 100)
        self.setPageStep(STEPS // 10)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Back to the default."""
        event.accept()
        self.reset_wanted.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the panel, not the value."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


CONTROLS = {
    "slider": SliderControl,
    "choice": ChoiceControl,
    "toggle": ToggleControl,
    "colour": ColourControl,
    "file": FileControl,
}
"""Which control each kind of parameter gets."""


def described(spec: ParamSpec, value: Value) -> str:
    """A value in words, with its unit."""
    if spec.kind == "toggle":
        return "on" if value else "off"
    if spec.kind == "choice":
        return str(value).replace("-", " ").replace("_", " ").capitalize()
    if spec.kind == "colour":
        return str(value)
    if spec.kind == "file":
        return Path(str(value)).name or "none"
    span = spec.high - spec.low
    digits = 2 if span <= 3 else 1 if span <= 30 else 0
    gap = "" if spec.unit in ("%", "°") else " "
    return f"{float(value):.{digits}f}{gap}{spec.unit}".strip()


def _swatch(colour: str) -> QIcon:
    picture = QPixmap(72, 32)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor(PALETTE.outline))
    painter.setBrush(QColor(colour))
    painter.drawRoundedRect(1, 1, 58, 30, 8, 8)
    painter.end()
    return QIcon(picture)
