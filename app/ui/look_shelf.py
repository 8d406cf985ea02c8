"""All looks there are: the shipped ones and the user's own, as files in one folder."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

from platformdirs import user_config_path

from app.look import Look
from app.presets import load_look, save_look, shipped_looks


class LookShelf:
    """Looks by name; one of the user's own stands in front of a shipped one of that name."""

    def __init__(self, folder: Path | None = None) -> None:
        """Opens the shelf.

        Args:
            folder: where the user's own looks are; the platform's place for settings by default.
        """
        place = user_config_path("facemat-live", appauthor=False) / "looks"
        self.folder = place if folder is None else folder

    def names(self) -> tuple[str, ...]:
        """Shipped looks, then the user's own."""
        own = sorted(path.stem for path in self.folder.glob("*.toml"))
        return tuple(dict.fromkeys((*shipped_looks(), *own)))

    def load(self, name: str) -> Look:
        """The look of that name.

        Raises:
            FaultError: when it can't be read.
        """
        own = self._path(name)
        return load_look(own if own.exists() else name)

    def save(self, name: str, look: Look, worn: str = "") -> str:
        """Keep a look; returns the name it goes by, numbered if another look has that name.

        Args:
            worn: the look of the user's own that was changed, which may be written over.
        Raises:
            FaultError: when it can't be written.
        """
        plain = re.sub(r"[^\w-]+", "-", name.strip().lower()).strip("-") or "look"
        numbered = (f"{plain}-{number}" for number in itertools.count(2))
        taken = set(self.names())
        if self._path(worn).exists():
            taken.discard(worn)
        kept = next(free for free in itertools.chain([plain], numbered) if free not in taken)
        save_look(look, self._path(kept))
        return kept

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}.toml"
