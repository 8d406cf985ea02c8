"""The app: everything between a source of pictures and a sink."""

import os

import model  # noqa: F401  # keeps the runtimes from reporting, before one is loaded

# Read when OpenCV is loaded: with them, Media Foundation takes minutes to open some cameras.
os.environ.setdefault("OPENCV_VIDEOIO_MSMF_ENABLE_HW_TRANSFORMS", "0")
