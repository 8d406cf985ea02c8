"""`main.py filters`: the filters there are, and their parameters."""

from __future__ import annotations

from rich.table import Table

from app.cli.say import console
from filters.catalog import FILTERS
from filters.params import ParamSpec, fields_of


def filters() -> int:
    """List the filters and what can be set."""
    screen = console()
    for known in FILTERS:
        screen.print(f"[bold]{known.id}[/bold]  {known.title}: {known.description}")
        table = Table(box=None, pad_edge=False, show_header=False)
        for spec in fields_of(known.params):
            table.add_row("   ", spec.name, f"{_default(spec)}", f"[dim]{spec.wanted}[/dim]")
        screen.print(table)
        screen.print()
    return 0


def _default(spec: ParamSpec) -> str:
    if isinstance(spec.default, bool):
        return "on" if spec.default else "off"
    return f"{spec.default:g}" if isinstance(spec.default, float) else str(spec.default)
