"""What the command loads before it knows what is wanted."""

import subprocess
import sys

ASKED_FOR = "openpyxl icalendar holidays scipy jieba"


def test_what_few_commands_need_is_loaded_by_those_alone():
    script = (
        "import sys; from bot.cli.main import build; build();"
        f"print([one for one in {ASKED_FOR!r}.split() if one in sys.modules])"
    )

    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )

    assert done.stdout.strip() == "[]"
