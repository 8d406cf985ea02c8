from __future__ import annotations

import pytest

from app.ui.theme import PALETTE, TEXT_ON, contrast, style_sheet


@pytest.mark.parametrize(("words", "ground"), TEXT_ON)
def test_words_can_be_read_on_their_ground(words: str, ground: str) -> None:
    assert contrast(getattr(PALETTE, words), getattr(PALETTE, ground)) >= 4.5


@pytest.mark.parametrize("ground", ["stage", "window", "panel", "control"])
@pytest.mark.parametrize("edge", ["focus", "accent"])
def test_focus_ring_and_switches_stand_out(edge: str, ground: str) -> None:
    assert contrast(getattr(PALETTE, edge), getattr(PALETTE, ground)) >= 3


def test_outlines_stand_out_on_the_panel() -> None:
    assert contrast(PALETTE.outline, PALETTE.panel) >= 3


def test_contrast_of_black_and_white_is_21() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


def test_every_colour_of_the_style_sheet_is_filled_in() -> None:
    assert "$" not in style_sheet(PALETTE)
