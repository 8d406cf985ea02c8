"""`main.py doctor`: what works on this computer, and what to do about what does not."""

from __future__ import annotations

from rich.table import Table
from rich.text import Text

from app.cli.checkup import CHECKS, State, examine
from app.cli.say import complain, console

_LOOKS = {State.OK: "green", State.WARNING: "yellow", State.PROBLEM: "bold red"}


def doctor() -> int:
    """Check what works here, and say what to do about what does not."""
    screen = console()
    table = Table(box=None, pad_edge=False, header_style="dim")
    for heading in ("", "what", "found"):
        table.add_column(heading, overflow="fold")
    findings = []
    for name, check in CHECKS:
        for finding in examine(name, check):
            findings.append(finding)
            text = Text(finding.found)
            if finding.remedy:
                text.append(f"\n{finding.remedy}.", style="bold")
            table.add_row(
                Text(finding.state.value, style=_LOOKS[finding.state]), finding.name, text
            )
    screen.print(table)
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
