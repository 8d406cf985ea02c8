"""What may import what, and other lines the code keeps to."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("app", "filters", "model", "training")
LONGEST = 300

SOURCES = [
    path.relative_to(ROOT)
    for package in PACKAGES
    for path in sorted((ROOT / package).rglob("*.py"))
]
EVERYTHING = [
    *SOURCES,
    Path("main.py"),
    *(path.relative_to(ROOT) for path in sorted((ROOT / "tests").rglob("*.py"))),
]
MAY_IMPORT = {
    "app": {"app", "filters", "model"},
    "filters": {"filters"},
    "model": {"model"},
    "training": {"training", "model"},
}


def imports(path: Path) -> Iterator[tuple[str, int]]:
    """Every module a file names in an import, and how relative that import is."""
    for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, 0) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or "", node.level


@pytest.mark.parametrize("package", PACKAGES)
def test_imports_follow_the_arrows(package: str) -> None:
    guilty = {
        f"{path} imports {name}"
        for path in SOURCES
        if path.parts[0] == package
        for name, _ in imports(path)
        if name.split(".")[0] in {*PACKAGES, "tests"} - MAY_IMPORT[package]
    }
    assert guilty == set()


def test_only_training_imports_torch() -> None:
    outside = [path for path in EVERYTHING if path.parts[0] in ("app", "filters", "model")]
    guilty = [
        str(path)
        for path in [*outside, Path("main.py")]
        if any(name.split(".")[0] in ("torch", "onnx") for name, _ in imports(path))
    ]
    assert guilty == []


def test_only_the_window_imports_qt() -> None:
    guilty = [
        str(path)
        for path in SOURCES
        if path.parts[:2] != ("app", "ui")
        and any(name.split(".")[0] == "PySide6" for name, _ in imports(path))
    ]
    assert guilty == []


def test_one_file_imports_pyvirtualcam() -> None:
    users = [
        str(path)
        for path in EVERYTHING
        if any(name.split(".")[0] == "pyvirtualcam" for name, _ in imports(path))
        and path.parts[0] != "tests"
    ]
    assert users == ["app/outputs/virtual_camera.py"]


def test_imports_are_absolute() -> None:
    guilty = [str(path) for path in EVERYTHING if any(level for _, level in imports(path))]
    assert guilty == []


def test_files_are_short() -> None:
    lengths = {
        str(path): len((ROOT / path).read_text(encoding="utf-8").splitlines())
        for path in EVERYTHING
    }
    assert {path: n for path, n in lengths.items() if n > LONGEST} == {}


def test_the_app_never_loads_torch() -> None:
    modules = [
        ".".join(path.with_suffix("").parts)
        for path in SOURCES
        if path.parts[0] != "training" and path.name != "__init__.py"
    ]
    code = (
        "import importlib, sys\n"
        f"for name in {modules!r}: importlib.import_module(name)\n"
        "print([name for name in sys.modules if name.split('.')[0] in "
        "('torch', 'pyvirtualcam', 'training')])"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.splitlines()[-1] == "[]"


def test_the_command_line_loads_qt_only_for_the_window() -> None:
    code = (
        "import sys, app.cli.application\n"
        "print([name for name in sys.modules if name.split('.')[0] in ('PySide6', 'torch')])"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert run.stdout.splitlines()[-1] == "[]"
