from __future__ import annotations

from pathlib import Path

import pytest
from typer import Typer
from typer.testing import CliRunner

from training import reproduce
from training.settings import Phase, Stage2Settings

PHASE = Phase(start=0, side=64, frames=2, batch=1)


def test_every_row_but_stage_1_has_the_same_compute() -> None:
    rows = reproduce.rows(5, PHASE, "rvm", 0, Path("out"))
    spent = {
        name: row.settings.steps + (rows[row.after].settings.steps if row.after else 0)
        for name, row in rows.items()
    }
    assert spent.pop("stage 1") == 5
    assert set(spent.values()) == {10}
    assert {row.settings.phases for row in rows.values()} == {(PHASE,)}


def test_rows_that_begin_with_stage_1_see_other_clips_than_it() -> None:
    rows = reproduce.rows(5, PHASE, "rvm", 0, Path("out"))
    later = [row for row in rows.values() if row.after]
    assert len(later) == 5
    for row in later:
        assert row.settings.initial == Path("out/stage 1")
        assert row.settings.seed != rows["stage 1"].settings.seed


def test_only_students_are_guided_and_the_controls_differ_in_one_setting() -> None:
    rows = reproduce.rows(5, PHASE, "rvm", 0, Path("out"))
    student = rows["stage 2"].settings
    assert isinstance(student, Stage2Settings)
    assert student.teacher == Path("out/stage 1")
    assert rows["stage 2, w2 = 0"].settings == student.model_copy(update={"w2": 0.0})
    assert rows["stage 2, exponential"].settings == student.model_copy(
        update={"weighting": "exponential"}
    )
    light = rows["light, no trimap"].settings
    assert light == rows["rvm, no trimap"].settings.model_copy(update={"network": "light"})


def test_a_table_gives_mean_and_sample_deviation() -> None:
    seeds = [{name: value for name, _ in reproduce.FIGURES} for value in (0.1, 0.2, 0.3)]
    lines = reproduce.table({"row": seeds}).splitlines()
    assert lines[2].split(" | ")[1] == "0.2000 ± 0.1000"
    assert len({line.count("|") for line in lines}) == 1


def test_rows_are_trained_measured_and_not_trained_again(
    pack_root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = reproduce.rows

    def two(*args: object) -> dict[str, reproduce.Row]:
        found = every(*args)  # type: ignore[arg-type]
        return {
            name: reproduce.Row(found[name].settings.model_copy(update={"workers": 0}))
            for name in ("stage 1", "stage 2")
        }

    monkeypatch.setattr(reproduce, "rows", two)
    words = ["--data", str(pack_root), "--out", str(tmp_path), "--seeds", "2", "--steps", "1"]
    words += ["--side", "64", "--network", "light", "--clips", "1", "--frames", "2"]
    app = Typer()
    app.command()(reproduce.main)
    first = CliRunner().invoke(app, words)
    assert first.exit_code == 0, first.output
    table = (tmp_path / "table.md").read_text()
    assert table.count("±") == 2 * len(reproduce.FIGURES)
    steps = {log: log.read_text() for log in tmp_path.rglob("log.jsonl")}
    assert len(steps) == 4
    assert CliRunner().invoke(app, words).exit_code == 0
    assert (tmp_path / "table.md").read_text() == table
    assert {log: log.read_text() for log in steps} == steps
