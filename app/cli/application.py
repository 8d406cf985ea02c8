"""The command line put together, and the one place where its errors are told."""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Sequence

import typer
from typer.exceptions import TyperException

from app.cli.bench import bench
from app.cli.doctor import doctor
from app.cli.filters import filters
from app.cli.live import live
from app.cli.matte import matte
from app.cli.render import render
from app.cli.say import complain
from app.faults import FaultError

FAILED, USAGE, INTERRUPTED = 1, 2, 130
"""Exit codes; 0 is success."""

_COMMANDS = (live, render, matte, doctor, bench)
_NAMES = {*(command.__name__ for command in _COMMANDS), filters.info.name}
_HELP = """Face filters that stay behind whatever is in front of the face.

Without a command the live app opens. Add --debug to any command to see where an error comes from.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        arguments: as typed after the program's name; None takes them from the process.
    Returns:
        The exit code: 0, `FAILED`, `USAGE` or `INTERRUPTED`. An error has been told in one line.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    debug = "--debug" in words
    words = [word for word in words if word != "--debug"]
    _set_up_logging(debug)
    if not words or (words[0].startswith("-") and words[0] not in ("--help", "-h")):
        words.insert(0, live.__name__)
    try:
        code = _application()(words, prog_name="main.py", standalone_mode=False)
    except FaultError as error:
        code = _failed(str(error), debug)
    except TyperException as error:
        known = [words[0]] if words[0] in _NAMES else []
        more = " ".join(["main.py", *known, "--help"])
        code = _failed(f"{_sentence(error.format_message())} See {more}", debug)
        code = USAGE
    except (KeyboardInterrupt, typer.Abort):
        complain("Stopped.")
        code = INTERRUPTED
    # The edge of the program: whatever was not foreseen is told in one line as well.
    except Exception as error:  # noqa: BLE001
        kind = type(error).__name__
        code = _failed(f"Unexpected {kind}: {error}. Run it again with --debug for details.", debug)
    return int(code or 0)


def _application() -> typer.Typer:
    settings = {"help_option_names": ["-h", "--help"]}
    application = typer.Typer(
        help=_HELP,
        add_completion=False,
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        context_settings=settings,
    )
    for command in _COMMANDS:
        application.command(command.__name__)(command)
    application.add_typer(filters)
    return application


def _set_up_logging(debug: bool) -> None:
    """What goes wrong is told in one line; the log, with its tracebacks, is for --debug."""
    handler = logging.StreamHandler() if debug else logging.NullHandler()
    logging.basicConfig(handlers=[handler], level=logging.INFO)


def _failed(line: str, debug: bool) -> int:
    if debug:
        traceback.print_exc()
    complain(line)
    return FAILED


def _sentence(text: str) -> str:
    line = " ".join(text.split())
    return line if line.endswith((".", "?", "!")) else f"{line}."
