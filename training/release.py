"""Ship a run's network: export it, measure it, and write weights, hash and card together.

`python -m training.release --run runs/student --data PACK`, after looking at what
`training.evaluate` and `training.compare` say of it. What the card tells in words, a person writes.
"""

from __future__ import annotations

import datetime
import hashlib
import re
from pathlib import Path
from typing import Annotated

import typer

from model import shipped
from model.contract import ModelError
from training.checkpoint import TrainingError, trained
from training.datasets.catalogue import Catalogue, DataError
from training.datasets.open import open_data
from training.evaluate import evaluate
from training.export import exported

CARD = "MODEL_CARD.md"
BEGIN, END = "<!-- figures -->", "<!-- end of figures -->"
"""What lies between them in the card is written anew."""


def release(run: Path, data: Catalogue, folder: Path, clips: int, frames: int) -> None:
    """Replace the weights in `folder`; nothing there changes before everything is known.

    Args:
        data: the validation split.
        folder: holds the card already.
    Raises:
        ModelError, TrainingError: if the run can't be exported, or its card has no place for
            the figures.
    """
    card = _read_card(folder / CARD)
    scratch = folder / "student.onnx.new"
    try:
        exported(run, scratch)
        report = evaluate({"student": scratch}, {}, data, clips, frames)
        digest = hashlib.sha256(scratch.read_bytes()).hexdigest()
        parameters = sum(p.numel() for p in trained(run)[0].parameters())
        facts = {
            "Size": f"{parameters / 1e6:.2f} million parameters, "
            f"{scratch.stat().st_size:,} bytes, float32",
            "sha256": f"`{digest}`",
            "Date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        }
        for name, value in facts.items():
            card = re.sub(rf"^\| {name} \|.*$", f"| {name} | {value} |", card, flags=re.MULTILINE)
        before, rest = card.split(BEGIN)
        after = rest.split(END)[1]
        card = f"{before}{BEGIN}\n{report.markdown()}{END}{after}"
        scratch.replace(folder / shipped.STUDENT.name)
    finally:
        scratch.unlink(missing_ok=True)
    (folder / shipped.SUMS.name).write_text(f"{digest}  {shipped.STUDENT.name}\n")
    (folder / CARD).write_text(card)
    report.show()


def _read_card(path: Path) -> str:
    if not path.is_file():
        raise TrainingError(f"{path} is missing: weights are not released without their card")
    card = path.read_text()
    if card.count(BEGIN) != 1 or END not in card.split(BEGIN)[1]:
        raise TrainingError(f"{path} has no place for figures: write {BEGIN} and {END}, once each")
    return card


def main(
    run: Annotated[Path, typer.Option(help="The training run's folder.")],
    data: Annotated[Path, typer.Option(help="The training pack's folder.")] = Path(
        "../shared/data"
    ),
    to: Annotated[Path, typer.Option(help="The folder of weights and card.")] = shipped.WEIGHTS,
    clips: Annotated[int, typer.Option(help="How many validation clips.")] = 246,
    frames: Annotated[int, typer.Option(help="Frames a clip.")] = 8,
) -> None:
    """Export a run, measure it, and renew weights, hash and card."""
    try:
        release(run, open_data(data, "val"), to, clips, frames)
    except (DataError, ModelError, TrainingError, OSError) as error:
        typer.echo(f"release: {error}", err=True)
        raise typer.Exit(1) from error


if __name__ == "__main__":
    typer.run(main)
