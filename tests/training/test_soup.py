from __future__ import annotations

import json
from pathlib import Path

import onnx
import pytest
import torch
import typer
from typer.testing import CliRunner

from training import soup
from training.checkpoint import SETTINGS, averaged_weights, save, start, trained
from training.export import exported
from training.settings import RunSettings, Stage1Settings, Stage2Settings

CPU = torch.device("cpu")


def _soup(*arguments: str) -> tuple[int, str]:
    app = typer.Typer()
    app.command()(soup.main)
    result = CliRunner().invoke(app, list(arguments))
    return result.exit_code, result.output.replace("\n", " ")


def _saved(folder: Path, settings: RunSettings, outputs: int = 1) -> Path:
    save(start(settings, outputs, CPU), folder, {})
    return folder


@pytest.fixture
def one(tmp_path: Path) -> Path:
    return _saved(tmp_path / "one", Stage2Settings(imagenet=False, seed=1))


@pytest.fixture
def two(tmp_path: Path, one: Path) -> Path:
    """As if it had begun with `one`, though as far from it as can be."""
    settings = Stage2Settings(imagenet=False, seed=2, steps=7)
    folder = _saved(tmp_path / "two", settings)
    text = settings.model_copy(update={"initial": one}).model_dump_json()
    (folder / SETTINGS).write_text(text)
    return folder


def _options(one: Path, two: Path, to: Path) -> list[str]:
    return ["--run", str(one), "--run", str(two), "--to", str(to)]


def test_a_soup_is_the_mean_of_its_runs_and_serves_as_one(
    one: Path, two: Path, tmp_path: Path
) -> None:
    whole = tmp_path / "whole"
    code, output = _soup(*_options(one, two, whole), "--share", "3", "--share", "1")
    assert code == 0, output
    first, second = averaged_weights(one), averaged_weights(two)
    for name, weight in averaged_weights(whole).items():
        if weight.is_floating_point():
            torch.testing.assert_close(weight, 0.75 * first[name] + 0.25 * second[name])
    assert trained(whole)[1].steps == 7
    _saved(tmp_path / "next", Stage2Settings(initial=whole))
    exported(whole, tmp_path / "whole.onnx")
    facts = {p.key: p.value for p in onnx.load(tmp_path / "whole.onnx").metadata_props}
    (origin,) = json.loads(facts["origin"])
    assert [(part["run"], part["share"]) for part in origin["averaged"]] == [
        ("one", 0.75),
        ("two", 0.25),
    ]
    assert json.loads(facts["settings"])["initial"] == "one"
    assert str(tmp_path) not in json.dumps(facts)  # nobody learns where the folders lay


def test_what_cannot_be_averaged_is_refused_and_nothing_is_lost(
    one: Path, two: Path, tmp_path: Path
) -> None:
    before = (two / "checkpoint.pt").read_bytes()
    teacher = _saved(tmp_path / "teacher", Stage1Settings(network="light", imagenet=False), 4)
    for arguments, message in (
        (_options(one, two, two), "holds a run already"),
        (_options(one, teacher, tmp_path / "x"), "different networks"),
        (_options(one, tmp_path / "none", tmp_path / "x"), "train there first"),
        ([*_options(one, two, tmp_path / "x"), "--share", "1"], "a share above 0 for each"),
        (["--run", str(one), "--to", str(tmp_path / "x")], "two runs or more"),
    ):
        code, output = _soup(*arguments)
        assert code == 1
        assert message in output
    assert (two / "checkpoint.pt").read_bytes() == before
    assert not (tmp_path / "x").exists()
