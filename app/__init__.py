"""The app: everything between a source of pictures and a sink."""

import model  # noqa: F401  # keeps the runtimes from reporting, before one is loaded
