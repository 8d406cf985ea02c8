"""Asks whether face swaps shall really be shown without the badge."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget


def ask_to_conceal(above: QWidget, concealed: Callable[[bool], object]) -> QMessageBox:
    """Open the question; closing it keeps the badge.

    Args:
        concealed: told whether the badge is to go.
    """
    box = QMessageBox(above)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle("Show face swaps without a badge")
    box.setText("Show face swaps without a badge?")
    box.setInformativeText(
        "Whoever sees the picture can then not tell that the face is not yours. In many"
        " countries the law wants you to say so.\n\nFiles go on saying in their description which"
        " filters were worn. The badge is back when the app is started again."
    )
    leave_out = box.addButton("Leave the badge out", QMessageBox.ButtonRole.AcceptRole)
    keep = box.addButton("Keep it", QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(keep)
    box.setEscapeButton(keep)
    box.finished.connect(lambda: concealed(box.clickedButton() is leave_out))
    box.open()
    return box
