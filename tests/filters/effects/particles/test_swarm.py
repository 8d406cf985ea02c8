from __future__ import annotations

import numpy as np
import pytest

from filters.effects.particles.kinds import KINDS, kind_from
from filters.effects.particles.swarm import PLACES, Floats, Swarm, swarm
from filters.head import head_of
from filters.types import Face
from tests.filters.scenes import face_at

FACE = face_at((320, 240), 150)
EVERY = [(name, place) for name in KINDS for place in PLACES]


def flying(name: str, place: str = "head", time: float = 1.7, face: Face = FACE) -> Swarm:
    kind = kind_from(name, place)
    return swarm(face, kind, place, kind.count, 1.0, 1.0, time)


def drift(name: str, place: str = "head", face: Face = FACE) -> tuple[float, float]:
    """How far particles move in a tenth of a second, those born meanwhile left out, in cm."""
    times = np.arange(0, 4, 0.37)
    pairs = [(flying(name, place, t, face), flying(name, place, t + 0.1, face)) for t in times]
    moves = np.concatenate([after.places - before.places for before, after in pairs])
    moves = moves[np.linalg.norm(moves, axis=1) < 4 * head_of(face).scale]
    x, y = moves.mean(axis=0) / head_of(face).scale
    return float(x), float(y)


def test_the_same_time_has_the_same_particles_and_another_face_others() -> None:
    first, again = flying("hearts"), flying("hearts")
    np.testing.assert_array_equal(first.places, again.places)
    other = flying("hearts", face=face_at((320, 240), 150, id=1))
    assert np.abs(first.opacities - other.opacities).max() > 0.2


def shown(now: Swarm, name: str, place: str) -> Floats:
    """How much of each is seen: it may be faint or small."""
    return now.opacities * now.sizes / (kind_from(name, place).size * head_of(FACE).scale)


@pytest.mark.parametrize(("name", "place"), EVERY)
def test_nothing_that_can_be_seen_leaps(name: str, place: str) -> None:
    scale = head_of(FACE).scale
    for time in (0.0, 0.83, 7.31, 1e6):
        before, after = flying(name, place, time), flying(name, place, time + 1 / 60)
        leapt = np.linalg.norm(after.places - before.places, axis=1) > 1.2 * scale
        first, then = shown(before, name, place), shown(after, name, place)
        assert first[leapt].max(initial=0) < 0.25
        assert then[leapt].max(initial=0) < 0.25
        assert np.abs(then - first)[~leapt].max() < 0.25


@pytest.mark.parametrize(("name", "place"), EVERY)
def test_particles_keep_near_the_head_whatever_the_time(name: str, place: str) -> None:
    scale = head_of(FACE).scale
    for time in np.arange(0, 6, 0.5):
        now = flying(name, place, float(time))
        away = np.abs(now.places - FACE.points[168, :2]) + 0.5 * now.sizes[:, None]
        assert away[:, 0].max() < 21 * scale
        assert away[:, 1].max() < 27 * scale


def test_sparkles_come_and_go_by_size_and_hearts_by_fading() -> None:
    sparkles, hearts = flying("sparkles"), flying("hearts")
    assert sparkles.opacities.min() == 1
    assert sparkles.sizes.min() < 0.1 * sparkles.sizes.max()
    assert hearts.opacities.min() < 0.2


def test_hearts_rise_and_snow_falls_also_when_the_head_is_tilted() -> None:
    tilted = face_at((320, 240), 150, roll=60)
    for face in (FACE, tilted):
        assert drift("hearts", "cheeks", face)[1] < -0.1
        assert drift("snow", "head", face)[1] > 0.1
        assert abs(drift("snow", "head", face)[0]) < 0.1


def test_fire_comes_down_out_of_the_mouth_and_up_from_the_head() -> None:
    assert drift("flames", "mouth")[1] > 0.2
    assert drift("flames", "head")[1] < -0.2
    breath = flying("flames", "mouth")
    tips = np.stack((np.sin(breath.angles), -np.cos(breath.angles)), 1)
    assert tips[:, 1].min() > 0  # every tip points downwards


@pytest.mark.parametrize(
    ("place", "landmarks"), [("eyes", (159, 386)), ("cheeks", (50, 280)), ("mouth", (13,))]
)
def test_particles_are_born_where_they_should(place: str, landmarks: tuple[int, ...]) -> None:
    scale = head_of(FACE).scale
    spots = FACE.points[list(landmarks), :2]
    born = 0
    for time in np.arange(0, 3, 0.05):
        before, now = flying("hearts", place, time - 0.05), flying("hearts", place, time)
        new = np.linalg.norm(now.places - before.places, axis=1) > 1.5 * scale
        for here in now.places[new]:
            assert np.linalg.norm(spots - here, axis=1).min() < 4 * scale
        born += int(new.sum())
    assert born > 10
