from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
import torch
import typer
from typer.testing import CliRunner

from model import shipped
from model.matting import Matting
from training.checkpoint import save, start
from training.release import BEGIN, CARD, END, main
from training.settings import Stage2Settings

OLD = f"""# student.onnx

| Size | 1 byte |
| sha256 | `0` |
| Date | 1970-01-01 |

Said by a person.
{BEGIN}
| old |
{END}
Said last.
"""


def _run(*arguments: str) -> tuple[int, str]:
    app = typer.Typer()
    app.command()(main)
    result = CliRunner().invoke(app, list(arguments))
    return result.exit_code, result.output


def _options(run: Path, pack: Path, to: Path) -> list[str]:
    return [
        "--run", str(run), "--data", str(pack), "--to", str(to), "--clips", "1", "--frames", "2",
    ]  # fmt: skip


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A student that has not begun to learn."""
    folder = tmp_path_factory.mktemp("run")
    save(start(Stage2Settings(imagenet=False), 1, torch.device("cpu")), folder, {})
    return folder


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    """Weights with hash and card, as they lie in model/."""
    for name in (shipped.STUDENT.name, shipped.SUMS.name):
        (tmp_path / name).write_bytes((shipped.WEIGHTS / name).read_bytes())
    (tmp_path / CARD).write_text(OLD)
    return tmp_path


def test_weights_hash_and_card_are_renewed_together(
    run: Path, weights: Path, pack_root: Path
) -> None:
    before = (weights / shipped.STUDENT.name).read_bytes()
    code, output = _run(*_options(run, pack_root, weights))
    assert code == 0, output
    student = weights / shipped.STUDENT.name
    assert student.read_bytes() != before
    digest = shipped.verify(student, weights / shipped.SUMS.name)
    assert digest == hashlib.sha256(student.read_bytes()).hexdigest()
    Matting(student, device="cpu")
    card = (weights / CARD).read_text()
    assert f"| sha256 | `{digest}` |" in card
    assert re.search(rf"\| Size \| 0\.86 million parameters, {student.stat().st_size:,} ", card)
    assert "1970" not in card
    assert "old" not in card
    assert "| student | 0." in card.split(BEGIN)[1].split(END)[0]
    assert card.count("Said by a person.") == card.count("Said last.") == 1
    assert {path.name for path in weights.iterdir()} == {student.name, "SHA256SUMS", CARD}


@pytest.mark.parametrize("card", ["no markers", f"{BEGIN} only", None])
def test_without_a_card_nothing_changes(
    card: str | None, run: Path, weights: Path, pack_root: Path
) -> None:
    if card is None:
        (weights / CARD).unlink()
    else:
        (weights / CARD).write_text(card)
    before = {path.name: path.read_bytes() for path in weights.iterdir()}
    code, output = _run(*_options(run, pack_root, weights))
    assert code == 1
    assert "release: " in output
    assert CARD in output.replace("\n", "")
    assert {path.name: path.read_bytes() for path in weights.iterdir()} == before


def test_what_was_never_trained_changes_nothing(
    weights: Path, pack_root: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    before = {path.name: path.read_bytes() for path in weights.iterdir()}
    code, output = _run(*_options(tmp_path_factory.mktemp("empty"), pack_root, weights))
    assert code == 1
    assert "train there first" in output
    assert {path.name: path.read_bytes() for path in weights.iterdir()} == before
