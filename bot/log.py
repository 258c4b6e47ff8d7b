"""Logs: one line an event, for people (console) or machines (json); ids, never texts or names."""

import logging
import sys
from enum import StrEnum
from typing import Any, TextIO

import structlog
from pydantic import BaseModel, SecretBytes, SecretStr
from structlog.typing import EventDict, Processor

# Fields that would tell what somebody said, or let somebody in. Whoever logs them made a
# mistake; the mistake stays visible, the content does not.
_NEVER = frozenset(
    {"text", "body", "token", "password", "secret", "authorization", "sender_name", "nickname"}
)
_NOISY = ("alembic", "aiohttp.access", "aiosqlite", "apscheduler", "asyncio", "jieba")


class LogFormat(StrEnum):
    """How a line of the log looks."""

    CONSOLE = "console"
    JSON = "json"


class LogLevel(StrEnum):
    """From which weight on a line is written."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class LogSettings(BaseModel, frozen=True, extra="forbid"):
    """The `log:` section of config.yaml."""

    level: LogLevel = LogLevel.INFO
    format: LogFormat = LogFormat.CONSOLE


def configure_logging(settings: LogSettings, *, stream: TextIO | None = None) -> None:
    """Send every log line, ours and the libraries', to one place (standard error)."""
    out = sys.stderr if stream is None else stream
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        withhold,
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(out)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                *_ending(settings.format, colors=out.isatty()),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    set_level(settings.level)
    # Not set again later: whoever sends by it wants its lines, and keeps them to himself.
    logging.getLogger("apprise").setLevel(logging.WARNING)


def set_level(wanted: LogLevel) -> None:
    """Write lines from this weight on; of libraries, nothing that is lighter than a warning."""
    level = getattr(logging, wanted.upper())
    logging.getLogger().setLevel(level)
    for name in _NOISY:
        logging.getLogger(name).setLevel(max(level, logging.WARNING))


def _ending(form: LogFormat, *, colors: bool) -> list[Processor]:
    if form is LogFormat.JSON:
        # Without local variables: those hold texts and names.
        frames = structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
        return [
            structlog.processors.ExceptionRenderer(frames),
            structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
        ]
    # Plain tracebacks: the pretty ones print local variables.
    return [
        structlog.dev.ConsoleRenderer(
            colors=colors, exception_formatter=structlog.dev.plain_traceback
        )
    ]


def withhold(_logger: Any, _method: str, event: EventDict) -> EventDict:  # noqa: ANN401 (structlog's signature)
    """Replace what must not be in a log."""
    for key, value in event.items():
        if key.lower() in _NEVER or isinstance(value, SecretStr | SecretBytes):
            event[key] = "(withheld)"
    return event
