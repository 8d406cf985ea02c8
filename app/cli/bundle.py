"""What `doctor --bundle` writes: a zip for a bug report, with no picture and no name in it."""

from __future__ import annotations

import io
import json
import platform
import zipfile
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

import typer

from app.cli.checkup import Finding
from app.faults import FaultError
from app.log import log_files, log_path
from app.looks.files import shipped_looks
from app.looks.reading import SCHEMA
from app.outputs.writing import write_whole
from app.redaction import of_this_person
from app.settings.file import settings_path
from app.settings.schema import LastLook, Settings, read
from app.sources.opening import is_camera
from filters.catalog import by_id
from filters.packs.refusal import Refused
from filters.packs.toml import tables_of
from filters.params import fields_of

_LOGS = 2 * 1024 * 1024
"""Bytes of all logs, the end of them."""


def check_bundle(path: Path, overwrite: bool) -> None:
    """Find out before the work whether the bundle can be written.

    Raises:
        typer.BadParameter: if it is not to be a zip.
        FaultError: if there is something already and it is not to be replaced.
    """
    if path.suffix.lower() != ".zip":
        raise typer.BadParameter(f"--bundle is {path.name}, need a name ending in .zip")
    if path.is_dir() or (path.exists() and not overwrite):
        remedy = "Choose another name" if path.is_dir() else "Choose another name, or add --force"
        raise FaultError(f"{path} can't be written", "it is there already", remedy)


def write_bundle(path: Path, findings: Sequence[Finding]) -> tuple[str, ...]:
    """Write it, whole or not at all.

    Args:
        findings: the doctor's.
    Returns:
        the names of the files in it.
    Raises:
        FaultError: if it can't be written.
    """
    files = {
        "doctor.txt": _told(findings),
        "versions.json": _json(_versions()),
        "settings.json": _json(_settings()),
        **_logs(),
    }
    redaction = of_this_person()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, words in files.items():
            archive.writestr(name, redaction.apply(words))
    write_whole(path, packed.getvalue())
    return tuple(files)


def _told(findings: Sequence[Finding]) -> str:
    lines = (
        f"{finding.state.value:8}{finding.name}: {finding.found}"
        + (f"\n{'':8}{finding.remedy}." if finding.remedy else "")
        for finding in findings
    )
    return "\n".join(lines) + "\n"


def _versions() -> dict[str, Any]:
    packages = {dist.metadata["Name"]: dist.version for dist in metadata.distributions()}
    return {
        "python": platform.python_version(),
        # not platform.uname() or version(), which have the computer's name in them
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "packages": dict(sorted(packages.items(), key=lambda pair: pair[0].lower())),
    }


def _settings() -> dict[str, Any]:
    """What is set, without what one may have named or where files lie."""
    try:
        settings, unknown = read(settings_path().read_bytes())
    except FileNotFoundError:
        return {"none": "nothing was remembered yet"}
    except (OSError, ValueError) as error:
        return {"broken": str(error)}
    return {
        "source": _kind(settings),
        "size": settings.size,
        "mirror": settings.mirror,
        "turn": settings.turn,
        "portrait": settings.portrait,
        "view": settings.view,
        "look": settings.look and _look(settings.look),
        "unknown fields": len(unknown),
    }


def _kind(settings: Settings) -> str | None:
    if settings.source is None or settings.source == "demo":
        return settings.source
    return "a camera" if is_camera(settings.source) else "a file"


def _look(last: LastLook) -> dict[str, Any]:
    """Which filters are worn and how, but no words of the person's own."""
    name = last.name if last.name in shipped_looks() else "one of their own"
    try:
        worn = tables_of(last.toml, "look").get("filter", [])
    except Refused:
        worn = "broken"
    filters = [_filter(one) for one in worn if isinstance(one, dict)]
    return {"schema": SCHEMA, "name": name, "edited": last.edited, "filters": filters}


def _filter(one: dict[str, Any]) -> dict[str, Any]:
    params = one.get("params")
    values = params if isinstance(params, dict) else {}
    try:
        known = fields_of(by_id(str(one.get("id"))).params)
    except ValueError:
        known = ()
    ours = {spec.name for spec in known if spec.kind in ("choice", "colour")}
    told = {
        name: value if name in ours or isinstance(value, bool | int | float) else "set"
        for name, value in values.items()
    }
    return {"id": one.get("id"), "enabled": one.get("enabled"), "params": told}


def _logs() -> dict[str, str]:
    """The newest logs, cut where they are too much; what can't be read says so."""
    texts: dict[str, str] = {}
    left = _LOGS
    for file in log_files(log_path()):
        try:
            text = file.read_text(encoding="utf-8", errors="replace")
        except OSError as error:
            text = f"it can't be read: {error.strerror or error}"
        texts[f"log/{file.name}"] = text[-left:] if left > 0 else ""
        left -= len(text)
    return texts


def _json(values: dict[str, Any]) -> str:
    return json.dumps(values, indent=1, ensure_ascii=False) + "\n"
