"""The Python of a pack. It can do whatever the app can: run it only after the user said so."""

from __future__ import annotations

import re
import sys
import traceback
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType, ModuleType
from typing import Any

from filters.filter import Filter
from filters.packs.contents import Contents
from filters.packs.refusal import Refused
from filters.packs.toml import text_of
from filters.packs.words import plain
from filters.params import Params, fields_of, parse, values_of

_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_MOST = 100


def code_of(contents: Contents) -> tuple[str, ...]:
    """The Python files of a pack: filters/*.py, in order of name."""
    return tuple(sorted(name for name in contents if re.fullmatch(r"filters/[^/]+\.py", name)))


def run(pack: str, contents: Contents) -> tuple[Filter, ...]:
    """Runs a pack's Python and takes the `FILTERS` of each file.

    A file finds the other files of its pack in the name `FILES`, a mapping from path to bytes.

    Raises:
        Refused: if it fails, with the line, or offers something else than filters.
    """
    found: list[Filter] = []
    for name in code_of(contents):
        offered = _offered(pack, name, contents)
        if not isinstance(offered, tuple | list) or len(offered) > _MOST:
            raise Refused(f"{pack}/{name}", "it has no FILTERS, a tuple of Filter")
        found += [_checked(pack, name, one) for one in offered]
    return tuple(found)


def fitted(params_type: type[Params], values: Mapping[str, object]) -> Params:
    """Parameters with those of `values` that still fit, the others at their defaults."""
    names = {spec.name for spec in fields_of(params_type)}
    kept: dict[str, object] = {}
    for name in names & set(values):
        try:
            parse(params_type, {name: values[name]})
        except ValueError:
            continue
        kept[name] = values[name]
    return parse(params_type, kept)


def _offered(pack: str, name: str, contents: Contents) -> object:
    shown = f"{pack}/{name}"
    module = ModuleType(f"facemat_packs.{pack}.{name.removesuffix('.py').replace('/', '.')}")
    module.__file__ = shown
    vars(module)["FILES"] = MappingProxyType(dict(contents))
    text = text_of(contents[name], shown)
    before = sys.modules.get(module.__name__)
    # dataclasses look their own module up
    sys.modules[module.__name__] = module
    try:
        exec(compile(text, shown, "exec", dont_inherit=True), vars(module))
    except KeyboardInterrupt:
        raise
    # Whatever else it raises is its own fault, an exit included.
    except BaseException as error:
        if before is None:
            del sys.modules[module.__name__]
        else:
            sys.modules[module.__name__] = before
        reason = f"{type(error).__name__}: {error}"
        raise Refused(shown, reason, _line(error, shown)) from error
    return getattr(module, "FILTERS", None)


def _line(error: BaseException, shown: str) -> int | None:
    if isinstance(error, SyntaxError):
        return error.lineno
    frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename == shown]
    return frames[-1].lineno if frames else None


def _checked(pack: str, name: str, one: object) -> Filter:
    """A filter as the catalogue takes it: with the pack's name before its own."""
    shown = f"{pack}/{name}"
    if not isinstance(one, Filter):
        raise Refused(shown, f"FILTERS holds {type(one).__name__}, need Filter")
    id = str(one.id).removeprefix(f"{pack}/")
    if not _ID.fullmatch(id):
        raise Refused(shown, f"a filter is called {id!r}, need small letters, digits and -")
    if not isinstance(one.title, str) or not isinstance(one.description, str):
        raise Refused(shown, f"the title and description of {id} are not text")
    if not isinstance(one.params, type) or not issubclass(one.params, Params):
        raise Refused(shown, f"the params of {id} are no dataclass made of Params")
    try:
        one.params()
        fields_of(one.params)
    except Exception as error:
        raise Refused(shown, f"the params of {id} have no defaults: {error}") from error
    return replace(
        one,
        id=f"{pack}/{id}",
        title=plain(one.title, 80) or id,
        description=plain(one.description),
        family="Packs",
        render=one.render and _fitting(one.render, one.params),
        render_frame=one.render_frame and _fitting(one.render_frame, one.params),
    )


def _fitting(function: Callable[[Any, Any], Any], wanted: type[Params]) -> Callable[..., Any]:
    """Takes parameters of an earlier edit too: while it is swapped, a frame may be on its way."""

    def called(context: object, params: object) -> object:
        own = params if isinstance(params, wanted) else fitted(wanted, values_of(params))
        return function(context, own)

    return called
