"""What the comments of config.yaml say of each setting, as tables of the documents need it."""

from pathlib import Path

from bot.settings.meanings import meaning_of
from bot.settings.meanings import read_meanings as meanings_in

__all__ = ["ROOT", "meaning_of", "read_meanings"]

ROOT = Path(__file__).parents[2]


def read_meanings() -> dict[str, str]:
    """By the path of the setting, fit for a table."""
    text = (ROOT / "config.yaml").read_text(encoding="utf-8")
    return {path: told.replace("|", "\\|") for path, told in meanings_in(text).items()}
