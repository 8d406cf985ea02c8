"""The form of a filter, built from the parameters it declares."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from app.look import Worn
from app.ui.buttons import plain_button
from app.ui.param_controls import CONTROLS, ChoiceControl, Control
from filters.catalog import by_id
from filters.params import ParamSpec, fields_of
from filters.triggers import TRIGGERS

EDGE = 12
"""Room at the right edge of the panel, in pixels."""
BAR = 10
"""Width of the scroll bar that stands in it."""
_WHEN = ParamSpec(
    "when",
    "choice",
    "always",
    options=TRIGGERS,
    label="Show",
    help="The expression of the face that puts the filter on.",
)


class ParamForm(QWidget):
    """Shows the parameters of one worn filter; `chosen` names the one the user changed.

    Attributes:
        controls: by the names of the parameters.
        when: by which expression it shows; None for a privacy filter, which shows always.
    """

    chosen = Signal(str, object)
    when_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind: tuple[str, type | None] = ("", None)
        self.when: ChoiceControl | None = None
        self.controls: dict[str, Control] = {}
        self.title = QLabel()
        self.title.setProperty("tone", "title")
        self.detail = QLabel()
        self.detail.setProperty("tone", "small")
        self.detail.setWordWrap(True)
        for label in (self.title, self.detail):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.detail.setContentsMargins(0, 0, EDGE, 0)
        self.reset = plain_button("reset", "Put all of this filter's values back to their defaults")
        self.reset.clicked.connect(self._reset)
        header = QHBoxLayout()
        header.addWidget(self.title)
        header.addStretch()
        header.addWidget(self.reset)
        self.area = QScrollArea()
        self.area.setObjectName("formArea")
        self.area.setWidgetResizable(True)
        # Takes what the list of filters leaves; it can scroll.
        self.area.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        self.area.setMinimumHeight(96)
        self.area.setFocusPolicy(self.area.focusPolicy().NoFocus)
        self.area.verticalScrollBar().rangeChanged.connect(self._make_room)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        header.setContentsMargins(0, 0, EDGE, 0)
        column.addLayout(header)
        column.addWidget(self.detail)
        column.addSpacing(10)
        column.addWidget(self.area, 1)
        self.show_worn(None)

    def show_worn(self, worn: Worn | None) -> None:
        """Show a filter's values; the controls are rebuilt only for another kind of filter."""
        kind = ("", None) if worn is None else (worn.filter_id, type(worn.params))
        if kind != self._kind or self.area.widget() is None:
            self._kind = kind
            self._build(worn)
        if worn is not None:
            for name, control in self.controls.items():
                control.show_value(getattr(worn.params, name))
            if self.when is not None:
                self.when.show_value(worn.when)

    def _build(self, worn: Worn | None) -> None:
        body = QWidget()
        body.setObjectName("formBody")
        rows = QVBoxLayout(body)
        rows.setContentsMargins(0, 0, EDGE, 4)
        rows.setSpacing(9)
        specs = () if worn is None else fields_of(type(worn.params))
        self.controls = {spec.name: CONTROLS[spec.kind](spec) for spec in specs}
        for control in self.controls.values():
            control.chosen.connect(self.chosen)
        self.when = None
        if worn is not None and not by_id(worn.filter_id).privacy:
            self.when = ChoiceControl(_WHEN)
            self.when.chosen.connect(lambda _, when: self.when_chosen.emit(when))
        controls = [*self.controls.values(), *([self.when] if self.when else [])]
        for control in controls:
            rows.addWidget(control)
        rows.addStretch()
        self.area.setWidget(body)
        before: QWidget = self.reset
        for control in controls:
            # New widgets would come last in the window; these follow their own heading.
            QWidget.setTabOrder(before, control.field)
            before = control.field
        self.reset.setVisible(bool(specs))
        if worn is None:
            self.title.setText("Adjust")
            self.detail.setText("Select a filter to adjust it.")
        else:
            kind = by_id(worn.filter_id)
            self.title.setText(kind.title)
            self.detail.setText(kind.description if specs else "There is nothing to adjust.")

    def _reset(self) -> None:
        for control in (*self.controls.values(), *([self.when] if self.when else [])):
            control.reset()

    def _make_room(self, start: int, end: int) -> None:
        """The scroll bar stands in the margin, so that the values keep their edge beside it."""
        body = self.area.widget()
        rows = None if body is None else body.layout()
        if rows is not None:
            rows.setContentsMargins(0, 0, EDGE - BAR if end > start else EDGE, 4)
