from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.frames import Frame, RenderedFrame, Scene
from app.ui.preview import STEP, Preview, to_qimage
from app.ui.theme import PALETTE
from app.ui.views import View
from filters.types import Matte

BEFORE, AFTER = (40, 40, 40), (200, 100, 50)


def rendered(matte: Matte | None = None) -> RenderedFrame:
    frame = Frame(0, 0.0, np.full((90, 160, 3), BEFORE, np.uint8))
    scene = Scene(frame, mattes={} if matte is None else {1: matte})
    return RenderedFrame(np.full((90, 160, 3), AFTER, np.uint8), scene)


@pytest.fixture
def preview(qtbot: QtBot) -> Preview:
    preview = Preview()
    qtbot.addWidget(preview)
    preview.resize(320, 240)
    preview.show()
    qtbot.waitExposed(preview)
    preview.show_frame(rendered())
    return preview


def pixel(preview: Preview, x: int, y: int) -> tuple[int, int, int]:
    colour = preview.grab().toImage().pixelColor(x, y)
    return colour.red(), colour.green(), colour.blue()


def test_the_result_is_letterboxed(preview: Preview) -> None:
    stage = QColor(PALETTE.stage)
    assert preview.picture_rect().getRect() == (0, 30, 320, 180)
    assert pixel(preview, 160, 120) == AFTER
    assert pixel(preview, 160, 29) == (stage.red(), stage.green(), stage.blue())
    assert pixel(preview, 160, 30) == AFTER


def test_the_wipe_draws_both_sides(preview: Preview) -> None:
    preview.set_view(View.COMPARE)
    assert pixel(preview, 80, 60) == BEFORE
    assert pixel(preview, 240, 60) == AFTER


def test_the_divider_is_dragged(preview: Preview) -> None:
    preview.set_view(View.COMPARE)
    QTest.mousePress(preview, Qt.MouseButton.LeftButton, pos=QPoint(160, 60))
    QTest.mouseMove(preview, QPoint(80, 60))
    QTest.mouseRelease(preview, Qt.MouseButton.LeftButton, pos=QPoint(80, 60))
    assert preview.divider == pytest.approx(0.25)
    assert pixel(preview, 120, 60) == AFTER


def test_keys_move_the_divider(preview: Preview) -> None:
    preview.set_view(View.COMPARE)
    QTest.keyClick(preview, Qt.Key.Key_Right)
    assert preview.divider == pytest.approx(0.5 + STEP)
    QTest.keyClick(preview, Qt.Key.Key_Home)
    QTest.keyClick(preview, Qt.Key.Key_Left)
    assert preview.divider == 0
    QTest.keyClick(preview, Qt.Key.Key_End)
    assert preview.divider == 1
    QTest.keyClick(preview, Qt.Key.Key_Space)
    assert preview.divider == 0.5


def test_keys_leave_the_divider_alone_in_other_views(preview: Preview) -> None:
    QTest.keyClick(preview, Qt.Key.Key_Right)
    assert preview.divider == 0.5


def test_the_matte_view_shows_the_face_on_squares(preview: Preview) -> None:
    half = np.zeros((90, 160), np.float32)
    half[:, :80] = 1
    preview.show_frame(rendered(Matte(half)))
    preview.set_view(View.MATTE)
    assert pixel(preview, 40, 60) == BEFORE
    assert pixel(preview, 300, 60) in {(44, 44, 44), (60, 60, 60)}
    preview.set_grey_matte(True)
    assert pixel(preview, 40, 60) == (255, 255, 255)
    assert pixel(preview, 300, 60) == (0, 0, 0)


def test_peeking_shows_the_original_and_ends(preview: Preview) -> None:
    preview.set_peeking(True)
    assert pixel(preview, 160, 60) == BEFORE
    preview.set_peeking(False)
    assert pixel(preview, 160, 60) == AFTER


def test_words_stand_in_for_a_picture(preview: Preview) -> None:
    preview.show_message("No picture yet", "Choose another source.")
    assert preview.rendered is None
    assert preview.accessibleDescription() == "No picture yet"
    assert pixel(preview, 5, 120) != AFTER


def test_the_smallest_picture_is_drawn(preview: Preview) -> None:
    tiny = np.full((1, 1, 3), 255, np.uint8)
    preview.show_frame(RenderedFrame(tiny, Scene(Frame(0, 0.0, tiny))))
    for view in View:
        preview.set_view(view)
        preview.grab()
    assert preview.picture_rect().getRect() == (40, 0, 240, 240)


def test_a_qimage_owns_its_pixels() -> None:
    image = np.zeros((3, 5, 3), np.uint8)
    image[1, 2] = (10, 20, 30)
    owned = to_qimage(image)
    mirrored = to_qimage(image[:, ::-1])
    image[:] = 255
    expected = QColor(10, 20, 30)
    assert owned.pixelColor(2, 1) == expected
    assert mirrored.pixelColor(2, 1) == expected
