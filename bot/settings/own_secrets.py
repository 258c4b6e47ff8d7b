"""Secrets that are given on the console: in a file beside config.yaml, for its owner alone.

config.yaml names them as ${NAME}, as it names those of the environment, and may be shown,
compared and kept in git. The environment is stronger than this file.
"""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from bot.whole_file import write_whole

FILE = "secrets.env"
_LINE = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)=(.*)\Z")
_OF_TARGET = re.compile(r"GK_(?:[A-Z0-9_]+_)?TARGET_\d+")
_FRESH_SECONDS = 60
_HEAD = "# Secrets that config.yaml names as ${NAME}. Keep this file to yourself.\n"


def secrets_beside(config: Path) -> Path:
    """The file of secrets that belongs to a config.yaml."""
    return config.resolve().with_name(FILE)


def read_secrets(config: Path) -> Mapping[str, str]:
    """Every secret by its name; none where there is no file."""
    try:
        text = secrets_beside(config).read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return {}
    found = (_LINE.match(line.strip()) for line in text.splitlines())
    return {one[1]: one[2].strip() for one in found if one}


def put_secret(config: Path, name: str, value: str) -> None:
    """Keep a secret under a name; an earlier one of that name is forgotten."""
    kept = {**read_secrets(config), name: value}
    _write(config, kept)


def _write(config: Path, kept: Mapping[str, str]) -> None:
    lines = "".join(f"{key}={secret}\n" for key, secret in kept.items())
    write_whole(secrets_beside(config), _HEAD + lines, mode=0o600)


def forget_unnamed(config: Path, texts: Iterable[str]) -> int:
    """Forget secrets of targets that none of these texts names; says how many.

    Only what was given on the console goes: whoever writes names of their own into the file keeps
    them. One given within the last minute may be named in a moment, and stays.
    """
    known = read_secrets(config)
    spoken = "\n".join(texts)
    left = {
        name: value
        for name, value in known.items()
        if not _OF_TARGET.fullmatch(name) or f"${{{name}}}" in spoken
    }
    if len(left) == len(known) or _just_given(config):
        return 0
    _write(config, left)
    return len(known) - len(left)


def _just_given(config: Path) -> bool:
    """By the times of the files alone: config.yaml was written now."""
    written, given = config.stat().st_mtime, secrets_beside(config).stat().st_mtime
    return written - given < _FRESH_SECONDS


def free_name(config: Path, wanted: str, taken: Mapping[str, str]) -> str:
    """A name like the one wanted that nothing has yet."""
    known = {**taken, **read_secrets(config)}
    base = re.sub(r"[^A-Z0-9]+", "_", wanted.upper()).strip("_") or "TARGET"
    base = f"GK_{base}"
    number = 1
    while f"{base}_{number}" in known:
        number += 1
    return f"{base}_{number}"
