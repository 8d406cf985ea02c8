"""The gallery shows what there is."""

from __future__ import annotations

import re
from pathlib import Path

from app.looks.files import shipped_looks
from filters.catalog import FILTERS

DOCS = Path(__file__).resolve().parent.parent / "docs"


def test_every_filter_and_look_is_shown_once_and_nothing_else() -> None:
    page = (DOCS / "gallery.md").read_text(encoding="utf-8")
    shown = re.findall(r"!\[.*?\]\(pictures/gallery/(.*?)\.webp\)", page)
    looks = [f"look-{name}" for name in shipped_looks()]
    assert sorted(shown) == sorted(["without", *looks, *(kind.id for kind in FILTERS)])
    kept = {path.stem for path in (DOCS / "pictures" / "gallery").iterdir()}
    assert kept == set(shown)
    assert f"{len(FILTERS)} filters and {len(looks)} looks" in page
