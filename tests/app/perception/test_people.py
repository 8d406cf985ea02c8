from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from app.faults import FaultError
from app.perception import people
from app.perception.people import People, steadied
from app.sources.demo import Demo
from filters.types import Image


@pytest.fixture(scope="module")
def finder() -> Iterator[People]:
    with People() as made:
        yield made


@pytest.fixture(autouse=True)
def fresh(finder: People) -> None:
    finder.reset()


@pytest.fixture(scope="module")
def portrait() -> Image:
    """640 x 360, one person in the middle."""
    return Demo((640, 360)).picture(0)


def test_the_person_is_found_and_the_wall_is_not(finder: People, portrait: Image) -> None:
    person = finder.find(portrait)
    assert person.size == (640, 360)
    assert person.alpha.dtype == np.float32
    full = person.over((0, 0), (640, 360))
    assert full[150:180, 310:330].min() > 0.9  # the face
    assert full[:40, :100].max() < 0.1
    assert full[:40, -100:].max() < 0.1


def test_where_nobody_is_nobody_is_found(finder: People) -> None:
    assert finder.find(np.full((120, 160, 3), 90, np.uint8)).alpha.max() < 0.2


@pytest.mark.parametrize("shape", [(1, 1, 3), (1, 500, 3), (720, 2, 3)])
def test_odd_pictures_do_no_harm(finder: People, shape: tuple[int, int, int]) -> None:
    assert finder.find(np.full(shape, 128, np.uint8)).size == (shape[1], shape[0])


def test_small_changes_are_steadied_and_great_ones_taken_at_once() -> None:
    before = np.array([[0.50, 0.0, 1.0]], np.float32)
    now = np.array([[0.54, 0.9, 0.2]], np.float32)
    after = steadied(now, before)
    assert 0.51 < after[0, 0] < 0.53
    np.testing.assert_allclose(after[0, 1:], now[0, 1:], atol=1e-6)


def test_what_was_found_is_not_changed_by_the_next_frame(finder: People, portrait: Image) -> None:
    first = finder.find(portrait)
    kept = first.alpha.copy()
    finder.find(portrait[:, ::-1])
    np.testing.assert_array_equal(first.alpha, kept)


def test_a_reset_forgets(finder: People, portrait: Image) -> None:
    alone = finder.find(portrait).alpha
    finder.reset()
    finder.find(np.zeros_like(portrait))
    finder.reset()
    np.testing.assert_array_equal(finder.find(portrait).alpha, alone)


def test_it_can_be_closed_twice_and_opens_again(portrait: Image) -> None:
    made = People()
    made.close()
    assert made.find(portrait).alpha.max() > 0.9
    made.close()
    made.close()


def test_nothing_is_written_to_the_terminal(
    capfd: pytest.CaptureFixture[str], portrait: Image
) -> None:
    with People() as made:
        made.find(portrait)
    assert capfd.readouterr().err == ""


def test_a_missing_model_is_named(tmp_path: Path, portrait: Image) -> None:
    with pytest.raises(FaultError, match=r"none\.tflite: No such file"):
        People(tmp_path / "none.tflite").find(portrait)


@pytest.mark.parametrize("size", [0, 100])
def test_a_truncated_model_is_a_fault(tmp_path: Path, portrait: Image, size: int) -> None:
    path = tmp_path / "short.tflite"
    path.write_bytes(people.MODEL.read_bytes()[:size])
    with pytest.raises(FaultError, match="finds people can't be loaded"):
        People(path).find(portrait)


def test_the_shipped_model_is_checked_against_its_sum(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, portrait: Image
) -> None:
    path = tmp_path / "damaged.tflite"
    content = bytearray(people.MODEL.read_bytes())
    content[100_000] ^= 1
    path.write_bytes(content)
    monkeypatch.setattr(people, "MODEL", path)
    with pytest.raises(FaultError, match=r"is damaged: .* need 191ac952"):
        People(path).find(portrait)
