"""Backup and restore of a PostgreSQL database, by PostgreSQL's own tools."""

import asyncio
import os
import shutil
from datetime import datetime
from pathlib import Path

from sqlalchemy.engine import URL, make_url

from bot.core.errors import Failure, StorageAway


class ToolMissing(Failure):
    """PostgreSQL's client tools are not installed here."""


async def backup(url: str, target: Path) -> None:
    """Dump the database as it stands at this moment."""
    part = target.with_name(f"{target.name}.part")
    try:
        await _run("pg_dump", "--format=custom", f"--file={part}", address=make_url(url))
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


async def restore(url: str, source: Path, now: datetime) -> Path:
    """Replace the database's tables by the dump's, all or nothing; the old are dumped first."""
    await _run("pg_restore", "--list", str(source), address=None)
    kept = source.with_name(f"{source.name}.before-restore-{now:%Y%m%d-%H%M%S}.dump")
    await backup(url, kept)
    options = ("--clean", "--if-exists", "--single-transaction", "--no-owner", "--exit-on-error")
    address = make_url(url)
    await _run("pg_restore", *options, f"--dbname={address.database}", str(source), address=address)
    return kept


async def _run(tool: str, *arguments: str, address: URL | None) -> None:
    path = shutil.which(tool)
    if path is None:
        msg = f"{tool} is not installed here; install PostgreSQL's client tools"
        raise ToolMissing(msg)
    process = await asyncio.create_subprocess_exec(
        path,
        *arguments,
        env={**os.environ, **({} if address is None else _environment(address))},
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    _, errors = await process.communicate()
    if process.returncode != 0:
        words = errors.decode(errors="replace").strip() or f"exit code {process.returncode}"
        msg = f"{tool}: {words}"
        raise StorageAway(msg)


def _environment(address: URL) -> dict[str, str]:
    """Where and as whom, out of sight of the process list."""
    host = address.host or address.query.get("host")
    given = {
        "PGHOST": host if isinstance(host, str) else None,
        "PGPORT": str(address.port) if address.port else None,
        "PGUSER": address.username,
        "PGPASSWORD": address.password,
        "PGDATABASE": address.database,
    }
    return {name: value for name, value in given.items() if value}
