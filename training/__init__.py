"""Trains the face matting network; the app never imports this."""

import model  # noqa: F401  # keeps the runtimes from reporting, before one is loaded
