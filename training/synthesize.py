"""Write a fixed benchmark to disk: clips with exact alpha, by kind of occluder.

`python -m training.synthesize --data PACK --to runs/benchmark --clips 20`

    KIND/0000/src/0000.png   8-bit RGB, as the webcam filmed it
    KIND/0000/pha/0000.png   16-bit grey, the visible face's exact alpha
    KIND/0000/occ/0000.png   16-bit grey, what lies before the face
    KIND/0000/hul/0000.png   8-bit grey, the hull of the clean face's landmarks
    KIND/0000/meta.json      seed, occluders, lightness of the skin
    SHA256SUMS               of every file; the same data and seed give the same sums

KIND is one of the occluders' kinds, "mixed" (as in training) or "none". The pictures keep the
licences of the pack they are made from.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import cv2
import numpy as np
import typer
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import track

from model.contract import SIZE
from training.baselines.landmark_hull import fill, hull_of
from training.datasets.catalogue import Catalogue, DataError
from training.datasets.landmarks import LandmarkFinder
from training.datasets.open import open_data
from training.synthesis.clip import compose
from training.synthesis.occluders import NEED_PICTURES, SHARES, Kind
from training.synthesis.plan import plan

SUMS = "SHA256SUMS"


def subsets(data: Catalogue) -> dict[str, tuple[float, Mapping[Kind, float]]]:
    """Subset to (probability of an occluder, shares of the kinds) for the kinds there are."""
    kinds: dict[str, tuple[float, Mapping[Kind, float]]] = {
        kind: (1.0, {kind: 1.0})
        for kind in SHARES
        if kind not in NEED_PICTURES or data.entries(kind)
    }
    return kinds | {"mixed": (1.0, SHARES), "none": (0.0, SHARES)}


def write_benchmark(data: Catalogue, to: Path, clips: int, frames: int, seed: int) -> int:
    """Write every subset and the sums; returns how many files.

    Raises:
        DataError: if a face has no landmarks in any picture, or `to` holds something already.
        OSError: if it can't be written.
    """
    if to.is_dir() and any(to.iterdir()):
        raise DataError(f"{to} is not empty: name a new folder, a benchmark is written whole")
    faces = data.entries("face")
    with LandmarkFinder() as finder:
        for number, (subset, (occluded, shares)) in enumerate(subsets(data).items()):
            written = tried = 0
            for tried in track(
                range(10 * clips), subset, total=clips, console=Console(stderr=True)
            ):
                if written == clips:
                    break
                rng = np.random.default_rng([seed, number, tried])
                face = data.read_face(faces[int(rng.integers(len(faces)))])
                outline = hull_of(finder, face.image)
                if outline is None:
                    continue
                scene = plan(rng, data, face, SIZE, frames, occluded, shares)
                clip = compose(rng, scene)
                folder = to / subset / f"{written:04d}"
                _write_planes(folder / "src", clip.frames[..., ::-1])
                _write_planes(folder / "pha", _sixteen(clip.alpha))
                _write_planes(folder / "occ", _sixteen(clip.occluder))
                hull = np.stack([fill(outline, a, SIZE) for a in clip.affines])
                _write_planes(folder / "hul", np.rint(hull * 255).astype(np.uint8))
                meta = {
                    "seed": [seed, number, tried],
                    "occluders": clip.kinds,
                    "luminance": round(clip.luminance, 2),
                }
                (folder / "meta.json").write_text(json.dumps(meta) + "\n")
                written += 1
            if written < clips:
                raise DataError(f"only {written} of {10 * clips} faces have landmarks")
    return _write_sums(to)


def _sixteen(plane: NDArray[np.float32]) -> NDArray[np.uint16]:
    return np.rint(np.clip(plane, 0, 1) * 65535).astype(np.uint16)


def _write_planes(folder: Path, planes: NDArray[np.generic]) -> None:
    folder.mkdir(parents=True)
    for index, plane in enumerate(planes):
        file = folder / f"{index:04d}.png"
        if not cv2.imwrite(str(file), plane):
            raise OSError(f"{file} can't be written")


def _write_sums(root: Path) -> int:
    files = sorted(path for path in root.rglob("*") if path.is_file())
    lines = [
        f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.relative_to(root).as_posix()}\n"
        for file in files
    ]
    (root / SUMS).write_text("".join(lines))
    return len(files)


def main(
    data: Annotated[Path, typer.Option(help="The training pack's folder.")] = Path(
        "../shared/data"
    ),
    to: Annotated[Path, typer.Option(help="The folder to write.")] = Path("runs/benchmark"),
    clips: Annotated[int, typer.Option(help="Clips a subset.", min=1)] = 20,
    frames: Annotated[int, typer.Option(help="Frames a clip.", min=1)] = 8,
    seed: Annotated[int, typer.Option(help="The same seed writes the same files.")] = 2025,
) -> None:
    """Write the benchmark."""
    try:
        count = write_benchmark(open_data(data, "val"), to, clips, frames, seed)
    except (DataError, OSError) as error:
        typer.echo(f"synthesize: {error}", err=True)
        raise typer.Exit(1) from error
    typer.echo(f"{to}: {count} files")


if __name__ == "__main__":
    typer.run(main)
