"""Campaigns in decisions: what belongs together is one case, asked about once."""

import time

import pytest

from bot.core.conduct_effects import GiveMark
from bot.core.effects import Intent, RaiseAlert, RecordVerdicts, RemoveMember, Severity
from bot.core.ids import CaseId, IdentityId, MessageId, RoomId, StudentId
from bot.core.rooms import Mode
from bot.core.seen import CaseSeen, Closer, NearCopy
from handlers.decide import decide
from handlers.judging import judge
from handlers.prints import print_of
from handlers.text import normalise
from tests.support.builders import NOON, after, context_for, room, seen
from tests.support.judging import RULES, of_kind

ADVERT = "刷单兼职日结三百，佣金日结，手机就能做，有意加薇 abc12345 领取名额 https://t.me/+abcd"
VARIANT = "🔥手机就能做，刷单兼职日结五百，佣金日结💰有意加薇 xyz99887 领取名额 https://t.me/+abcd"
WEAK = "周末全场皮鞋大清仓，地址人民路十八号，13812345678，欢迎各位邻居来看看"
ENFORCE = room(mode=Mode.ENFORCE)


def _stored(text, *, state=None, sender=9, where=9, number=5, at=NOON, **case):
    given = {"score": 0.99, "messages": 1, "told": 1} | case
    own = print_of(normalise(text).tight)
    assert own is not None
    seen_case = CaseSeen(id=CaseId(12), first=MessageId(number), state=state or "", **given)
    return NearCopy(
        message=MessageId(number),
        room=RoomId(where),
        sender=IdentityId(sender),
        student=StudentId(10000 + sender),
        at=at,
        pieces=own.pieces,
        case=None if state is None else seen_case,
    )


def _decided(*batch, stored=(), where=ENFORCE, rules=RULES):
    rooms = {one.room for one in batch}
    places = [room(int(n), mode=where.rules.mode, staff=where.rules.staff) for n in rooms]
    closer = Closer(near={one.id: tuple(stored) for one in batch})
    return decide(batch, context_for(batch, *places), rules, NOON, closer)


def test_disguised_copies_in_three_rooms_by_two_accounts_are_one_case_and_one_alert():
    said = [
        seen(ADVERT, sender=1, room=1),
        seen(VARIANT, sender=2, room=2),
        seen(ADVERT.replace("三百", "八百"), sender=1, room=3),
    ]

    effects = _decided(*said)

    records = of_kind(RecordVerdicts, effects)
    assert [one.campaign for one in records] == [None, said[0].id, said[0].id]
    assert len({alert.group for alert in of_kind(RaiseAlert, effects)}) == 1
    assert "这是第 2 条" in of_kind(RaiseAlert, effects)[1].reason


def test_two_different_adverts_are_two_cases():
    other = "低息贷款当天放款，无抵押，凭身份证办理，加薇 dk778899 咨询 https://t.me/+efgh"

    effects = _decided(seen(ADVERT, sender=1), seen(other, sender=2))

    assert [one.campaign for one in of_kind(RecordVerdicts, effects)] == [None, None]
    assert len({alert.group for alert in of_kind(RaiseAlert, effects)}) == 2


def test_a_copy_of_a_confirmed_advert_is_dealt_with_and_asks_nobody():
    effects = _decided(seen(VARIANT, sender=3), stored=[_stored(ADVERT, state="confirmed")])

    (record,) = of_kind(RecordVerdicts, effects)
    assert record.campaign == 5
    assert record.spam.flagged
    assert of_kind(RaiseAlert, effects) == []
    assert any(isinstance(one.deed, RemoveMember) for one in of_kind(Intent, effects))
    assert of_kind(GiveMark, effects) != []
    assert any("已确认的广告（案件 12）" in reason for reason in record.spam.reasons)


def test_in_a_room_that_observes_a_copy_of_a_confirmed_advert_is_only_noted():
    effects = _decided(
        seen(VARIANT, sender=3), stored=[_stored(ADVERT, state="confirmed")], where=room()
    )

    assert of_kind(Intent, effects) == []
    assert of_kind(RaiseAlert, effects) == []


def test_a_copy_of_something_dismissed_stays_quiet_and_opens_no_case():
    effects = _decided(seen(VARIANT, sender=3), stored=[_stored(ADVERT, state="dismissed")])

    (record,) = effects
    assert (record.spam.flagged, record.campaign) == (False, 5)


