"""Writes console/openapi.json: `python -m tests.support.openapi_file`.

The console's types are made of it, so that a changed API breaks the console's build. A test fails
while the written text is not what is served.
"""

import json
from pathlib import Path

from bot.web.openapi import openapi
from bot.web.routes import ENDPOINTS
from bot.web.routes.person_file import DOWNLOADS
from bot.web.routes.session import DOORS

FILE = Path(__file__).parents[2] / "console" / "openapi.json"
VERSION = "0.1.0"


def written() -> str:
    """The text as it stands in the file: sorted, so that a change shows as few lines."""
    document = openapi((*ENDPOINTS, *DOORS, *DOWNLOADS), version=VERSION)
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


if __name__ == "__main__":
    FILE.write_text(written(), encoding="utf-8")
