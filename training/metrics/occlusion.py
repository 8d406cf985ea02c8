"""What users of a filter see: paint on the hand, and bare patches of face."""

from __future__ import annotations

from training.metrics.planes import SOLID, SURE, Plane


def leak(predicted: Plane, occluder: Plane, hull: Plane, covered: float = SOLID) -> float | None:
    """Mean predicted alpha over occluder pixels inside the face's hull; 0 is perfect.

    Args:
        covered: pixels count where the occluder's own alpha is above this. Where it is half
            transparent some face shows through, and no leak at all would be wrong; above `SURE`
            only opaque things count.
    Returns:
        None where nothing lies before the face.
    """
    region = (occluder > covered) & (hull > SOLID)
    return float(predicted[region].mean()) if region.any() else None


def hole(predicted: Plane, alpha: Plane) -> float | None:
    """Mean of 1 - predicted over surely visible face; 0 is perfect."""
    region = alpha > SURE
    return float(1 - predicted[region].mean()) if region.any() else None
