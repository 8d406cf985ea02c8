from __future__ import annotations

from pathlib import Path

import pytest

from app.faults import FaultError
from app.look import NO_FILTERS, Look
from app.looks.files import shipped_looks
from app.ui.look_bar import titled
from app.ui.look_shelf import LookShelf


def test_a_saved_look_comes_back(tmp_path: Path, two_filters: Look) -> None:
    shelf = LookShelf(tmp_path / "looks")
    name = shelf.save("  Evening / Red! ", two_filters)
    assert name == "evening-red"
    assert shelf.names() == tuple(dict.fromkeys((*shipped_looks(), "evening-red")))
    assert shelf.load(name) == two_filters


def test_saving_writes_over_the_worn_look_of_ones_own_and_over_no_other(
    tmp_path: Path, two_filters: Look
) -> None:
    shelf, shipped = LookShelf(tmp_path), shipped_looks()[0]
    assert shelf.save("Evening red", NO_FILTERS) == "evening-red"
    assert shelf.save("evening/red", two_filters) == "evening-red-2"
    assert shelf.save("evening red", two_filters, worn="evening-red-2") == "evening-red-2"
    assert shelf.load("evening-red") == NO_FILTERS
    assert shelf.save("Evening red", two_filters, worn="evening-red") == "evening-red"
    assert shelf.load("evening-red") == two_filters
    assert shelf.save(shipped, NO_FILTERS, worn=shipped) == f"{shipped}-2"
    assert not (tmp_path / f"{shipped}.toml").exists()


def test_a_look_that_is_gone_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(FaultError, match="no-such-look"):
        LookShelf(tmp_path).load("no-such-look")


def test_file_names_become_titles() -> None:
    assert titled("evening-red") == "Evening red"
