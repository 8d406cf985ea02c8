"""Takes out of a text what says whose computer it is: home, names, serial numbers."""

from __future__ import annotations

import contextlib
import getpass
import os
import re
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

_SHORTEST = 2
"""Letters of a name that is looked for; one letter is in every word."""
_TELLING = 4
"""From so many letters on a name is also looked for inside of words."""
_SERIAL = re.compile(r"(/by-(?:id|path)/)[^\s'\",;)]+")
"""A camera's lasting path has its serial number in it."""


@dataclass(frozen=True)
class Redaction:
    """What is replaced.

    Attributes:
        homes: the person's own folder, by all its names; becomes ~.
        users: the person's names; become "user".
        hosts: the computer's names; become "computer".
    """

    homes: frozenset[str]
    users: frozenset[str]
    hosts: frozenset[str]

    def apply(self, text: str) -> str:
        """The text without them; letters' case makes no difference."""
        for pattern, instead in self._patterns:
            text = pattern.sub(instead, text)
        return text

    @cached_property
    def _patterns(self) -> tuple[tuple[re.Pattern[str], str], ...]:
        homes = {form for home in self.homes for form in _forms(home)}
        return (
            (_SERIAL, r"\1…"),
            *_pattern(homes, "~", folders=True),
            *_pattern(self.hosts, "computer"),
            *_pattern(self.users, "user"),
        )


def of_this_person() -> Redaction:
    """What must not be told of who runs the app, and where."""
    homes, users, hosts = {str(Path.home())}, set[str](), {socket.gethostname()}
    users.update(filter(None, map(os.environ.get, ("LOGNAME", "USER", "USERNAME"))))
    with contextlib.suppress(OSError, KeyError):  # Who has no name has none to hide.
        users.add(getpass.getuser())
    try:
        import pwd

        person = pwd.getpwuid(os.getuid())
    except (ImportError, KeyError):
        pass  # Windows, or a user the system does not list.
    else:
        homes.add(person.pw_dir)
        full = person.pw_gecos.partition(",")[0]
        users.update({person.pw_name, full, *full.split()})
    hosts.update({host.partition(".")[0] for host in hosts})
    homes.update({os.path.realpath(home) for home in homes})
    return Redaction(
        frozenset(home for home in homes if home.strip("/\\")),
        frozenset(name for name in users if len(name) >= _SHORTEST),
        frozenset(name for name in hosts if len(name) >= _SHORTEST and name != "localhost"),
    )


def _forms(path: str) -> set[str]:
    """How a folder may be written: as it is, in Python's quotes, in an address."""
    plain = path.rstrip("/\\")
    slashed = plain.replace("\\", "/")
    return {plain, slashed, plain.replace("\\", "\\\\"), quote(slashed)}


def _pattern(
    words: Iterable[str], instead: str, *, folders: bool = False
) -> list[tuple[re.Pattern[str], str]]:
    """One pattern for all words, the longest first; none for no words.

    Args:
        folders: they are paths, and end where a name does; a person's name of some length is
            also found inside of others, as in a file's.
    """
    longest = sorted(words, key=len, reverse=True)
    if not longest:
        return []
    ends = [
        re.escape(word)
        if len(word) >= _TELLING and not folders
        else f"(?<![^\\W_]){re.escape(word)}(?![^\\W_])"
        for word in longest
    ]
    return [(re.compile("|".join(ends), re.IGNORECASE), instead)]
