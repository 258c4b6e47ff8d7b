"""Colleagues as the settings have them: whom they are told by, and in which rooms. Pure."""

from collections.abc import Sequence
from typing import Any

from bot.config import Settings
from bot.core.ids import StaffName
from bot.core.staff import Staff
from bot.core.yaml_value import YamlValue
from bot.settings.edits import at
from bot.settings.values import ColleagueSeen, TargetSeen


def colleagues(settings: Settings, written: YamlValue) -> tuple[ColleagueSeen, ...]:
    """Everybody in `staff`; addresses are shown by their service only."""
    return tuple(
        ColleagueSeen(
            place=place,
            name=one.name,
            title=one.title,
            role=one.role,
            accounts=one.accounts,
            targets=targets(one, at(written, ("staff", place, "targets")) or []),
            zone=one.zone,
            quiet_hours=one.quiet_hours,
            rooms=tuple(_rooms(settings, one.name)),
        )
        for place, one in enumerate(settings.staff)
    )


def targets(colleague: Staff, written: Sequence[Any]) -> tuple[TargetSeen, ...]:
    """The addresses of a colleague, without what is secret of them."""
    return tuple(
        TargetSeen(place=place, service=_service(target.get_secret_value()), named=_named(said))
        for place, (target, said) in enumerate(
            zip(colleague.targets, [*written, *[""] * len(colleague.targets)], strict=False)
        )
    )


def _service(address: str) -> str:
    scheme, sign, _ = address.partition("://")
    return scheme if sign and scheme.isalnum() else ""


def _named(written: object) -> str:
    return written if isinstance(written, str) and written.startswith("${") else ""


def _rooms(settings: Settings, name: StaffName) -> list[str]:
    rooms = settings.rooms
    found = [""] if name in rooms.defaults.staff else []
    return found + [one.match for one in rooms.list if one.staff and name in one.staff]
