"""The whole API as its OpenAPI text tells it, asked what it should take and what it should not."""

import asyncio
import sys

import pytest

from tests.browser.conftest import running_demo

EXAMPLES = 4  # of each kind of wrongness an operation knows; a nightly run may give more


@pytest.mark.slow
@pytest.mark.timeout(600)
async def test_whatever_is_asked_is_answered_as_described_and_never_a_server_error(tmp_path):
    async with running_demo(tmp_path, "--speed", "1") as demo:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "schemathesis.cli", "run", f"{demo.url}/api/openapi.json"),
            *("--header", f"Authorization: Bearer {demo.token}"),
            *("--checks", "not_a_server_error,response_schema_conformance", "--mode", "all"),
            *("--phases", "coverage,fuzzing", "--max-examples", str(EXAMPLES)),
            *("--generation-deterministic", "--no-shrink"),
            *("--exclude-operation-id", "stream", "--continue-on-failure", "--no-color"),
            cwd=tmp_path,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        said, _ = await process.communicate()
    assert process.returncode == 0, said.decode(errors="replace")[-8000:]
