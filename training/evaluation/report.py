"""Tables of figures: on the terminal, as markdown, as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from training.evaluation.scores import FIGURES, Scores

WIDTH = 150


@dataclass(frozen=True, slots=True)
class Report:
    """What an evaluation found.

    Attributes:
        clips, frames: how many clips of how many frames.
        tables: title to rows; a row's name to its figures.
    """

    clips: int
    frames: int
    tables: Mapping[str, Mapping[str, Scores]]

    def show(self) -> None:
        """Print every table."""
        console = Console()
        console.width = max(WIDTH, console.width)  # a figure that is cut short is worth nothing
        for title, rows in self.tables.items():
            columns = _columns(rows)
            table = Table("", *(_heading(c) for c in columns), title=self._title(title))
            for name, scores in rows.items():
                table.add_row(name, *(_cell(scores, c) for c in columns))
            console.print(table)

    def markdown(self) -> str:
        """Every table as GitHub's markdown."""
        parts = []
        for title, rows in self.tables.items():
            columns = _columns(rows)
            lines = [
                f"| {self._title(title)} | {' | '.join(_heading(c) for c in columns)} |",
                "|---" * (len(columns) + 1) + "|",
            ]
            lines += [
                f"| {name} | {' | '.join(_cell(scores, c) for c in columns)} |"
                for name, scores in rows.items()
            ]
            parts.append("\n".join(lines))
        return "\n\n".join(parts) + "\n"

    def write(self, path: Path) -> None:
        """Write as JSON, or as markdown where the name ends in .md.

        Raises:
            OSError: if it can't be written.
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".md":
            path.write_text(self.markdown())
            return
        facts = {"clips": self.clips, "frames": self.frames, **self.tables}
        path.write_text(json.dumps(facts, indent=2) + "\n")

    def _title(self, title: str) -> str:
        return f"{title}, {self.clips} clips of {self.frames} frames"


def _columns(rows: Mapping[str, Scores]) -> list[str]:
    """Every figure any row has: what `FIGURES` names in its order, then the others."""
    found = dict.fromkeys(name for scores in rows.values() for name in scores)
    others = [name for name in found if name not in FIGURES]
    counts = [name for name in others if name == "clips"]
    return [
        *counts,
        *(name for name in FIGURES if name in found),
        *(name for name in others if name not in counts),
    ]


def _heading(figure: str) -> str:
    return figure.replace("_", " ")


def _cell(scores: Scores, figure: str) -> str:
    if figure not in scores:
        return "-"
    value = scores[figure]
    return f"{value:.0f}" if figure == "clips" else f"{value:.4f}"
