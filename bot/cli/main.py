"""The `groupkeeper` command: every subcommand put together."""

import sys
from importlib import import_module

import typer

from bot.core.errors import ConfigError, GroupkeeperError, StorageAway

COMMANDS = (
    *("run", "demo", "init", "check", "doctor", "judge"),
    *("replay", "import_", "export", "find", "sop", "db"),
)


def build() -> typer.Typer:
    """The command with all its subcommands."""
    app = typer.Typer(
        name="groupkeeper",
        help="A chat-bot service for group communities: archive, student IDs, adverts, leads,"
        " SOP posts, alerts.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,  # tracebacks would print message texts
        add_completion=False,
    )
    for command in COMMANDS:
        # Not at the top: loading takes a second, in which Ctrl-C must be as clean as later.
        import_module(f"bot.cli.{command}").register(app)
    return app


def main() -> None:
    """Run the command; errors made for people are printed as such."""
    try:
        build()()
    except ConfigError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(2)
    except StorageAway as error:
        sys.stderr.write(
            f"error: the database cannot be used: {error}; see storage.url, `groupkeeper doctor`\n"
        )
        sys.exit(1)
    except GroupkeeperError as error:
        sys.stderr.write(f"error: {error}\n")
        sys.exit(1)
    except (BrokenPipeError, KeyboardInterrupt):
        sys.exit(1)
    except OSError as error:
        where = "" if error.filename is None else f"{error.filename}: "
        sys.stderr.write(f"error: {where}{error.strerror or error}\n")
        sys.exit(1)
