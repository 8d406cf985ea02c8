from __future__ import annotations

from datetime import datetime
from pathlib import Path

from app.ui.destinations import free_path, snapshot_path

NOON = datetime(2026, 11, 22, 12, 0, 5)


def test_a_name_that_is_taken_gets_a_number(tmp_path: Path) -> None:
    for expected in ("a.mp4", "a (2).mp4", "a (3).mp4"):
        path = free_path(tmp_path, "a", ".mp4")
        assert path.name == expected
        path.touch()


def test_snapshots_are_named_after_the_time_in_a_folder_of_their_own(own_home: Path) -> None:
    path = snapshot_path(NOON)
    assert (path.parent.name, path.name) == ("FaceMat Live", "FaceMat 2026-11-22 12.00.05.png")
    assert path.is_relative_to(own_home)
    assert path.parent.is_dir()
