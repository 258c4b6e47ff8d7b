"""The `groupkeeper` command: every subcommand put together."""

import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import version
from typing import Annotated

import typer

from bot.core.alerting import Language
from bot.core.errors import ConfigError, Failure, GroupkeeperError, StorageAway
from bot.core.located import BrokenFile
from bot.core.located_chinese import say_in, tongue_of
from bot.rubbish import look_rarely

COMMANDS = (
    *("run", "demo", "init", "check", "doctor", "judge"),
    *("replay", "import_", "export", "find", "person", "cases", "conduct"),
    *("sop", "content", "campaign", "deliveries"),
    *("rehearse", "spam", "login", "token", "db"),
)


def _tell_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"groupkeeper {version('groupkeeper')}")
        raise typer.Exit


def named_first(arguments: Sequence[str]) -> Sequence[str]:
    """The commands that are needed: the one named first, none to tell the version, or all.

    To load all takes a second and more; whoever asks for help or mistypes a name is shown all.
    """
    first = arguments[0] if arguments else ""
    if first == "--version":
        return ()
    return [command for command in COMMANDS if command.rstrip("_") == first] or COMMANDS


def build(commands: Sequence[str] = COMMANDS) -> typer.Typer:
    """The command with its subcommands."""
    app = typer.Typer(
        name="groupkeeper",
        help="A chat-bot service for group communities: archive, student IDs, adverts, leads,"
        " SOP posts, alerts.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,  # tracebacks would print message texts
        add_completion=False,
    )
    app.callback()(_root)
    for command in commands:
        # Not at the top: loading takes a second, in which Ctrl-C must be as clean as later.
        import_module(f"bot.cli.{command}").register(app)
    return app


def _root(
    _version: Annotated[
        bool,
        typer.Option("--version", callback=_tell_version, is_eager=True, help="The version."),
    ] = False,
    language: Annotated[
        Language | None,
        typer.Option(help="Of mistakes in files; by default that of the terminal (LANG)."),
    ] = None,
) -> None:
    """What stands before the subcommand."""
    if language is not None:
        os.environ["LANGUAGE"] = language.value  # gettext's own variable: it goes before LANG


def _loaded() -> typer.Typer:
    """The command, put together without looking through it for rubbish: a fifth of a start."""
    gc.disable()
    try:
        return build(named_first(sys.argv[1:]))
    finally:
        gc.freeze()  # what was loaded stays: later looks need not go through it again and again
        look_rarely()
        gc.enable()


def main() -> None:
    """Run the command; errors made for people are printed as such."""
    try:
        _loaded()()
    except BrokenFile as error:
        sys.stderr.write(f"{error.told(tongue_of(os.environ))}\n")
        sys.exit(2)
    except ConfigError as error:
        told = (say_in(tongue_of(os.environ), line) for line in str(error).splitlines())
        sys.stderr.write("\n".join(told) + "\n")
        sys.exit(2)
    except StorageAway as error:
        sys.stderr.write(
            f"error: the database cannot be used: {error}; see storage.url, `groupkeeper doctor`\n"
        )
        sys.exit(1)
    except GroupkeeperError as error:
        sys.stderr.write(f"error: {error}\n")
        sys.exit(1 if isinstance(error, Failure) else 2)
    except (BrokenPipeError, KeyboardInterrupt):
        sys.exit(1)
    except OSError as error:
        where = "" if error.filename is None else f"{error.filename}: "
        sys.stderr.write(f"error: {where}{error.strerror or error}\n")
        sys.exit(1)
