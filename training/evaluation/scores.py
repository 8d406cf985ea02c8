"""Every figure of one clip's mattes, and their means over clips."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
from numpy.typing import NDArray

from training.evaluation.cases import Case
from training.metrics import matting, occlusion, planes, segmentation, video
from training.metrics.planes import Mask, Plane

Scores = dict[str, float]
FIGURES = (
    "iou", "accuracy", "precision", "recall", "boundary_f",
    "mad", "dtssd", "leak", "leak_opaque", "hole",
)  # fmt: skip
"""What every evaluation prints."""
MATTING = ("mse", "sad", "grad", "conn")
"""What FaceMat's tables have, in each of `REGIONS`."""
REGIONS: dict[str, Callable[[Plane], Mask]] = {
    "visible": planes.visible_region,
    "band": planes.band_region,
    "whole": planes.whole_region,
}


def score(predicted: NDArray[np.float32], case: Case) -> Scores:
    """The `FIGURES` of one clip; LEAK and HOLE are left out where they have no pixels."""
    alpha = case.clip.alpha
    found: dict[str, float | None] = {
        "iou": _framewise(segmentation.iou, predicted, alpha),
        "accuracy": segmentation.accuracy(predicted, alpha),
        "precision": segmentation.precision(predicted, alpha),
        "recall": segmentation.recall(predicted, alpha),
        "boundary_f": _framewise(segmentation.boundary_f, predicted, alpha),
        "mad": matting.mad(predicted, alpha),
        "dtssd": video.dtssd(predicted, alpha),
        "leak": occlusion.leak(predicted, case.clip.occluder, case.hull),
        "leak_opaque": occlusion.leak(predicted, case.clip.occluder, case.hull, planes.SURE),
        "hole": occlusion.hole(predicted, alpha),
    }
    return {name: value for name, value in found.items() if value is not None}


def matting_score(predicted: NDArray[np.float32], alpha: NDArray[np.float32]) -> Scores:
    """MSE, SAD, Grad and Conn a frame, in each region; named "sad, band" and so on."""
    frames = [_matting_of_a_frame(p, a) for p, a in zip(predicted, alpha, strict=True)]
    return mean(frames)


def _matting_of_a_frame(predicted: Plane, alpha: Plane) -> Scores:
    # Conn and Grad are costly and know no regions: only their sums do
    grad = matting.gradient_errors(predicted, alpha)
    conn = matting.connectivity_errors(predicted, alpha)
    found: Scores = {}
    for where, region_of in REGIONS.items():
        region = region_of(alpha)
        values = (
            matting.mse(predicted, alpha, region),
            matting.sad(predicted, alpha, region),
            matting.thousands(grad, region),
            matting.thousands(conn, region),
        )
        found |= {f"{name}, {where}": value for name, value in zip(MATTING, values, strict=True)}
    return found


def mean(scores: Iterable[Scores]) -> Scores:
    """The mean of each figure over the clips that have it."""
    columns: dict[str, list[float]] = {}
    for clip in scores:
        for name, value in clip.items():
            columns.setdefault(name, []).append(value)
    return {name: float(np.mean(values)) for name, values in columns.items()}


def _framewise(figure: Callable[[Plane, Plane], float], predicted: Plane, alpha: Plane) -> float:
    return float(np.mean([figure(p, a) for p, a in zip(predicted, alpha, strict=True)]))
