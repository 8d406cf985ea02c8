from __future__ import annotations

from pathlib import Path

import pytest

from app.faults import FaultError
from app.look import Look
from app.presets import shipped_looks
from app.ui.look_bar import titled
from app.ui.look_shelf import LookShelf


def test_a_saved_look_comes_back(tmp_path: Path, two_filters: Look) -> None:
    shelf = LookShelf(tmp_path / "looks")
    name = shelf.save("  Evening / Red! ", two_filters)
    assert name == "evening-red"
    assert shelf.names() == tuple(dict.fromkeys((*shipped_looks(), "evening-red")))
    assert shelf.load(name) == two_filters


def test_a_look_that_is_gone_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(FaultError, match="no-such-look"):
        LookShelf(tmp_path).load("no-such-look")


def test_file_names_become_titles() -> None:
    assert titled("evening-red") == "Evening red"
