"""The weights that come with the app, and the proof that they are whole."""

from __future__ import annotations

import hashlib
from pathlib import Path

from model.contract import ModelError

WEIGHTS = Path(__file__).parent / "weights"
STUDENT = WEIGHTS / "student.onnx"
SUMS = WEIGHTS / "SHA256SUMS"
"""Lines of `sha256sum`: hash, two spaces, file name."""


def verify(path: Path, sums: Path = SUMS) -> str:
    """Check a file against the list of hashes beside it.

    Returns:
        Its sha256 in hex.
    Raises:
        ModelError: if it is missing, not listed, or differs.
    """
    if not path.is_file():
        raise ModelError(f"{path} is missing")
    lines = (line.split(maxsplit=1) for line in sums.read_text().splitlines())
    wanted = {name: digest for digest, name in lines}.get(path.name)
    if wanted is None:
        raise ModelError(f"{path.name} is not listed in {sums.name}")
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != wanted:
        raise ModelError(f"{path.name} is damaged: sha256 is {found[:12]}…, need {wanted[:12]}…")
    return found
