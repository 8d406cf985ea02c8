"""The doctor's examinations, in the order they are told."""

from __future__ import annotations

from app.cli.checkup import devices, keeping, packages, perception
from app.cli.checkup.finding import Check, Finding, State, examine
from app.cli.checkup.virtual_camera import virtual_camera

CHECKS: tuple[tuple[str, Check], ...] = (
    ("Python", packages.python),
    ("packages", packages.needed),
    ("ONNX Runtime", packages.one_runtime),
    ("OpenCV", packages.one_opencv),
    ("weights", perception.weights),
    ("matting", perception.matting),
    ("landmarks", perception.landmarks),
    ("cameras", devices.cameras),
    ("virtual camera", virtual_camera),
    ("window", devices.window),
    ("recording", devices.encoder),
    ("settings", keeping.settings),
    ("log", keeping.log),
)

__all__ = ["CHECKS", "Check", "Finding", "State", "examine"]
