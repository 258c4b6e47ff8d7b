"""The formats that are known, and which of them a file is."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from bot.importing.discord import DISCORD
from bot.importing.jsonl import JSONL
from bot.importing.qq import QQ
from bot.importing.source import Source
from bot.importing.telegram import TELEGRAM
from bot.importing.values import Format, Item, NotImportable, Options
from bot.importing.wechat_csv import WECHAT_CSV
from bot.importing.wechat_txt import WECHAT_TXT

# Asked in this order: WeChat's text is the loosest.
FORMATS: tuple[Format, ...] = (DISCORD, TELEGRAM, JSONL, WECHAT_CSV, QQ, WECHAT_TXT)
NAMES: tuple[str, ...] = tuple(known.name for known in FORMATS)


def open_source(path: Path) -> Source:
    """The file, ready to be read; says in plain words why it cannot be."""
    try:
        source = Source(path)
    except FileNotFoundError:
        msg = f"{path}: there is no such file"
        raise NotImportable(msg) from None
    except IsADirectoryError:
        msg = f"{path}: a folder; name the file in it (Telegram: result.json)"
        raise NotImportable(msg) from None
    except OSError as error:
        msg = f"{path}: {error.strerror or error}"
        raise NotImportable(msg) from error
    if not source.size:
        msg = f"{path}: the file is empty"
        raise NotImportable(msg)
    return source


def find_format(source: Source, wanted: str = "auto") -> Format:
    """The format asked for, or the first that fits; else an error that names what was tried."""
    if wanted != "auto":
        found = next((known for known in FORMATS if known.name == wanted), None)
        if found is None:
            msg = f"unknown format {wanted!r}; there are auto, {', '.join(NAMES)}"
            raise NotImportable(msg)
        return found
    sample = source.sample().lstrip("\ufeff")
    tried: list[str] = []
    for known in FORMATS:
        why = known.misfit(sample)
        if not why:
            return known
        tried.append(f"  {known.name} ({known.title}): {why}")
    msg = "\n".join(
        [f"{source.path}: of no known format (read as {source.encoding}). Tried:", *tried]
    )
    raise NotImportable(msg)


def read(source: Source, known: Format, options: Options) -> Iterator[Item]:
    """Every event of the file, and every piece that could not be taken."""
    stem = source.path.stem
    return known.read(source, replace(options, file_name=options.file_name or stem))
