"""A message that reads otherwise than when it was let pass."""

from dataclasses import replace

from bot.core.effects import Intent, OpenQuestion, RaiseAlert, RecordVerdicts
from bot.core.events import MessageEdited
from bot.core.ids import EventRef, UserRef
from bot.core.seen import SeenEvent
from handlers.decide import decide
from tests.support.builders import NOON, context_for, room, seen
from tests.support.judging import RULES, of_kind

ADVERT = "兼职刷单日结，加薇信 abc12345 免费领取资料"


def _edit(said, text, *, ref="e1"):
    event = MessageEdited(
        channel=said.event.channel,
        ref=EventRef(ref),
        at=NOON,
        room=said.event.room,
        message=said.event.ref,
        text=text,
    )
    return SeenEvent(event=event, room=said.room)


def _decided(said, *edits):
    about = context_for([said], room(), again={edit.event.ref: said for edit in edits})
    return decide(edits, about, RULES, NOON)


def test_a_message_changed_into_an_advert_is_shown_to_staff_with_its_new_words():
    said = seen("有人要一起拼车吗")

    effects = _decided(said, _edit(said, ADVERT))

    (record,) = of_kind(RecordVerdicts, effects)
    assert record.message == said.id
    assert record.spam.flagged
    (alert,) = of_kind(RaiseAlert, effects)
    assert alert.message == said.id
    assert any("改成" in reason for reason in record.spam.reasons)


def test_a_corrected_spelling_does_nothing():
    said = seen("明天三点凯会")

    assert _decided(said, _edit(said, "明天三点开会")) == []


def test_an_edit_to_the_same_words_is_not_judged_again():
    said = seen(ADVERT)

    assert _decided(said, _edit(said, ADVERT)) == []


def test_an_edit_of_a_message_that_nobody_knows_does_nothing():
    said = seen("你好")
    about = context_for([said], room())

    assert decide([_edit(said, ADVERT)], about, RULES, NOON) == []


def test_a_question_is_asked_once_however_often_it_is_reworded():
    said = seen("今天上课吗")

    effects = _decided(
        said, _edit(said, "今天几点上课？"), _edit(said, "今天几点上课呢？", ref="e2")
    )

    assert of_kind(OpenQuestion, effects) == []


def test_an_edited_request_for_the_own_id_is_not_answered_twice():
    said = seen("我的学号")

    assert of_kind(Intent, _decided(said, _edit(said, "我的学号?"))) == []


def test_a_message_and_its_edit_in_one_batch_are_judged_each_by_its_words():
    said = seen("有人要一起拼车吗")
    edit = _edit(said, ADVERT)
    about = context_for([said], room(), again={edit.event.ref: said})

    effects = decide([said, edit], about, RULES, NOON)

    assert [one.spam.flagged for one in of_kind(RecordVerdicts, effects)] == [True]


def test_what_somebody_else_made_of_a_message_is_not_its_authors():
    said = seen("有人要一起拼车吗")
    edit = _edit(said, ADVERT)
    others = replace(edit, event=replace(edit.event, by=UserRef("admin")))
    own = replace(edit, event=replace(edit.event, by=said.event.sender))

    assert _decided(said, others) == []
    assert _decided(said, own) != []
