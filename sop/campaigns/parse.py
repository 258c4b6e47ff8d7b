"""A campaign file as a campaign, or every mistake in it at once; its JSON Schema."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from pydantic import ValidationError

from bot.core.located import BrokenFile, Located, Problem, check_model, scan_yaml
from bot.core.located import with_empty_sections as filled
from sop.campaigns.checks import Known, campaign_problems
from sop.campaigns.model import Campaign
from sop.parse import MAX_BYTES, version_of
from sop.schema import schema_of

_Path = tuple[str | int, ...]

# In place of what is broken, so that the rest can be checked too.
_STAND_INS: Final[Mapping[str, Any]] = {
    "name": "broken",
    "title": "broken",
    "starts": {"date": "2100-01-01", "at": "12:00"},
    "rooms": ["*"],
}
_POOL: Final = {"worth": "broken", "count": 100_000}


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedCampaign:
    """A sound campaign, with the text it was read from."""

    campaign: Campaign
    version: str  # changes whenever the text does
    source: str
    file: str


_NOT_KNOWN = Known()


def parse_campaign(source: str, *, file: str, known: Known = _NOT_KNOWN) -> LoadedCampaign:
    """Read a campaign; raises BrokenFile with all mistakes by line."""
    located = filled(Campaign, scan_yaml(source, file=file, max_bytes=MAX_BYTES))
    campaign, problems = check_model(Campaign, located)
    problems += _bonds(located, known) if campaign is None else []
    if campaign is not None:
        problems += campaign_problems(campaign, located, known)
    if campaign is None or problems:
        raise BrokenFile(problems)
    return LoadedCampaign(campaign=campaign, version=version_of(source), source=source, file=file)


def _bonds(located: Located, known: Known) -> list[Problem]:
    """What is wrong between the sound parts of a campaign that is broken elsewhere."""
    try:
        Campaign.model_validate(located.data)
    except ValidationError as error:
        broken = {_part(detail["loc"]) for detail in error.errors(include_url=False)}
    else:
        return []  # the YAML itself is broken; what can be read of it is no campaign
    try:
        sound = Campaign.model_validate(_without(located.data, broken))
    except ValidationError:
        return []
    found = campaign_problems(sound, located, known)
    hidden = {located.problem(path, "").line for path in broken}
    return [one for one in found if one.line not in hidden]


def _part(loc: tuple[int | str, ...]) -> _Path:
    if not loc:
        return ("rooms",)  # the only mistake of the whole: it takes place nowhere
    return loc[:2] if loc[0] in {"benefits", "coupons"} else loc[:1]


def _without(data: Mapping[str, Any], broken: set[_Path]) -> dict[str, Any]:
    """The file with stand-ins for its broken parts."""
    sound = {key: value for key, value in data.items() if (key,) not in broken}
    for path in broken:
        section = sound.get(str(path[0]))
        if len(path) == 1 and path[0] in _STAND_INS:
            sound[str(path[0])] = _STAND_INS[str(path[0])]
        elif len(path) > 1 and isinstance(section, list):
            sound["benefits"] = [
                _benefit(n) if n == path[1] else one for n, one in enumerate(section)
            ]
        elif len(path) > 1 and isinstance(section, dict):
            sound["coupons"] = {**section, path[1]: _POOL}
    return sound


def _benefit(number: int) -> dict[str, Any]:
    return {
        "id": f"broken-{number}",
        "kind": "first_come",
        "event_day": 0,
        "from": "00:00",
        "until": "00:01",
        "words": [f"broken-{number}"],
        "amount": 1,
        "prize": "broken",
    }


def campaign_schema() -> dict[str, Any]:
    """The schema, generated from the models that read the files."""
    return schema_of(Campaign, "groupkeeper campaign")
