"""Proposed rules: a part of config.yaml as somebody typed it, laid over the settings in force."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from bot.config import Disagreement, Settings
from bot.core.located import BrokenFile, Located, Problem, problem_of, read_yaml
from bot.core.located_words import did_you_mean

SECTIONS = ("judging", "rooms")  # what decides who is caught, and what is done about it
FILE = "rules"  # as mistakes call the text


def proposed(settings: Settings, source: str) -> Settings:
    """The settings as they would be; raises `BrokenFile` with every mistake in the text.

    Mappings are laid over those in force; lists and values take their place.
    """
    located = read_yaml(source, file=FILE)
    strangers = [_stranger(located, name) for name in located.data if name not in SECTIONS]
    if strangers:
        raise BrokenFile(strangers)
    given: dict[str, Any] = {name: getattr(settings, name) for name in Settings.model_fields}
    for name, part in located.data.items():
        given[name] = _over(getattr(settings, name).model_dump(exclude_unset=True), part)
    try:
        return Settings.model_validate(given)
    except ValidationError as error:
        raise BrokenFile(_mistakes(error, located)) from None


def _stranger(located: Located, name: str) -> Problem:
    what = f"{name!r} is nothing that is tried out here{did_you_mean(name, SECTIONS)}"
    return located.key_problem((name,), f"{what} (possible: {', '.join(SECTIONS)})")


def _over(below: Any, above: Any) -> Any:  # noqa: ANN401 (values of YAML)
    if above is None:  # a section of which every line is commented out
        return below
    if not isinstance(below, Mapping) or not isinstance(above, Mapping):
        return above
    return {
        name: _over(below.get(name, {}), above[name]) if name in above else below[name]
        for name in (*below, *(one for one in above if one not in below))
    }


def _mistakes(error: ValidationError, located: Located) -> list[Problem]:
    found: list[Problem] = []
    for detail in error.errors(include_url=False):
        cause = detail.get("ctx", {}).get("error")
        if isinstance(cause, Disagreement):
            found += [located.problem(path, what) for path, what in cause.places]
        else:
            found.append(problem_of(detail, Settings, located))
    return found
