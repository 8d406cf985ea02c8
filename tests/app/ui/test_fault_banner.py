from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from app.faults import Fault
from app.ui.fault_banner import FaultBanner

LOST = Fault("Camera 0 was lost", "it was unplugged", "Plug it in again")
FULL = Fault("The recording stopped", "the disk is full", "Free some space")


@pytest.fixture
def banner(qtbot: QtBot) -> FaultBanner:
    banner = FaultBanner()
    qtbot.addWidget(banner)
    return banner


def test_nothing_is_shown_when_nothing_is_wrong(banner: FaultBanner) -> None:
    assert banner.isHidden()
    assert banner.fault is None


def test_a_fault_is_told_in_full(banner: FaultBanner) -> None:
    banner.show_fault(LOST)
    assert banner.isVisible()
    assert banner.what.text() == "Camera 0 was lost"
    assert banner.why.text() == "It was unplugged. Plug it in again."
    assert banner.accessibleDescription() == str(LOST)


def test_the_newest_is_shown_and_the_others_wait(banner: FaultBanner) -> None:
    banner.show_fault(LOST)
    banner.show_fault(FULL)
    assert banner.fault == FULL
    assert banner.more.text() == "1 more"
    banner.dismiss_button.click()
    assert banner.fault == LOST
    assert banner.more.isHidden()
    banner.dismiss_button.click()
    assert banner.isHidden()


def test_another_source_takes_the_old_ones_faults_away_and_no_others(banner: FaultBanner) -> None:
    banner.show_fault(FULL)
    banner.show_fault(replace(LOST, of_source=True))
    banner.forget_the_source()
    assert banner.fault == FULL
    assert banner.more.isHidden()


def test_the_same_fault_is_kept_once(banner: FaultBanner) -> None:
    banner.show_fault(LOST)
    banner.show_fault(FULL)
    banner.show_fault(LOST)
    banner.dismiss()
    banner.dismiss()
    assert banner.isHidden()


def test_a_note_looks_calmer_than_a_fault(banner: FaultBanner) -> None:
    banner.show_note(LOST)
    assert banner.property("kind") == "note"
    banner.show_fault(FULL)
    assert banner.property("kind") == "fault"


def test_words_from_outside_are_no_markup(banner: FaultBanner) -> None:
    banner.show_fault(Fault("<b>x</b>", "<img src=y>", "z"))
    assert banner.what.text() == "<b>x</b>"
    assert banner.what.textFormat().name == "PlainText"


def test_what_passes_is_a_note_until_it_has_passed(banner: FaultBanner) -> None:
    dark = Fault("The camera sees only black", "its shutter may be closed", "Open it")
    banner.show_passing(dark)
    banner.show_passing(dark)
    assert (banner.fault, banner.accessibleName()) == (dark, "Note")
    banner.show_fault(FULL)
    banner.show_passing(None)
    assert banner.fault == FULL
    banner.dismiss()
    assert banner.fault is None


def test_what_was_told_as_a_fault_stays_one_until_it_has_passed(banner: FaultBanner) -> None:
    banner.show_fault(LOST)
    banner.show_passing(LOST)
    assert (banner.fault, banner.accessibleName()) == (LOST, "Problem")
    banner.show_passing(None)
    assert banner.fault is None


def test_what_passes_and_was_dismissed_comes_only_with_the_next_time(banner: FaultBanner) -> None:
    banner.show_passing(LOST)
    banner.dismiss()
    banner.show_passing(LOST)
    assert banner.fault is None
    banner.show_passing(None)
    banner.show_passing(LOST)
    assert banner.fault == LOST
