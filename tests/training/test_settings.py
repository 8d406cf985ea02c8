from __future__ import annotations

from pathlib import Path

import pytest

from training import command
from training.settings import Phase, Stage1Settings, Stage2Settings, read_settings


@pytest.mark.parametrize(
    ("override", "message"),
    [
        ("steps=0", "steps"),
        ("colour=3", "colour"),
        ("steps", "name=value"),
        ("steps=x", "not a JSON value"),
        ('phases=[{"start":0,"side":100,"frames":1,"batch":1}]', "multiple of 32"),
        ('phases=[{"start":0.5,"side":64,"frames":1,"batch":1}]', "first phase starts at 0"),
        ('occluders={"spoon":1}', "spoon"),
        ('squash="clamp"', "a clamp has no logits"),
        ('network="vast"', "network"),
    ],
)
def test_a_wrong_setting_is_named(override: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        read_settings(Stage2Settings, None, [override])


@pytest.mark.parametrize(
    ("text", "message"), [("{steps", "is not JSON"), ("[1]", "holds no settings")]
)
def test_a_broken_settings_file_is_named(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "mine.json").write_text(text)
    with pytest.raises(ValueError, match=f"mine.json {message}"):
        read_settings(Stage2Settings, tmp_path / "mine.json", [])


def test_a_phase_lasts_until_the_next_one_starts() -> None:
    first = Phase(start=0, side=192, frames=2, batch=8)
    second = Phase(start=0.5, side=256, frames=4, batch=4)
    settings = Stage2Settings(steps=100, phases=(first, second))
    assert [settings.phase_at(s) for s in (0, 49, 50, 99)] == [first, first, second, second]


RECIPES = sorted((Path(command.__file__).parent / "recipes").glob("*.json"))


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda path: path.stem)
def test_every_recipe_is_valid(recipe: Path) -> None:
    kind = Stage1Settings if "teacher" in recipe.stem else Stage2Settings
    assert read_settings(kind, recipe, []).steps > 100
