from datetime import timedelta

from bot.core.effects import RecordLead
from bot.core.events import MembersJoined
from bot.core.ids import RoomId, StudentId
from bot.core.plans import RunState
from bot.core.verdicts import LeadFound
from sop.happenings import MOST_NAMED, LiveRun, happenings, on_events
from sop.model import Happening
from sop.parse import parse_plan
from tests.sop.test_plan import a_run
from tests.support.builders import NOON, person, seen, seen_join
from tests.support.sop_stage import plan

WELCOME = 'id: w, seat: teacher, when: {event: member_joined, delay: 2m}, say: "{{ names }}"'
LEAD = 'id: l, seat: li, when: {event: lead_found}, say: "{{ lead.category }} {{ lead.words }}"'


def live(**run):
    loaded = parse_plan(plan(WELCOME, LEAD), file="p")
    return {RoomId(1): [LiveRun(run=a_run(**run), plan=loaded.plan)]}


def a_lead(message, room=1):
    return RecordLead(
        student=StudentId(10001),
        room=None if room is None else RoomId(room),
        message=message.id,
        lead=LeadFound(category="购买", score=0.9, words=("多少钱", "怎么买")),
    )


def test_newcomers_make_one_step_with_all_their_names():
    join = seen_join(1, 2)

    (found,) = on_events(happenings([join], []), live())

    assert (found.step, found.occasion, found.due) == (
        "w",
        f"join:{join.event.ref}",
        NOON + timedelta(minutes=2),
    )
    assert found.facts == {
        "members": [
            {"name": "名字u1", "student_id": 10001},
            {"name": "名字u2", "student_id": 10002},
        ]
    }


def test_people_who_were_here_before_and_our_own_accounts_are_not_welcomed():
    assert happenings([seen_join(1, newcomer=False)], []) == []
    join = seen_join(1)
    assert isinstance(join.event, MembersJoined)
    own = type(join)(event=join.event, room=join.room, members=(person(1, student=None),))
    assert happenings([own], []) == []


def test_a_crowd_of_newcomers_is_named_only_in_part():
    (crowd,) = happenings([seen_join(*range(1, 200))], [])

    assert len(crowd.facts["members"]) == MOST_NAMED


def test_a_lead_makes_a_step_that_knows_its_words_and_person():
    message = seen("多少钱，怎么买", sender=3)

    (found,) = on_events(happenings([message], [a_lead(message)]), live())

    assert found.step == "l"
    assert found.facts == {
        "members": [{"name": "名字u3", "student_id": 10003}],
        "lead": {"category": "购买", "words": "多少钱、怎么买"},
    }


def test_leads_outside_rooms_and_of_other_batches_make_no_step():
    message, other = seen("多少钱"), seen("怎么买")

    found = happenings([message], [a_lead(message, room=None), a_lead(other)])

    assert [one.what for one in found] == [Happening.KEYWORD]


def test_ended_runs_and_other_rooms_do_not_answer():
    assert on_events(happenings([seen_join(1)], []), live(state=RunState.STOPPED)) == []
    assert on_events(happenings([seen_join(1, room=2)], []), live()) == []
