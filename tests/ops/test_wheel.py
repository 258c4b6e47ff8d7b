"""What is installed: everything the program reads at run time, and nothing else."""

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
def wheel(tmp_path_factory):
    """The wheel of this checkout."""
    uv = str(UV) if UV.exists() else shutil.which("uv")
    if uv is None:
        pytest.skip("uv builds the wheel; `make setup` brings it")
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


def test_the_version_is_told():
    told = CliRunner().invoke(build(), ["--version"])

    assert (told.exit_code, told.output) == (0, f"groupkeeper {version('groupkeeper')}\n")
