"""The figures as tables, as JSON to keep, and as a trace to look at."""

from __future__ import annotations

import dataclasses
import json
import platform
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import onnxruntime
from rich.console import Console
from rich.table import Table

from app.bench.filters import FilterRow
from app.bench.live import LiveRow
from app.bench.machine import cores, processor
from app.bench.peers import PeerRow
from app.bench.stages import StageRow
from app.frames import Span
from app.outputs.writing import write_whole


@dataclass(slots=True)
class Report:
    """All that one run measured.

    Attributes:
        provider: what the network ran on.
        reason: why there.
    """

    provider: str
    reason: str
    stages: list[StageRow] = field(default_factory=list)
    peers: list[list[PeerRow]] = field(default_factory=list)
    live: LiveRow | None = None
    filters: list[FilterRow] = field(default_factory=list)

    def show(self, console: Console) -> None:
        """Print the tables; milliseconds are p50 / p95."""
        console.print(f"{processor()}, {cores()} cores; network on {self.provider} ({self.reason})")
        if self.stages:
            console.print(_stage_table(self.stages))
        if self.filters:
            console.print(_filter_table(self.filters))
        for rows in self.peers:
            console.print(_peer_table(rows))
        if self.live is not None:
            console.print(_live_table(self.live))

    def write(self, path: Path) -> None:
        """The same as JSON.

        Raises:
            FaultError: if it can't be written.
        """
        facts = {
            "machine": {
                "processor": processor(),
                "cores": cores(),
                "system": platform.platform(),
                "python": platform.python_version(),
                "onnxruntime": onnxruntime.__version__,
                "numpy": np.__version__,
            },
            **dataclasses.asdict(self),
        }
        write_whole(path, (json.dumps(facts, indent=2) + "\n").encode())


def write_trace(events: Sequence[Span], path: Path) -> None:
    """Stages frame by frame, for chrome://tracing or ui.perfetto.dev (Trace Event Format)."""
    first = min((event.began for event in events), default=0.0)
    entries = [
        {
            "name": event.name,
            "ph": "X",
            "ts": round(1e6 * (event.began - first), 1),
            "dur": round(1e6 * event.took, 1),
            "pid": 1,
            "tid": 2 if event.name == "landmarks" else 1,  # they run beside the rest
        }
        for event in events
    ]
    write_whole(path, json.dumps({"traceEvents": entries}).encode())


def _stage_table(rows: Sequence[StageRow]) -> Table:
    names = list(dict.fromkeys(name for row in rows for name in row.stages))
    table = Table("size", "faces", "look", *names, "frame", "fps", "MB", title="ms, p50 / p95")
    for row in rows:
        table.add_row(
            row.size,
            f"{row.found:.1f} of {row.faces}",
            row.look,
            *(str(row.stages.get(name, "")) for name in names),
            str(row.whole),
            f"{row.rate:.1f}",
            f"{row.megabytes:.1f}",
        )
    return table


def _filter_table(rows: Sequence[FilterRow]) -> Table:
    table = Table("filter", "of", "faces", "ms, p50 / p95", title="at 720p")
    for row in rows:
        table.add_row(row.name, row.kind, str(row.faces), str(row.times))
    return table


def _peer_table(rows: Sequence[PeerRow]) -> Table:
    table = Table("work", "ms, p50 / p95", "times the first")
    for row in rows:
        table.add_row(row.work, str(row.times), f"{row.ratio:.2f}")
    return table


def _live_table(row: LiveRow) -> Table:
    table = Table("live session", "")
    times = row.latency
    table.add_row("measured", f"{row.seconds:.0f} s")
    table.add_row("pictures a second", f"{row.rate:.1f}")
    table.add_row("dropped", f"{100 * row.dropped:.1f} %")
    table.add_row(
        "capture to sink, p50 / p95 / p99",
        f"{times.p50:.0f} / {times.p95:.0f} / {times.p99:.0f} ms",
    )
    table.add_row("the same, last tenth", f"{row.late.p50:.0f} / {row.late.p95:.0f} ms")
    table.add_row("left out at the end", row.saving.name.lower())
    table.add_row("first picture after", f"{row.first_picture:.1f} s")
    if row.resident is not None and row.growth is not None:
        table.add_row("memory, growth", f"{row.resident:.0f} MB, {row.growth:+.1f} MB")
    table.add_row("virtual camera", row.virtual_camera or "off")
    for fault in row.faults:
        table.add_row("fault", fault)
    return table
