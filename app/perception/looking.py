"""Looks for faces: in the whole frame, and from nearby where they are small."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from app.perception.detector import Detector, Found
from app.perception.following import Follower, each_once, gap
from app.perception.region import Region, around, near_region, search_regions, whole
from filters.types import Image, Points

_LOOKS = 2  # closer looks a frame while no face is found: each costs as much as the first
_APART = 0.6  # of a face's size: a face nearer than this to where one was lost is that one
_REMEMBERED = 45  # frames for which the place of a lost face is looked at from nearby
_SEARCH_EVERY = 10  # frames between looks for more faces than those that are followed


@dataclass(slots=True)
class _Known:
    """What the frames before have shown.

    Attributes:
        regions: where faces are that are small, or were not found in the whole frame.
        large: how many faces are large enough to be found there.
        size: (height, width) of the frames.
        frames: how many there were.
        turn: the part of the frame that is searched next.
        faces: those of the frame before.
        lost: where faces were lost, and in which frame.
    """

    regions: tuple[Region, ...] = ()
    large: int = 0
    size: tuple[int, ...] = ()
    frames: int = 0
    turn: int = 0
    faces: tuple[Points, ...] = ()
    lost: tuple[tuple[Points, int], ...] = ()


class Looker:
    """Finds the faces of a frame, given where they were in the frame before.

    Large faces are followed in the whole frame, and others are searched there every few frames.
    Every small face, and any that is not found in the whole frame, is looked at in a region of its
    own. The place of a lost face is looked at from nearby. While no face is known, parts of the
    frame are searched in turn, all of them in the first frame; while all known faces are small, a
    part is searched every few frames for others.
    """

    def __init__(self, model: Path, max_faces: int, stills: bool) -> None:
        self._max_faces = max_faces
        self._model = model
        self._stills = stills
        self._far = None if stills else Follower(model, max_faces)
        self._near = Detector(model, max_faces, follow=False) if stills else None
        self._known = _Known()

    def find(self, image: Image, step: float, vigilant: bool = False) -> list[Found]:
        """The faces of the next frame, at most `max_faces`, each once.

        Args:
            step: seconds since the frame before.
            vigilant: look for more faces in every frame, whatever it takes.
        """
        if self._stills or self._known.size != image.shape[:2]:
            self._known = _Known()
        self._known.size = image.shape[:2]
        far: list[Found] = []
        if self._known.large or not self._known.regions:
            far = each_once(self._look_far(image, step, vigilant))
        # a region whose face was seen in the whole frame need not be looked at again
        open_regions = [r for r in self._known.regions if not any(r.holds(f.points) for f in far)]
        found = far + self._look_near(image, open_regions)
        found += self._search(image, found)
        found = each_once(found)[: self._max_faces]
        self._note_losses(found)
        small = [near_region(image, face.points, self._known.regions) for face in found]
        if self._far and self._known.regions and None in small and not self._known.large:
            self._far.forget()  # it last saw another time
        self._known.large = small.count(None)
        regions = []
        for face, region in zip(found, small, strict=True):
            if region is not None:
                regions.append(region)
            elif all(face is not other for other in far):
                regions.append(around(image, face.points))
        self._known.regions = tuple(dict.fromkeys(regions))
        return found

    def forget(self) -> None:
        """The next frame is searched anew."""
        self._known = _Known()
        if self._far is not None:
            self._far.forget()

    def close(self) -> None:
        """Lets go of the models."""
        for part in (self._far, self._near):
            if part is not None:
                part.close()

    def _look_far(self, image: Image, step: float, vigilant: bool) -> list[Found]:
        """The faces in the whole frame: those that are followed, and now and then others."""
        if self._far is None:
            return self._look_near(image, [whole(image)])
        found = self._far.find(image, step, 0 if vigilant else self._known.large)
        if not self._far.complete and self._known.frames % _SEARCH_EVERY == 0:
            found += self._look_near(image, [whole(image)])
        return found

    def _search(self, image: Image, found: list[Found]) -> list[Found]:
        """Faces in parts of the frame, where the whole of it may hide some."""
        first = self._known.frames == 0
        self._known.frames += 1
        parts = search_regions(image)
        if not parts:
            return []
        if first:
            small = [f for f in found if near_region(image, f.points) is not None]
            return self._look_near(image, parts) if not found or small else []
        again = self._look_again(image)
        if again or (found and (self._known.large or not self._known.regions)):
            return again
        if found:
            count = int(self._known.frames % _SEARCH_EVERY == 0)
        else:  # in turns with the place of a lost face
            count = self._known.frames % 2 if self._known.lost else _LOOKS
        turn = self._known.turn % len(parts)
        self._known.turn += count
        return self._look_near(image, (parts[turn:] + parts[:turn])[:count])

    def _look_again(self, image: Image) -> list[Found]:
        """The face lost last, from nearby where it was, in every other frame."""
        if not self._known.lost or self._known.frames % 2:
            return []
        return self._look_near(image, [around(image, self._known.lost[-1][0])])

    def _note_losses(self, found: list[Found]) -> None:
        """Remember for a while where faces were that are there no more."""
        now = [face.points for face in found]
        fresh = [(points, self._known.frames) for points in self._known.faces]
        self._known.lost = tuple(
            (points, since)
            for points, since in (*self._known.lost, *fresh)
            if self._known.frames - since < _REMEMBERED
            and all(gap(points, other) > _APART for other in now)
        )
        self._known.faces = tuple(now)

    def _look_near(self, image: Image, regions: Iterable[Region]) -> list[Found]:
        found: list[Found] = []
        for region in regions:
            if self._near is None:
                self._near = Detector(self._model, self._max_faces, follow=False)
            found += self._near.find(image, region)
        return found
