"""Keeps MediaPipe's harmless start-up lines off the terminal, and nothing else."""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

# Its C++ writes straight to file descriptor 2 and listens to no log level we could set.
_HARMLESS = re.compile(
    rb"WARNING: (Logging|All log messages) before .* STDERR"
    rb"|INFO: Created TensorFlow Lite XNNPACK delegate"
    rb"|[IW]\d{4} .*(face_landmarker_graph|inference_feedback_manager|gl_context|landmark_proj"
    rb"|xnnpack|init_google|port\.cc)"
)


@contextmanager
def without_startup_lines() -> Iterator[None]:
    """Holds back what is written to stderr; afterwards passes on all but the harmless lines."""
    sys.stderr.flush()
    terminal = os.dup(2)
    try:
        with tempfile.TemporaryFile() as held:
            os.dup2(held.fileno(), 2)
            try:
                yield
            finally:
                sys.stderr.flush()
                os.dup2(terminal, 2)
                held.seek(0)
                for line in held:
                    if not _HARMLESS.match(line):
                        os.write(2, line)
    finally:
        os.close(terminal)
