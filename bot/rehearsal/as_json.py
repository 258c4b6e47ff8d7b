"""A rehearsal as JSON, for other programs."""

import json
from dataclasses import asdict
from typing import Any

from bot.rehearsal.values import Rehearsed, Weight


def as_json(result: Rehearsed) -> str:
    """Everything but the settings."""
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
    return json.dumps(values, ensure_ascii=False, indent=2, default=str) + "\n"
