"""A rehearsal as JSON, for other programs."""

import json
from dataclasses import asdict
from typing import Any

from bot.rehearsal.values import Rehearsed, Weight


def as_json(result: Rehearsed) -> str:
    """Everything but the settings."""
    return json.dumps(values_of(result), ensure_ascii=False, indent=2, default=str) + "\n"


def values_of(result: Rehearsed) -> dict[str, Any]:
    """The same, not yet written down."""
    asked, played = result.asked, result.played
    plan = asked.run.loaded
    values: dict[str, Any] = {
        "ok": not result.of(Weight.ERROR),
        "plan": plan.plan.name,
        "version": plan.version,
        "room": {"name": asked.room.name, "members": asked.room.members, "known": asked.room.known},
        "rates": asdict(asked.room.rates),
        "starts_on": asked.run.starts_on,
        "event_at": asked.run.event_at,
        "against": asked.against,
        "seed": asked.seed,
        "beside": [one.loaded.plan.name for one in asked.beside],
        "findings": [asdict(one) for one in result.findings],
        **asdict(played),
    }
    if asked.past is not None:
        values["past"] = {"days_back": asked.past.back.days, "covered": asked.past.covered}
    return values
