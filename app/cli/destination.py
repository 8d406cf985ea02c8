"""Where render writes: a video, one picture, or a folder of pictures, by OUTPUT's ending."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Protocol

import typer

from app.faults import FaultError
from app.frames import RenderedFrame
from app.outputs.encoding import CONTAINERS, Format
from app.outputs.recorder import Recorder, check_recordable
from app.outputs.snapshot import SUFFIXES, save_picture
from app.outputs.writing import not_writable, refuse_overwriting
from app.sources.pictures import pictures_of
from app.sources.source import Source


class Destination(Protocol):
    """Takes finished pictures; nothing is touched before `prepare`, no file before `write`."""

    @property
    def single(self) -> bool:
        """Whether it holds one picture only."""

    def prepare(self, source: Source) -> None:
        """Finds out early whether it can be written.

        Args:
            source: where the pictures will come from, whose files stay as they are.
        Raises:
            FaultError: if it can't be written, or would replace what is read.
        """

    def write(self, picture: RenderedFrame) -> None:
        """Adds a picture. Raises FaultError if it can't; what was written stays."""

    def close(self) -> None:
        """Finishes what was written; repeatable. Raises FaultError if it can't."""


def destination_for(
    output: Path, input: Path, note: str = "", codec: Format | None = None
) -> Destination:
    """The destination that `output` names.

    Args:
        input: what is read.
        note: the comment of every file written.
        codec: how a video is encoded; None for what is usual in such a file.
    Raises:
        typer.BadParameter: if `output` has an ending that is not written.
        FaultError: if `output` is the input itself.
    """
    refuse_overwriting([input], [output])
    suffix = output.suffix.lower()
    if suffix in CONTAINERS and not output.is_dir():
        return _Video(output, note, codec)
    if suffix in SUFFIXES and not output.is_dir():
        return _Picture(output, note)
    if suffix and not output.is_dir():
        known = ", ".join((*CONTAINERS, *SUFFIXES))
        raise typer.BadParameter(
            f"OUTPUT is {output.name}, need a name ending in {known}, or a folder"
        )
    return _Folder(output, note)


class _Video:
    single = False

    def __init__(self, path: Path, note: str, codec: Format | None) -> None:
        self._path, self._note, self._codec = path, note, codec
        self._rate: float | None = None
        self._recorder: Recorder | None = None

    def prepare(self, source: Source) -> None:
        self._rate = source.rate
        refuse_overwriting(pictures_of(source), [self._path])
        _make_writable(self._path.parent, self._path)
        check_recordable(self._path, self._codec)

    def write(self, picture: RenderedFrame) -> None:
        if self._recorder is None:
            height, width = picture.image.shape[:2]
            self._recorder = Recorder(
                self._path, (width, height), self._rate, video=self._codec, note=self._note
            )
        self._recorder.write(picture)

    def close(self) -> None:
        if self._recorder is not None:
            self._recorder.close()


class _Picture:
    single = True

    def __init__(self, path: Path, note: str) -> None:
        self._path, self._note = path, note

    def prepare(self, source: Source) -> None:
        refuse_overwriting(pictures_of(source), [self._path])
        _make_writable(self._path.parent, self._path)

    def write(self, picture: RenderedFrame) -> None:
        save_picture(picture.image, self._path, self._note)

    def close(self) -> None:
        pass


class _Folder:
    single = False

    def __init__(self, folder: Path, note: str) -> None:
        self._folder, self._note = folder, note
        self._written: set[str] = set()

    def prepare(self, source: Source) -> None:
        pictures = pictures_of(source)
        refuse_overwriting(pictures, [self._folder / f"{path.stem}.png" for path in pictures])
        _make_writable(self._folder, self._folder)

    def write(self, picture: RenderedFrame) -> None:
        frame = picture.scene.frame
        name = f"{frame.name or f'frame_{frame.index + 1:06d}'}.png"
        # Where a.png and A.png are one file, the second would replace the first.
        if os.path.normcase(name) in self._written:
            raise FaultError(
                f"{name} can't be written twice",
                "two of the pictures differ only in their ending",
                "Rename one of them",
            )
        self._written.add(os.path.normcase(name))
        save_picture(picture.image, self._folder / name, self._note)

    def close(self) -> None:
        pass


def _make_writable(folder: Path, output: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as error:
        raise FaultError(
            f"{output} can't be written", f"{folder} is not a folder", "Choose another name"
        ) from error
    except OSError as error:
        raise not_writable(output, error) from error
    if not os.access(folder, os.W_OK) or (output.is_file() and not os.access(output, os.W_OK)):
        raise FaultError(
            f"{output} can't be written",
            f"you have no right to write in {folder}",
            "Choose a folder you may write to",
        )
