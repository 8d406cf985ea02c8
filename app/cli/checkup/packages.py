"""Checks that Python is new enough, and that its packages are there, new enough, and only once."""

from __future__ import annotations

import platform
import re
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement

from app.cli.checkup.finding import Report, ok, problem, warning

_REQUIREMENTS = Path(__file__).parents[3] / "requirements.txt"
_WANTED = (3, 11)


def python() -> Iterator[Report]:
    """The interpreter."""
    found = f"{platform.python_version()} on {platform.system()} {platform.machine()}"
    if sys.version_info < _WANTED:
        yield problem(found, "Install Python 3.11 or newer")
    else:
        yield ok(found)


def needed() -> Iterator[Report]:
    """Every package of requirements.txt."""
    versions, wrong = [], []
    for requirement in _requirements():
        try:
            version = metadata.version(requirement.name)
        except metadata.PackageNotFoundError:
            wrong.append(f"{requirement.name} is missing")
            continue
        versions.append(f"{requirement.name} {version}")
        if not requirement.specifier.contains(version, prereleases=True):
            wrong.append(f"{requirement.name} is {version}, need {requirement.specifier}")
    if wrong:
        yield problem("; ".join(wrong), "Run: python -m pip install -r requirements.txt")
    if versions:
        yield ok(", ".join(versions))


def one_runtime() -> Iterator[Report]:
    """The wheels of ONNX Runtime all write the same folder, so that there may be only one."""
    import onnxruntime

    yield from _only_one(r"onnxruntime(-gpu|-directml|-openvino|-rocm|-qnn|-training)?", "one")
    providers = (name.removesuffix("ExecutionProvider") for name in _providers(onnxruntime))
    yield ok(f"{onnxruntime.__version__} offers {', '.join(providers)}")


def one_opencv() -> Iterator[Report]:
    """So do the wheels of OpenCV."""
    import cv2

    yield from _only_one(r"opencv-(contrib-)?python(-headless)?", "opencv-contrib-python")
    yield ok(str(cv2.__version__))


def _providers(runtime: object) -> list[str]:
    available: list[str] = runtime.get_available_providers()  # type: ignore[attr-defined]
    return available


def _only_one(pattern: str, keep: str) -> Iterator[Report]:
    names = {dist.metadata["Name"].lower().replace("_", "-") for dist in metadata.distributions()}
    found = sorted(name for name in names if re.fullmatch(pattern, name))
    if len(found) > 1:
        yield warning(
            f"{' and '.join(found)} are both installed and overwrite each other's files",
            f"Keep {keep}: python -m pip uninstall {' '.join(found)}, then "
            "python -m pip install -r requirements.txt",
        )


def _requirements() -> Iterator[Requirement]:
    for line in _REQUIREMENTS.read_text(encoding="utf-8").splitlines():
        words = line.partition("#")[0].strip()
        if words:
            requirement = Requirement(words)
            if requirement.marker is None or requirement.marker.evaluate():
                yield requirement
