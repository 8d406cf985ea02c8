from __future__ import annotations

import itertools

import pytest

from filters.triggers import TRIGGERS, Trigger, amount
from filters.types import Face
from tests.filters.scenes import face_at


def face(**shapes: float) -> Face:
    return Face(0, face_at((50, 50), 40).points, blendshapes=shapes)


@pytest.mark.parametrize(
    ("trigger", "shapes"),
    [
        ("mouth-open", {"jawOpen": 0.6}),
        ("smile", {"mouthSmileLeft": 0.8, "mouthSmileRight": 0.7}),
        ("blink", {"eyeBlinkLeft": 0.7, "eyeBlinkRight": 0.8}),
        ("brows-up", {"browInnerUp": 0.8}),
        ("brows-up", {"browOuterUpLeft": 0.7, "browOuterUpRight": 0.7}),
    ],
)
def test_an_expression_triggers_its_own_and_no_other(
    trigger: Trigger, shapes: dict[str, float]
) -> None:
    made = face(**shapes)
    shown = {one for one in TRIGGERS if amount(one, made) == 1}
    assert shown == {"always", trigger} | ({"mouth-closed"} - {trigger.replace("open", "closed")})


def test_a_wink_is_no_blink() -> None:
    assert amount("blink", face(eyeBlinkLeft=0.9, eyeBlinkRight=0.1)) == 0


def test_a_low_jaw_behind_closed_lips_is_no_open_mouth() -> None:
    assert amount("mouth-open", face(jawOpen=0.3, mouthClose=0.25)) == 0


def test_it_comes_in_softly() -> None:
    shares = [amount("mouth-open", face(jawOpen=score / 100)) for score in range(0, 50, 2)]
    assert shares == sorted(shares)
    assert shares[0] == 0
    assert shares[-1] == 1
    assert max(b - a for a, b in itertools.pairwise(shares)) < 0.2


def test_a_face_whose_expression_is_not_known_does_nothing() -> None:
    assert [one for one in TRIGGERS if amount(one, face())] == ["always", "mouth-closed"]
