from __future__ import annotations

from pathlib import Path

import pytest

from training.datasets.drawn import draw_pack


@pytest.fixture(scope="session")
def pack_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pack of four drawn faces, three to train on, with things to lay over them."""
    root = tmp_path_factory.mktemp("pack")
    draw_pack(root, faces=4)
    return root
