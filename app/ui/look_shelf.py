"""All looks there are: the shipped ones, the user's own as files in one folder, those of packs."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from pathlib import Path

from platformdirs import user_config_path

from app.faults import FaultError
from app.look import Look
from app.looks.files import kept_look, save_look, shipped_looks
from app.looks.reading import KeptLook
from app.looks.sharing import export_look, import_look, put_away
from app.packs.shelf import Packs
from app.ui.look_bar import titled


class LookShelf:
    """Looks by name; one of the user's own stands in front of a shipped one of that name."""

    def __init__(
        self, folder: Path | None = None, packs: Callable[[], Packs] = lambda: Packs()
    ) -> None:
        """Opens the shelf.

        Args:
            folder: where the user's own looks are; the platform's place for settings by default.
            packs: those there are now.
        """
        place = user_config_path("facemat-live", appauthor=False) / "looks"
        self.folder = place if folder is None else folder
        self._packs = packs

    def names(self) -> tuple[str, ...]:
        """Shipped looks, then the user's own, then those of packs, as "pack/look"."""
        own = sorted(path.stem for path in self.folder.glob("*.toml"))
        return tuple(dict.fromkeys((*shipped_looks(), *own, *self._packs().look_names())))

    def load(self, name: str) -> Look:
        """The look of that name.

        Raises:
            FaultError: when it can't be read.
        """
        return self._kept(name).look

    def about(self, name: str) -> tuple[str, str]:
        """What to call a look, and what it does or ""; of a broken one only what to call it."""
        usual = titled(name.rpartition("/")[2])
        try:
            kept = self._kept(name)
        except FaultError:
            return usual, ""
        return kept.title or usual, kept.description

    def save(self, name: str, look: Look, worn: str = "") -> str:
        """Keep a look; returns the name it goes by, numbered if another look has that name.

        Args:
            worn: the look of the user's own that was changed, which may be written over.
        Raises:
            FaultError: when it can't be written.
        """
        kept = self._free(name, worn)
        description = self.about(worn)[1] if kept == worn else ""
        words = " ".join(name.split())[:80]
        # a name that can be told from the file's needs no title
        title = "" if titled(kept) == words or not words else words
        save_look(look, self._path(kept), title, description)
        return kept

    def bring(self, path: Path) -> str:
        """Keep a look that someone passed on, and its files; returns the name it goes by.

        Raises:
            FaultError: when it is broken, or can't be written.
        """
        shared = import_look(path)
        name = self._free(shared.kept.title or path.stem)
        put_away(shared, self._path(name))
        return name

    def export(self, look: Look, worn: str, path: Path) -> None:
        """Write a look to pass on, called as `worn` is.

        Raises:
            FaultError: when it can't be written.
        """
        title, description = self.about(worn) if worn in self.names() else ("", "")
        export_look(KeptLook(look, title or titled(path.stem), description), path)

    def _kept(self, name: str) -> KeptLook:
        if name in self._packs().look_names():
            return self._packs().look(name)
        own = self._path(name)
        return kept_look(own if own.exists() else name)

    def _free(self, name: str, worn: str = "") -> str:
        """A file's name for a look, one that no other look has."""
        plain = re.sub(r"[^\w-]+", "-", name.strip().lower()).strip("-")[:60] or "look"
        numbered = (f"{plain}-{number}" for number in itertools.count(2))
        taken = set(self.names())
        if worn and self._path(worn).exists():
            taken.discard(worn)
        return next(free for free in itertools.chain([plain], numbered) if free not in taken)

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}.toml"
