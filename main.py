"""FaceMat Live: `python main.py` opens the app, `python main.py --help` lists the commands."""

from __future__ import annotations

import sys

from app.cli.application import main

if __name__ == "__main__":
    sys.exit(main())
