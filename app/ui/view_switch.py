"""Three buttons in a row: result, matte, before and after."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QToolButton, QWidget

from app.ui.buttons import explain, set_worded_icon
from app.ui.shortcuts import SHORTCUTS
from app.ui.theme import PALETTE
from app.ui.views import View

_ICONS = {View.RESULT: "result", View.MATTE: "matte", View.COMPARE: "compare"}
_WHAT = {
    View.RESULT: "Show the result",
    View.MATTE: "Show what counts as visible face",
    View.COMPARE: "Compare before and after",
}


class ViewSwitch(QFrame):
    """Chooses the view of the preview."""

    chosen = Signal(View)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("viewSwitch")
        self._group = QButtonGroup(self)
        self.buttons: dict[View, QToolButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for view in View:
            button = QToolButton()
            button.setText(view.value)
            set_worded_icon(button, _ICONS[view], PALETTE.quiet, PALETTE.accent)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setCheckable(True)
            explain(button, _WHAT[view], SHORTCUTS[view.name.lower()].keys)
            button.clicked.connect(lambda _=False, view=view: self.chosen.emit(view))
            self._group.addButton(button)
            self.buttons[view] = button
            row.addWidget(button)
        self.show_view(View.RESULT)

    def set_compact(self, compact: bool) -> None:
        """Words alone, where there is little room."""
        style = (
            Qt.ToolButtonStyle.ToolButtonTextOnly
            if compact
            else Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        )
        for button in self.buttons.values():
            button.setToolButtonStyle(style)

    def show_view(self, view: View) -> None:
        """Show which view is on."""
        self.buttons[view].setChecked(True)
