"""The built console: light enough for a phone, and fetching nothing from anybody else."""

import json
import os
import re

import pytest

from bot.web.console_files import BUILT

BUDGET = 350_000  # bytes, compressed, that a browser loads before it shows its first page
FIRST_VIEWS = (
    ("src/session/SignIn.tsx",),
    ("src/app/Layout.tsx", "src/pages/now/index.tsx"),
)
FETCHED = re.compile(
    r"""(?:\bfetch|\bimport|\bWorker|\bEventSource|\bWebSocket|\bimportScripts|\burl)\s*\(\s*["'`]?(?:https?:)?//"""
    r"""|(?:\bsrc|\bhref)\s*[=:]\s*["'`](?:https?:)?//"""
    r"""|@import\s+["'](?:https?:)?//"""
)


@pytest.fixture(scope="module")
def built():
    """The folder that `make console` fills."""
    if not (BUILT / "index.html").exists():
        if os.environ.get("GROUPKEEPER_BROWSER") == "required":
            pytest.fail("the console is not built: make console")
        pytest.skip("the console is not built: make console")
    return BUILT


@pytest.fixture(scope="module")
def manifest(built):
    return json.loads((built / ".vite" / "manifest.json").read_text())


def needed(manifest, key):
    """The files of one entry and of all that it imports at once."""
    found, waiting = set(), [key]
    while waiting:
        chunk = manifest[waiting.pop()]
        if chunk["file"] not in found:
            found |= {chunk["file"], *chunk.get("css", ())}
            waiting += chunk.get("imports", ())
    return found


def compressed(built, file):
    """What goes over the line to whoever accepts gzip."""
    squeezed = built / f"{file}.gz"
    return (squeezed if squeezed.exists() else built / file).stat().st_size


@pytest.mark.parametrize("pages", FIRST_VIEWS, ids=["sign-in", "now"])
def test_the_first_view_is_light(built, manifest, pages):
    files = set().union(*(needed(manifest, one) for one in ("index.html", *pages)))
    weights = {file: compressed(built, file) for file in files}

    assert sum(weights.values()) < BUDGET, sorted(weights.items(), key=lambda one: -one[1])


def test_every_page_is_loaded_only_when_it_is_opened(manifest):
    first = needed(manifest, "index.html")
    pages = {key: one["file"] for key, one in manifest.items() if key.startswith("src/pages/")}

    assert [key for key, file in pages.items() if file in first] == []


def test_no_file_fetches_from_another_host(built):
    for file in built.rglob("*"):
        if file.suffix in {".js", ".css", ".html", ".svg"}:
            found = [m.group() for m in FETCHED.finditer(file.read_text(encoding="utf-8"))]
            assert found == [], file.name


def test_every_script_and_style_has_its_compressed_siblings(built):
    for file in (built / "assets").iterdir():
        if file.suffix in {".js", ".css"} and file.stat().st_size >= 1024:
            assert file.with_name(file.name + ".br").exists(), file.name
            assert file.with_name(file.name + ".gz").exists(), file.name


def test_the_page_has_no_script_of_its_own_and_names_only_files_that_exist(built):
    page = (built / "index.html").read_text(encoding="utf-8")
    assert re.findall(r"<script(?![^>]*\bsrc=)", page) == []
    assert " on" not in re.sub(r'"[^"]*"', '""', page)
    for name in re.findall(r'(?:src|href)="/(assets/[^"]+)"', page):
        assert (built / name).exists(), name
