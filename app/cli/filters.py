"""`main.py filters`: the filters there are, and the packs that bring more."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from app.cli.say import complain, console, tell
from app.faults import Fault
from app.looks.reading import unknown
from app.looks.sharing import SUFFIXES, Shared, import_look
from app.packs.consent import WARNING
from app.packs.installing import install, judge, remove
from app.packs.shelf import PackShelf, take_in
from filters.catalog import by_id, every
from filters.filter import FAMILIES, Filter
from filters.packs.loading import Pack
from filters.packs.words import plain
from filters.params import ParamSpec, fields_of

filters = typer.Typer(
    name="filters",
    help="List the filters and what can be set; check, install and remove packs of them.",
    add_completion=False,
    pretty_exceptions_enable=False,
)
Source = Annotated[Path, typer.Argument(metavar="PATH", help="A pack: a folder or a zip.")]
Checked = Annotated[
    Path, typer.Argument(metavar="PATH", help="A pack, or a look: .toml, .facelook.")
]


@filters.callback(invoke_without_command=True)
def default(context: typer.Context) -> int:
    """List the filters and what can be set; check, install and remove packs of them."""
    return show_all() if context.invoked_subcommand is None else 0


@filters.command("list")
def show_all(
    long: Annotated[bool, typer.Option("--long", help="With all that can be set.")] = False,
) -> int:
    """List the filters, by family."""
    packs = take_in(tell)
    for family in FAMILIES:
        kinds = [known for known in every() if known.family == family]
        if long:
            for known in kinds:
                _print(known)
        elif kinds:
            _print_family(family, kinds)
    if not long:
        console().print("[dim]What can be set: main.py filters show ID, or list --long[/dim]")
    for pack in packs.asking:
        complain(f"The Python of the pack {pack.id} has not run: main.py filters allow {pack.id}")
    return 0


@filters.command()
def show(id: Annotated[str, typer.Argument(metavar="ID", help="As the list names it.")]) -> int:
    """Say all about one filter."""
    take_in(tell)
    try:
        known = by_id(id)
    except ValueError as error:
        raise typer.BadParameter(unknown(id)) from error
    _print(known, whole=True)
    return 0


@filters.command()
def validate(path: Checked) -> int:
    """Check a pack or a look without taking it in; no Python of it is run."""
    take_in(tell)
    path = _whole(path)
    if path.suffix.lower() in SUFFIXES:
        _print_look(path.stem, import_look(path))
        return 0
    found = judge(path)
    _print_pack(found.pack)
    for name in found.unjudged:
        complain(f"The look {name} wears filters in Python, which were not run, so not all of it")
    return 0


@filters.command("install")
def add(path: Source) -> int:
    """Copy a pack into the folder of packs, over an older one; its Python is not run."""
    take_in(tell)
    shelf = PackShelf()
    pack = install(_whole(path), shelf)
    _print_pack(pack)
    console().print(f"Installed in {shelf.folder / pack.id}", markup=False, soft_wrap=True)
    if pack.code and not shelf.consent.allows(pack.id, pack.fingerprint):
        complain(f"Its Python has not run. To let it: main.py filters allow {pack.id}")
    return 0


@filters.command("remove")
def delete(id: Annotated[str, typer.Argument(metavar="ID", help="The pack's.")]) -> int:
    """Delete an installed pack."""
    gone = remove(id, PackShelf())
    console().print(f"Removed {gone}", markup=False, soft_wrap=True)
    return 0


@filters.command()
def allow(
    id: Annotated[str, typer.Argument(metavar="ID", help="The pack's.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> int:
    """Let the Python of an installed pack run, as it is now; asks first."""
    shelf = PackShelf(on_fault=tell)
    shelf.poll()
    there = {found.pack.id: found.pack for found in shelf.packs.installed}
    if id not in there:
        raise typer.BadParameter(
            f"no pack is called {id!r}, there are {', '.join(there) or 'none'}"
        )
    pack = there[id]
    if not pack.code:
        console().print(f"{id} has no Python.")
        return 0
    files = ", ".join(pack.code)
    complain(f"{pack.manifest.title} by {pack.manifest.author} runs Python: {files}. {WARNING}")
    if not yes:
        if not sys.stdin.isatty():
            raise typer.BadParameter("there is nobody to ask here, need --yes")
        typer.confirm("Let it run?", abort=True)
    shelf.answer(pack, True)
    told: list[Fault] = []
    again = PackShelf(on_fault=told.append)
    again.poll()
    for fault in told:
        complain(str(fault))
    return 1 if told else 0


def _print_family(family: str, kinds: list[Filter]) -> None:
    table = Table(box=None, pad_edge=False, show_header=False)
    for known in kinds:
        table.add_row(f"  [bold]{escape(known.id)}[/bold]", escape(known.description))
    screen = console()
    screen.print(f"[dim]{family}[/dim]")
    screen.print(table)
    screen.print()


def _print(known: Filter, whole: bool = False) -> None:
    screen = console()
    words = escape(f"{known.title}: {known.description}")
    screen.print(f"[bold]{known.id}[/bold]  {words}")
    table = Table(box=None, pad_edge=False, show_header=False)
    for spec in fields_of(known.params):
        help = [escape(spec.help)] if whole else []
        table.add_row("   ", spec.name, _default(spec), f"[dim]{escape(spec.wanted)}[/dim]", *help)
    screen.print(table)
    if whole:
        screen.print(f"   [dim]{known.family}, {_traits(known)}[/dim]")
    screen.print()


def _traits(known: Filter) -> str:
    traits = {
        "once a face": known.render is not None,
        "the whole picture": known.render_frame is not None,
        "hides who it is": known.privacy,
        "asks where people are": known.needs_person,
        "moves by itself": known.moves,
        "shows another's face": known.disclosed,
    }
    return ", ".join(words for words, so in traits.items() if so)


def _print_pack(pack: Pack) -> None:
    about = pack.manifest
    screen = console()
    heading = f"{about.title} {about.version} by {about.author}, {about.licence}"
    screen.print(heading, markup=False, soft_wrap=True)
    for one in pack.filters:
        screen.print(f"   {one.id}  {one.title}", markup=False, soft_wrap=True)
    for name in pack.looks:
        screen.print(f"   {pack.id}/{name}  a look", markup=False, soft_wrap=True)
    for name in pack.code:
        screen.print(f"   {name}  Python, not run", markup=False, soft_wrap=True)


def _whole(path: Path) -> Path:
    """The path with a name at its end, which "." has not."""
    return Path(os.path.abspath(path.expanduser()))


def _print_look(name: str, shared: Shared) -> None:
    kept, screen = shared.kept, console()
    heading = f"{kept.title or name}: {kept.description}".removesuffix(": ")
    screen.print(plain(heading), markup=False, soft_wrap=True)
    for worn in kept.look.worn:
        when = "" if worn.when == "always" else f"  when {worn.when}"
        off = "" if worn.enabled else "  switched off"
        screen.print(f"   {worn.filter_id}{when}{off}", markup=False, soft_wrap=True)
    for file in shared.files:
        screen.print(f"   {plain(Path(file).name)}  a file", markup=False, soft_wrap=True)


def _default(spec: ParamSpec) -> str:
    if isinstance(spec.default, bool):
        return "on" if spec.default else "off"
    return f"{spec.default:g}" if isinstance(spec.default, float) else escape(str(spec.default))
