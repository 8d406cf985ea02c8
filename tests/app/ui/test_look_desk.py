"""Looks from the menu and dropped on the window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog

from app.ui.look_desk import dropped_look
from app.ui.main_window import MainWindow
from tests.app.ui.fakes import TWO, FakeSession, FakeShelf


def dragged(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def drop(window: MainWindow, *paths: Path) -> bool:
    """Drags files over the window and lets go; whether it takes them."""
    data = dragged(*paths)
    how = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton)
    nothing = Qt.KeyboardModifier.NoModifier
    enter = QDropEvent(QPointF(9, 9), *how, nothing, QEvent.Type.DragEnter)
    enter.ignore()
    QApplication.sendEvent(window, enter)
    if enter.isAccepted():
        QApplication.sendEvent(window, QDropEvent(QPointF(9, 9), *how, nothing))
    return enter.isAccepted()


@pytest.fixture
def sent(tmp_path: Path) -> Path:
    path = tmp_path / "sent.facelook"
    path.touch()
    return path


def test_a_dropped_look_is_kept_and_worn(
    window: MainWindow, session: FakeSession, shelf: FakeShelf, sent: Path
) -> None:
    assert drop(window, sent)
    assert shelf.kept["sent"] == TWO
    assert session.looks == [TWO]
    assert window.look_bar.box.currentText() == "Sent"
    assert window.toast.accessibleName() == "Imported the look “Sent”"


def test_a_broken_look_changes_nothing_and_is_told(
    window: MainWindow, session: FakeSession, tmp_path: Path
) -> None:
    assert drop(window, tmp_path / "gone.toml")
    assert session.looks == []
    assert window.banner.fault is not None
    assert window.banner.fault.what == "gone.toml is broken"


def test_other_things_are_not_taken(window: MainWindow, sent: Path, tmp_path: Path) -> None:
    assert not drop(window, tmp_path / "a.png")
    assert not drop(window, sent, sent)
    away = QMimeData()
    away.setUrls([QUrl("https://example.org/a.toml")])
    assert dropped_look(away) is None


def test_the_menu_imports_and_exports(
    window: MainWindow, session: FakeSession, shelf: FakeShelf, sent: Path, tmp_path: Path
) -> None:
    window.menu_actions["import_look"].trigger()
    (chooser,) = window.findChildren(QFileDialog)
    chooser.fileSelected.emit(str(sent))
    assert session.looks == [TWO]
    chooser.close()
    exporter = window.looks.ask_export()
    assert exporter.defaultSuffix() == "toml"
    exporter.fileSelected.emit(str(tmp_path / "out.toml"))
    assert shelf.exported == [(TWO, "sent", tmp_path / "out.toml")]
    assert window.toast.path == tmp_path / "out.toml"
    exporter.close()
