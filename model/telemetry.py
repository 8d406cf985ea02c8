"""Keep the runtimes from reporting to their makers: nothing leaves the user's machine.

ONNX Runtime reports models and sessions since 1.29 (microsoft/onnxruntime#27379) and can be told
not to. MediaPipe reports each use of a task since 0.10.22 or so (google-ai-edge/mediapipe#6291)
and cannot; but it does so by libcurl, which asks the environment for a proxy, and finds one where
nobody listens. Nothing else in this process uses the network.
"""

from __future__ import annotations

import os

NOWHERE = "http://127.0.0.1:9"
"""Port 9 of this machine, once for things to be discarded (RFC 863): refused at once."""
_PROXIES = ("http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY")
_EXCEPTIONS = ("no_proxy", "NO_PROXY")


def refuse(proxy: str = NOWHERE) -> None:
    """Set what both look at; call it before either is imported.

    Args:
        proxy: where reports go.
    """
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    for name in _PROXIES:
        os.environ[name] = proxy
    for name in _EXCEPTIONS:
        os.environ.pop(name, None)
