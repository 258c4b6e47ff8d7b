"""Two rooms that have one of everything; every word of the second one holds CANARY.

Who may look into the first room only must never read that word, whatever is asked.
"""

from dataclasses import dataclass, replace
from datetime import date

from bot.core.effects import (
    AssignTask,
    Intent,
    OpenQuestion,
    RaiseAlert,
    Say,
    Severity,
)
from bot.core.events import TopicChanged
from bot.core.ids import EventRef, RoomId, RoomRef, StaffName
from bot.core.plans import NewRun, PlannedOccurrence, PlanVersion
from bot.core.review import Reported
from tests.support.builders import CHANNEL, NOON, after, listed, member, message
from tests.support.sop_stage import plan as a_plan
from tests.web.talk import apply, flagged, lead

CANARY = "zanzibar"
# Texts of plans are the house's, for every room; where they run is not.
HIDDEN_PLAN = "plan-elsewhere"
COMMON = "报名"  # said in both rooms, to be searched for


@dataclass(frozen=True, kw_only=True)
class TwoRooms:
    """What a test asks about."""

    open: RoomId
    hidden: RoomId
    plan: str  # at work in the hidden room alone


async def furnish(service) -> TwoRooms:
    """Both rooms with talk, people, cases, leads, alerts, tasks, plans, posts, reports, appeals.

    Somebody (u3) is in both, under another name in each; one campaign (case) ran through both.
    """
    shown = await _room(service, "open", "晴天", ("u1", "u2"))
    hidden = await _room(service, "hidden", CANARY, (f"u4{CANARY}", f"u5{CANARY}"))
    copies = [shown["copy"], hidden["copy"]]
    first, second = (flagged(one) for one in copies)
    await apply(service, first, replace(second, campaign=copies[0].id))
    return TwoRooms(open=shown["copy"].room, hidden=hidden["copy"].room, plan=HIDDEN_PLAN)


async def _room(service, ref, word, users):
    place = {"room": RoomRef(f"room-{ref}"), "room_name": f"{word}群"}
    asking, selling = users
    _, question, wish, advert, copy = await service.save(
        replace(
            listed(f"{word}群", *users, room=place["room"]),
            members=(
                *(member(one, f"名字{word}", f"昵称{word}") for one in users),
                member("u3", "两边都在", f"马甲{word}"),
            ),
        ),
        message(f"{word}怎么{COMMON}？", sender=asking, sender_name=f"名字{word}", **place),
        message(f"我要{COMMON}{word}课程", sender=asking, sender_name=f"名字{word}", **place),
        message(f"加V领{word}资料", sender=selling, sender_name=f"名字{word}", **place),
        message(f"刷单兼职日结{word}", sender="u3", sender_name="两边都在", **place),
    )
    await service.save(
        TopicChanged(
            channel=CHANNEL,
            ref=EventRef(f"topic-{ref}"),
            at=NOON,
            room=RoomRef(f"room-{ref}"),
            topic=f"{word}群",
        )
    )
    room = question.room
    await apply(
        service,
        flagged(advert, action="warn"),
        lead(wish),
        OpenQuestion(
            message=question.id, room=room, asker=question.sender.identity, asked=NOON,
            due=after(minutes=30),
        ),
        RaiseAlert(
            kind="advert", severity=Severity.WARNING, reason=f"广告{word}", advice=f"核实{word}",
            group=f"g{word}", room=room, student=advert.sender.student, message=advert.id,
        ),
        AssignTask(
            key=f"t{word}", staff=StaffName("wang"), title=f"电话{word}", text=word, room=room
        ),
        Intent(deed=Say(room=room, text=f"大家好{word}"), key=f"k{word}", reason=f"因为{word}"),
    )  # fmt: skip
    await _plan(service, room, word)
    await _complain(service, room, advert, word)
    return {"copy": copy}


async def _plan(service, room, word):
    name = "plan-open" if word != CANARY else HIDDEN_PLAN
    step = f'id: a-{name}, seat: teacher, when: {{day: 1, at: "20:00"}}, say: "好"'
    source = a_plan(step, name=name)
    version = PlanVersion(
        name=name, version="v1", path=f"{name}.yaml", source=source, loaded_at=NOON
    )
    async with service.write() as unit:
        await unit.runs.editions.put(version)
        [run] = await unit.runs.start(
            [NewRun(plan=name, room=room, starts_on=date(2026, 5, 21), zone="Asia/Shanghai")],
            author=f"von{word}",
            now=NOON,
        )
        await unit.runs.steps.add(
            [
                PlannedOccurrence(
                    run=run,
                    plan=name,
                    step=f"a-{name}",
                    room=room,
                    local_date=date(2026, 5, 21),
                    local_time=NOON.time(),
                    zone="Asia/Shanghai",
                    due=after(days=1),
                    tz_version="2026a",
                )
            ]
        )


async def _complain(service, room, advert, word):
    """Somebody reports the advert; it is removed; its author appeals."""
    asker = advert.sender.student - 1
    async with service.write() as unit:
        found = await unit.records.reported(
            channel=CHANNEL, room=room, ref=advert.event.ref, text="", since=after(days=-1)
        )
        assert isinstance(found, Reported)
        await unit.records.file_report(
            found, case_id=found.case, student=asker, room=room, weight=0.2, now=NOON
        )
    (word_said,) = await service.save(
        message(
            f"申诉{word}", sender=str(advert.event.sender), room=None, sender_name=f"名字{word}"
        )
    )
    async with service.write() as unit:
        grievance = await unit.records.grievance(advert.sender.student, since=after(days=-1))
        await unit.records.bring_appeal(
            grievance, student=advert.sender.student, identity=advert.sender.identity,
            said=word_said.id, asked="li", now=NOON,
        )  # fmt: skip