def test_a_dismissed_text_with_an_advert_added_is_asked_about_again():
    stored = _stored(WEAK, state="dismissed", score=0.3)
    worse = seen(WEAK + "，刷单兼职佣金日结加薇 abc12345 https://t.me/+abcd", sender=3)

    effects = _decided(worse, stored=[stored])

    (record,) = of_kind(RecordVerdicts, effects)
    assert (record.spam.flagged, record.campaign) == (True, None)
    assert len(of_kind(RaiseAlert, effects)) == 1


def test_what_was_taken_back_is_asked_anew():
    effects = _decided(seen(VARIANT, sender=3), stored=[_stored(ADVERT, state="undone")])

    assert of_kind(RecordVerdicts, effects)[0].campaign is None
    assert len(of_kind(RaiseAlert, effects)) == 1


def test_staff_hear_of_a_decided_case_again_only_when_it_has_grown():
    stored = [_stored(ADVERT, state="confirmed", messages=1, told=1)]
    said = [seen(VARIANT, sender=n, room=n) for n in range(3, 10)]

    effects = _decided(*said, stored=stored)

    (alert,) = of_kind(RaiseAlert, effects)
    assert alert.severity is Severity.INFO
    assert alert.reason == "案件 12（已确认是广告）又有新的副本，已有 6 条"
    assert [one.told for one in of_kind(RecordVerdicts, effects)].count(True) == 1


def test_whoever_warns_of_a_confirmed_advert_is_not_taken_for_its_author():
    warns = seen(f"大家警惕，这是骗子发的：{WEAK}", sender=3)
    repeats = seen(WEAK, sender=3)

    def signs(said):
        effects = _decided(said, stored=[_stored(WEAK, state="confirmed")])
        (record,) = of_kind(RecordVerdicts, effects)
        return {one.detector for one in record.spam.verdicts}

    assert "campaign" in signs(repeats)
    assert "campaign" not in signs(warns)


def test_the_same_words_from_several_people_in_several_rooms_are_a_sign_by_themselves():
    (alone,) = judge([seen(WEAK)], context_for([]), RULES)
    copies = [_stored(WEAK, sender=n, where=n, number=n) for n in (5, 6, 7)]
    other = seen(WEAK.replace("13812345678", "13999998888"), sender=3)

    effects = _decided(other, stored=copies, where=room())
    (record,), (alert,) = of_kind(RecordVerdicts, effects), of_kind(RaiseAlert, effects)

    assert not alone.spam.flagged
    assert record.spam.flagged
    assert record.earlier == (5, 6, 7)
    assert "30 天内有 4 人在 4 个群发过几乎相同的内容，共 4 条" in alert.reason


def test_the_same_words_everywhere_remove_nobody():
    copies = [_stored(WEAK, sender=n, where=n, number=n) for n in range(20, 40)]

    effects = _decided(seen(WEAK, sender=3), stored=copies)

    assert not any(isinstance(one.deed, RemoveMember) for one in of_kind(Intent, effects))


def test_copies_of_longer_ago_than_the_window_are_another_campaign():
    old = _stored(ADVERT, state="confirmed", at=after(days=-31))

    effects = _decided(seen(VARIANT, sender=3), stored=[old])

    assert of_kind(RecordVerdicts, effects)[0].campaign is None


@pytest.mark.parametrize(
    "text",
    [
        "今日打卡：背单词三十个，联系老师 13812345678 改作业",
        "周六羽毛球接龙\n1. 小林 13800000000\n2. 小陈 13800000001\n3. 老赵 13800000002",
    ],
)
def test_check_ins_and_sign_up_chains_are_no_campaign(text):
    said = [seen(text.replace("1380000000", f"139{n}000000"), sender=n, room=n) for n in (1, 2, 3)]

    records = of_kind(RecordVerdicts, _decided(*said))

    assert records != []
    assert {(one.near, one.campaign) for one in records} == {(None, None)}


def test_a_flood_of_one_text_stores_only_what_helps_to_find_it():
    said = [seen(ADVERT, sender=n) for n in range(1, 31)]

    records = of_kind(RecordVerdicts, _decided(*said))

    assert len([one for one in records if one.near is not None]) == 8
    assert {one.campaign for one in records[1:]} == {said[0].id}


def test_a_flood_of_variants_stays_one_case_and_costs_little():
    said = [
        seen(f"{ADVERT}{chr(0x4E00 + n * 7)}{chr(0x5E00 + n * 3)}", sender=n) for n in range(600)
    ]

    began = time.process_time()
    records = of_kind(RecordVerdicts, _decided(*said, where=room()))

    assert {one.campaign for one in records[1:]} == {said[0].id}
    assert time.process_time() - began < 6
