"""What is installed: everything the program reads at run time, and nothing else."""

import os
import re
import shutil
import subprocess
import sys
import zipfile
from importlib.metadata import version
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli.main import build

ROOT = Path(__file__).parents[2]
UV = ROOT / ".venv" / "uv" / "bin" / "uv"

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]


@pytest.fixture(scope="module")
def uv():
    """What builds wheels."""
    found = str(UV) if UV.exists() else shutil.which("uv")
    if found is None:
        pytest.skip("uv builds the wheel; `make setup` brings it")
    return found


@pytest.fixture(scope="module")
def wheel(uv, tmp_path_factory):
    """The wheel of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [uv, "build", "--quiet", "--wheel", "--python", sys.executable, "-o", folder, ROOT]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as archive:
        yield archive


def test_the_wheel_has_all_that_the_program_reads(wheel):
    packed = set(wheel.namelist())
    read = {
        str(path.relative_to(ROOT))
        for package in ("bot", "handlers", "sop", "storage")
        for path in (ROOT / package).rglob("*")
        if path.suffix in {".py", ".yaml", ".json", ".mako"}
    }
    ours = {name for name in read if not name.startswith("sop/plans/")}  # those are an operator's

    assert ours - packed == set()
    assert any(name.startswith("storage/migrations/versions/") for name in packed)


def test_the_config_template_is_a_file_of_its_own(wheel):
    packed = wheel.read("bot/cli/config.template.yaml").decode()

    assert packed == (ROOT / "config.yaml").read_text(encoding="utf-8")


def test_no_test_and_no_bench_is_installed(wheel):
    top = {name.split("/")[0] for name in wheel.namelist()}

    assert {name for name in top if not name.endswith(".dist-info")} == {
        "bot",
        "handlers",
        "sop",
        "storage",
    }


def test_the_wheel_brings_the_console_with_everything_that_its_page_names(wheel):
    packed = set(wheel.namelist())
    page = wheel.read("bot/web/console/index.html").decode()
    named = re.findall(r'"/(assets/[^"]+)"', page)

    assert named
    assert {f"bot/web/console/{name}" for name in named} <= packed
    assert any(name.endswith(".js.br") for name in packed)
    assert not any("node_modules" in name for name in packed)


@pytest.fixture
def checkout(tmp_path):
    """A small checkout whose console is not built, and a Node that only writes down its orders."""
    root = tmp_path / "checkout"
    for name in ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, root / name)
    for package in ("bot/web", "handlers", "sop", "storage"):
        (root / package).mkdir(parents=True)
        (root / package / "__init__.py").touch()
    (root / "console").mkdir()
    (root / "console" / "package-lock.json").write_text("{}")
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "node").write_text("#!/bin/sh\necho v22.0.0\n")
    (tools / "npm").write_text(
        f'#!/bin/sh\necho "$1" >> {root}/orders\n'
        f"mkdir -p {root}/bot/web/console && echo page > {root}/bot/web/console/index.html\n"
    )
    for tool in tools.iterdir():
        tool.chmod(0o755)
    return root, tools


def test_a_console_that_is_not_built_is_built_with_the_wheel(checkout, uv, tmp_path):
    root, tools = checkout
    environment = os.environ | {"PATH": f"{tools}{os.pathsep}{os.environ['PATH']}"}
    command = [uv, "build", "--quiet", "--wheel", "--python", sys.executable, "-o", tmp_path, root]
    for _ in range(2):
        subprocess.run(command, capture_output=True, check=True, env=environment)

    assert (root / "orders").read_text().split() == ["ci", "run"]  # once: then it is built
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as archive:
        assert archive.read("bot/web/console/index.html") == b"page\n"


def test_the_version_is_told():
    told = CliRunner().invoke(build(), ["--version"])

    assert (told.exit_code, told.output) == (0, f"groupkeeper {version('groupkeeper')}\n")
