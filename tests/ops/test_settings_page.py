from bot.config import Settings
from tests.support.settings_meanings import ROOT
from tests.support.settings_table import settings_page, with_table

MAKE = "out of date: python -m tests.support.settings_table"


def test_the_page_of_settings_is_what_the_code_says():
    assert (ROOT / "docs" / "settings.md").read_text(encoding="utf-8") == settings_page(), MAKE


def test_the_readme_names_every_section_of_the_settings():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    assert with_table(readme) == readme, MAKE
    assert all(f"docs/settings.md#{section})" in readme for section in Settings.model_fields)


def test_every_setting_on_the_page_says_what_it_changes():
    unexplained = [line for line in settings_page().splitlines() if line.endswith("|  |")]

    assert unexplained == []
