from __future__ import annotations

import pytest

from app.cli.wearing import default_look
from app.looks.files import kept_look, load_look, shipped_looks


@pytest.mark.parametrize("name", shipped_looks())
def test_a_shipped_look_can_be_worn(name: str) -> None:
    assert load_look(name).enabled


def test_the_default_look_is_shipped() -> None:
    assert default_look() in shipped_looks()


@pytest.mark.parametrize("name", shipped_looks())
def test_a_shipped_look_says_in_todays_words_what_it_does(name: str) -> None:
    kept = kept_look(name)
    assert kept.title
    assert kept.description.endswith(".")
