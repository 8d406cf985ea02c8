"""The whole path: the demo, the real landmarks, the shipped network, files."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from app.sources.demo import Demo
from tests.app.cli.conftest import Run

HAND_OVER_MOUTH = 75  # frame of the demo


def read(path: Path) -> np.ndarray:
    picture = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
    assert picture is not None
    return np.asarray(picture).astype(int)


def test_a_filter_stays_behind_the_hand(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "out"
    size = (640, 360)
    words = ("--size", "640x360", "--filter", "face-paint", "--start", "2.46", "--max-frames", "2")
    ran = run("render", "demo", out, *words)
    assert (ran.code, ran.complaints) == (0, [])
    demo = Demo(size)
    bare = demo.picture(HAND_OVER_MOUTH)[..., ::-1].astype(int)
    change = np.abs(read(out / f"frame_{HAND_OVER_MOUTH + 1:06d}.png") - bare).mean(axis=2)
    hand = demo.truth(HAND_OVER_MOUTH)
    around = np.zeros_like(hand)
    around[125:210, 280:380] = 1  # the lower half of the face
    over_hand = change[(hand == 1) & (around == 1)].mean()
    over_face = change[130:155, 295:310].mean()
    assert over_face > 20
    assert over_hand < 0.25 * over_face


def test_two_faces_have_two_mattes(run: Run, tmp_path: Path) -> None:
    person = Demo((640, 720)).picture(0)
    cv2.imwrite(str(tmp_path / "two.png"), np.hstack([person, person])[..., ::-1])
    ran = run("matte", tmp_path / "two.png", tmp_path / "out", "--stills")
    assert (ran.code, ran.complaints) == (0, [])
    matte = read(tmp_path / "out" / "two.png")
    assert matte.shape == (720, 1280)
    count, _, stats, _ = cv2.connectedComponentsWithStats((matte > 127).astype(np.uint8))
    large = [stat[cv2.CC_STAT_AREA] for stat in stats[1:] if stat[cv2.CC_STAT_AREA] > 5000]
    assert len(large) == 2
    assert count >= 3


def test_a_wall_is_black(run: Run, tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "wall.png"), np.full((77, 101, 3), 180, np.uint8))
    ran = run("matte", tmp_path / "wall.png", tmp_path / "out")
    assert ran.code == 0
    assert "no face was found" in ran.complaints[0]
    assert read(tmp_path / "out" / "wall.png").max() == 0
