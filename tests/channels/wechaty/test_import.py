import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


def run(code: str, folder: Path) -> str:
    """Run Python in a folder of its own, with warnings as errors; what it prints."""
    done = subprocess.run(
        # stringcase, a part of betterproto, has an old escape in its source.
        [sys.executable, "-W", "error", "-W", "ignore:invalid escape sequence", "-c", code],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=50,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout


MAKE = """
import sys
from bot.channels.wechaty import WechatyChannel, WechatySettings
from bot.clock import SystemClock
settings = WechatySettings(kind="wechaty", name="wx", endpoint="127.0.0.1:1", token="t")
"""


def test_importing_and_making_it_loads_no_library_of_wechatys(tmp_path: Path):
    code = MAKE + (
        "WechatyChannel(settings, SystemClock())\n"
        "print([m for m in sys.modules if m.startswith(('wechaty', 'grpclib', 'betterproto'))])"
    )

    assert run(code, tmp_path).strip() == "[]"


def test_without_the_extra_it_says_what_to_install(tmp_path: Path):
    code = (
        MAKE
        + """
from bot.core.errors import ConfigError
class Nothing:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"wechaty_grpc", "grpclib"}:
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Nothing())
sys.modules["wechaty_grpc"] = None
try:
    WechatyChannel(settings, SystemClock())
except ConfigError as error:
    print(error)
"""
    )

    assert "pip install 'groupkeeper[wechaty]'" in run(code, tmp_path)


def test_running_it_writes_no_file_and_leaves_the_wechaty_class_alone(tmp_path: Path):
    code = (
        MAKE
        + """
import asyncio, contextlib, structlog
structlog.configure(processors=[structlog.testing.LogCapture()])
class Inbox:
    async def put(self, event): pass
async def main():
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(0.5):
            await WechatyChannel(settings, SystemClock()).run(Inbox())
asyncio.run(main())
print([m for m in sys.modules if m in {"wechaty", "wechaty_puppet", "wechaty_puppet_service"}])
"""
    )

    assert run(code, tmp_path).strip() == "[]"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("module", ["wechaty_grpc.wechaty", "grpclib.client", "betterproto"])
def test_what_we_need_of_wechaty_imports_on_this_python_without_a_warning(
    module: str, tmp_path: Path
):
    assert run(f"import {module}", tmp_path) == ""
