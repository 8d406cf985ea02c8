from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.faults.kill_recording import MOST_LOST, kill_one

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs kill -9")


@pytest.mark.parametrize("suffix", [".mp4", ".mkv"])
def test_a_recording_killed_plays_to_within_a_second_of_it(tmp_path: Path, suffix: str) -> None:
    outcome = kill_one(tmp_path / f"a{suffix}", 15.0, 1.6, width=320)
    assert outcome.lost <= MOST_LOST
    assert outcome.pictures[1] > 5
