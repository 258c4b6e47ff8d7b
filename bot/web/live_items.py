"""What is to be drawn of rooms that somebody reads, looked up in one go."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.core.notices import Notice
from bot.web.ports import ApiUnit


@dataclass(slots=True, kw_only=True)
class Wanted:
    """What is to be looked up in one go, and the number under which each is shown."""

    messages: dict[int, int] = field(default_factory=dict)
    refs: dict[tuple[str, str], int] = field(default_factory=dict)
    events: dict[tuple[str, str], int] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.messages) + len(self.refs) + len(self.events)

    def take(self, notice: Notice, number: int) -> None:
        """Want what a notice is about; the newest notice of a thing shows it."""
        place = (str(notice.channel), str(notice.ref))
        if notice.kind == "message" and notice.id is not None:
            self.messages[notice.id] = number
        elif notice.kind == "message" and notice.ref is not None:
            self.refs[place] = number
        elif notice.kind == "event" and notice.ref is not None:
            self.events[place] = number


async def looked_up(unit: ApiUnit, wanted: Sequence[Wanted]) -> list[tuple[int, Any]]:
    """Items with the numbers under which they are shown."""
    messages = {one: number for asked in wanted for one, number in asked.messages.items()}
    refs = {place: number for asked in wanted for place, number in asked.refs.items()}
    events = {place: number for asked in wanted for place, number in asked.events.items()}
    timeline = unit.timeline
    known = await timeline.messages_of(list(refs))
    gone = await timeline.events_of(list(events))
    for place, number in refs.items():
        if place in known:
            messages[known[place]] = max(number, messages.get(known[place], 0))
    numbers = {f"m{one}": number for one, number in messages.items()}
    numbers |= {f"e{gone[place]}": number for place, number in events.items() if place in gone}
    items = await timeline.items.of(list(messages), list(gone.values()))
    return sorted(((numbers[item.key], item) for item in items), key=lambda one: one[0])
