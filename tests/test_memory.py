from datetime import timedelta

from bot.core.conduct_effects import GiveMark
from bot.core.effects import AnswerQuestion, Effect
from bot.core.ids import ChannelName, RoomId, UserRef
from bot.core.rooms import RoomRules
from bot.core.seen import Seen, Suspect
from bot.core.staff import StaffDirectory
from bot.core.text import repeat_key
from bot.memory.memory import MOST_COPIES, MOST_QUESTIONS, Memory
from handlers.decide import decide
from tests.support.builders import CHANNEL, after, seen, seen_join
from tests.support.judging import RULES, of_kind

ROOM_ONE = RoomId(1)
LONG = "这是一段足够长的文字，用来看它重复了几次"


def memory() -> Memory:
    return Memory(
        window=timedelta(hours=1),
        rules_for=lambda _channel, _ref, name: RoomRules(question_minutes=len(name)),
        staff=StaffDirectory(
            users=frozenset({(ChannelName(CHANNEL), UserRef("u9"))}), titles=frozenset({"王老师"})
        ),
    )


def fed(kept: Memory, *batch: Seen) -> list[Effect]:
    effects = decide(batch, kept.context(batch), RULES, after())
    kept.keep(batch, effects)
    return effects


def copies(kept: Memory, **said) -> int:
    found = kept.context([seen(LONG, **said)]).copies.get(repeat_key(LONG) or 0, ())
    return len(found)


def test_copies_are_remembered_newest_first_within_the_window():
    kept = memory()
    fed(kept, seen(LONG, at=after()), seen("好的"), seen_join(3))
    fed(kept, seen(LONG, at=after(minutes=50)))

    assert copies(kept) == 2
    fed(kept, seen(LONG, at=after(minutes=70)))
    assert copies(kept) == 2
    fed(kept, seen(LONG + "！！另一段话", at=after(minutes=200)))
    assert copies(kept) == 0


def test_only_the_newest_copies_of_a_text_are_kept():
    kept = memory()
    fed(kept, *(seen(LONG) for _ in range(MOST_COPIES + 5)))

    assert copies(kept) == MOST_COPIES


def test_our_own_posts_are_no_copies():
    kept = memory()
    fed(kept, seen(LONG, own=True))

    assert copies(kept) == 0


def test_a_question_waits_until_it_is_answered():
    kept = memory()
    asked = seen("几点开始呀？", sender=1)
    fed(kept, asked)

    waiting = kept.context([seen("大家好")]).questions[ROOM_ONE]
    assert [(q.message, q.text) for q in waiting] == [(asked.id, "几点开始呀？")]

    (answer,) = of_kind(AnswerQuestion, fed(kept, seen("八点开始", sender=2)))
    assert answer.question == asked.id
    assert kept.context([seen("大家好")]).questions[ROOM_ONE] == ()

    kept.keep([], [answer])  # an answer to what no longer waits changes nothing
    assert kept.context([seen("大家好")]).questions[ROOM_ONE] == ()


def test_yesterdays_questions_are_no_longer_waited_for():
    kept = memory()
    fed(kept, seen("几点开始呀？", at=after()))
    late = seen("几点结束呀？", at=after(days=2))
    fed(kept, late)

    assert [q.message for q in kept.context([late]).questions[ROOM_ONE]] == [late.id]


def test_only_the_newest_questions_of_a_room_wait():
    kept = memory()
    asked = [seen("几点开始呀？", at=after(seconds=n)) for n in range(MOST_QUESTIONS + 2)]
    for one in asked:
        fed(kept, one)

    waiting = kept.context([seen("大家好")]).questions[ROOM_ONE]
    assert [question.message for question in waiting] == [one.id for one in asked[2:]]


def test_rooms_and_senders_come_from_the_messages():
    kept = memory()
    talk = [seen("大家好", sender=9), seen("大家好", sender=2, room=None)]

    about = kept.context(talk)

    assert about.rooms[ROOM_ONE].rules.question_minutes == len("英语学习打卡群")
    assert about.senders[(talk[0].room, talk[0].sender.identity)].is_staff
    assert not about.senders[(None, talk[1].sender.identity)].is_staff
    assert about.staff_names == {"王老师"}


def test_what_is_held_against_somebody_is_remembered_once():
    kept = memory()
    advert = seen("刷单兼职，佣金日结，加薇 abc12345 https://t.me/+abcd", sender=7)
    given = of_kind(GiveMark, fed(kept, advert))
    kept.keep([advert], given)

    later = seen("大家好", sender=7)
    known = kept.closer([Suspect(message=later, tight="大家好")], after(minutes=1))
    nothing = kept.closer([Suspect(message=seen("早", sender=8), tight="早")], after())

    (standing,) = known.standings.values()
    assert [mark.key for mark in standing.marks] == [one.key for one in given]
    assert nothing.standings == {}
