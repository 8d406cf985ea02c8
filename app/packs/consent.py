"""Which packs' Python the user lets run, kept in one file: by id and by all of their content."""

from __future__ import annotations

import json
from pathlib import Path

from platformdirs import user_data_path

from app.outputs.writing import write_whole

WARNING = (
    "It can do anything that you can do on this computer: read your files, use the camera,"
    " go online. Let it run only if you trust whoever wrote it."
)
_KEPT = 30
"""Answers kept for each pack, the newest: one that changes is asked about anew."""


def data_folder() -> Path:
    """The user's own folder for what the app keeps."""
    return user_data_path("facemat-live", appauthor=False)


class Consent:
    """What the user answered; who was never asked has no answer."""

    def __init__(self, path: Path | None = None) -> None:
        """Opens the file, which need not exist.

        Args:
            path: the file in the user's data folder by default.
        """
        self.path = data_folder() / "packs-allowed.json" if path is None else path

    def answer(self, pack: str, fingerprint: str) -> bool | None:
        """What was answered for exactly this content; None if nothing was."""
        return self._read().get(pack, {}).get(fingerprint)

    def allows(self, pack: str, fingerprint: str) -> bool:
        """Whether it was allowed."""
        return self.answer(pack, fingerprint) is True

    def keep(self, pack: str, fingerprint: str, allowed: bool) -> None:
        """Remember an answer.

        Raises:
            FaultError: if it can't be written.
        """
        answers = self._read()
        own = {known: a for known, a in answers.get(pack, {}).items() if known != fingerprint}
        newest = [*own.items(), (fingerprint, allowed)][-_KEPT:]
        answers[pack] = dict(newest)
        write_whole(self.path, json.dumps(answers, indent=1).encode())

    def forget(self, pack: str) -> None:
        """Ask again when this pack comes back."""
        answers = self._read()
        if answers.pop(pack, None) is not None:
            write_whole(self.path, json.dumps(answers, indent=1).encode())

    def _read(self) -> dict[str, dict[str, bool]]:
        """All answers; a file that can't be read, or says something else, allows nothing."""
        try:
            found = json.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return {}
        if not isinstance(found, dict):
            return {}
        return {
            pack: {key: answer for key, answer in own.items() if isinstance(answer, bool)}
            for pack, own in found.items()
            if isinstance(own, dict)
        }
