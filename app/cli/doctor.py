"""`main.py doctor`: what works on this computer, and what to do about what does not."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from app.cli.bundle import check_bundle, write_bundle
from app.cli.checkup import CHECKS, Finding, State, examine
from app.cli.say import complain, console

_LOOKS = {State.OK: "green", State.WARNING: "yellow", State.PROBLEM: "bold red"}


def doctor(
    bundle: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.zip",
            help="Also write what a bug report needs, without pictures, names or paths of yours.",
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Replace the bundle if it is there already.")
    ] = False,
) -> int:
    """Check what works here, and say what to do about what does not."""
    if bundle is not None:
        check_bundle(bundle, force)
    findings = [finding for name, check in CHECKS for finding in examine(name, check)]
    screen = console()
    screen.print(_table(findings))
    if bundle is not None:
        names = ", ".join(write_bundle(bundle, findings))
        screen.print(Text(f"Wrote {bundle} ({names}). Look through it before you pass it on."))
    counts = {state: sum(f.state is state for f in findings) for state in State}
    if counts[State.PROBLEM]:
        names = ", ".join(f.name for f in findings if f.state is State.PROBLEM)
        complain(f"The app can't work here yet: see {names} above.")
        return 1
    warnings = counts[State.WARNING]
    screen.print(
        "Everything works."
        if not warnings
        else f"The app works; {warnings} thing{'s' if warnings > 1 else ''} could be better."
    )
    return 0


def _table(findings: list[Finding]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for heading in ("", "what", "found"):
        table.add_column(heading, overflow="fold")
    for finding in findings:
        text = Text(finding.found)
        if finding.remedy:
            text.append(f"\n{finding.remedy}.", style="bold")
        table.add_row(Text(finding.state.value, style=_LOOKS[finding.state]), finding.name, text)
    return table
