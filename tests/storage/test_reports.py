"""Reports 举报: counted once, weighed by who reports, and never acting by themselves."""

import pytest

from tests.support.builders import after, joined, listed, message
from tests.support.moderating import ROOMS, House

QUIET = "家里有事，今天不去跑步了，你们去吧，回头再约一次好了"  # nothing that a rule would see
SOFT = "孩子英语跟着我们老师学了半年进步很大，想了解的可以来问我哦"


async def _house(database, more=""):
    house = House(database, ROOMS % "enforce" + more)
    await house.hear(listed("一号群", *(f"u{n}" for n in range(1, 13)), "w1", room="room-1"))
    return house


async def _said(house, text=SOFT, sender="u7", **more):
    said = message(text, sender=sender, room="room-1", at=house.now, **more)
    await house.hear(said)
    return said


def _report(house, said, sender="u1", text="举报", **more):
    quoted = {"quoted": said.ref} | more
    return message(text, sender=sender, room="room-1", at=house.now, **quoted)


async def test_a_report_opens_a_case_of_the_quoted_message_and_staff_are_told(database):
    house = await _house(database)
    said = await _said(house)
    await house.hear(_report(house, said))

    (case,) = await house.cases()
    assert (case.kind, case.text, case.state) == ("report", SOFT, "open")
    (alert,) = await house.alerts_of("report")
    assert alert.message.text == SOFT
    assert alert.reason == "1 位成员举报（可信度 0.20，按各人以往举报的准确度计算）"
    (report,) = (await house.ask(lambda unit: unit.records.reports())).items
    assert (report.case, report.name, report.outcome) == (case.id, "名字u1", None)


@pytest.mark.parametrize("text", ["举报", "@小助手 举报", "@小助手\u2005举报！", "广告", "Report"])
async def test_the_words_of_a_report(database, text):
    house = await _house(database)
    await house.hear(_report(house, await _said(house), text=text))

    assert len(await house.cases()) == 1


@pytest.mark.parametrize("text", ["举报电话是多少", "不要举报他", "这个广告拍得不错", "收到"])
async def test_what_only_speaks_of_reports_is_none(database, text):
    house = await _house(database)
    await house.hear(_report(house, await _said(house), text=text))

    assert await house.cases() == ()


async def test_without_a_quote_nothing_is_reported(database):
    house = await _house(database)
    await _said(house)
    await house.hear(message("举报", sender="u1", room="room-1"))

    assert await house.cases() == ()


async def test_where_the_platform_quotes_only_text_the_newest_such_message_is_meant(database):
    house = await _house(database)
    await _said(house)
    house.later(minutes=1)
    await house.hear(_report(house, await _said(house), quoted=None, quoted_text=SOFT[:20] + "…"))
    await house.hear(message("举报", sender="u2", room="room-1", quoted_text="别的群说的话"))

    (case,) = await house.cases()
    assert case.message == 2


async def test_a_quoted_advert_is_not_the_reporters(database):
    house = await _house(database)
    advert = "刷单兼职佣金日结，加薇 abc12345 领取 https://t.me/+abcd"
    said = await _said(house, advert)
    await house.hear(_report(house, said, quoted_text=advert))

    (case,) = await house.cases()
    assert case.name == "名字u7"
    assert case.people == 1


async def test_one_vote_a_member_and_message_however_often_they_say_it(database):
    house = await _house(database)
    said = await _said(house)
    for _ in range(3):
        await house.hear(_report(house, said))

    assert len((await house.ask(lambda unit: unit.records.reports())).items) == 1
    (case,) = await house.cases()
    assert case.score == pytest.approx(0.2)


async def test_nobody_reports_themselves(database):
    house = await _house(database)
    await house.hear(_report(house, await _said(house, sender="u1"), sender="u1"))

    assert await house.cases() == ()


async def test_several_reporters_strengthen_a_case_and_still_remove_nobody(database):
    house = await _house(database)
    said = await _said(house)
    for number in range(1, 13):
        if number != 7:
            await house.hear(_report(house, said, sender=f"u{number}"))

    (case,) = await house.cases()
    assert case.score == pytest.approx(0.9)
    assert await house.deliveries() == []
    assert len(await house.alerts_of("report")) == 1


async def test_newcomers_who_gang_up_hardly_count(database):
    house = await _house(database)
    said = await _said(house)
    gang = [f"n{number}" for number in range(3)]
    await house.hear(joined(*gang, room="room-1", at=house.now))
    for one in gang:
        await house.hear(_report(house, said, sender=one))

    (case,) = await house.cases()
    assert case.score < 0.15
    assert await house.alerts_of("report") == []


async def test_only_so_many_reports_of_one_member_count_a_day(database):
    house = await _house(database, "judging: {reports: {per_day: 2}}")
    for number in range(3):
        text = f"{QUIET}{number}"
        await house.hear(_report(house, await _said(house, text)))
    assert len(await house.cases()) == 2

    house.later(days=1, minutes=1)
    await house.hear(_report(house, await _said(house, QUIET)))
    assert len(await house.cases()) == 3


async def test_who_was_right_counts_more_and_who_was_wrong_counts_less(database):
    house = await _house(database, "judging: {reports: {per_day: 50}}")
    for sender, decision in (("u1", "advert"), ("u2", "fine")):
        for number in range(3):
            said = await _said(house, f"{QUIET}{sender}{'很' * number}", sender="u7")
            await house.hear(_report(house, said, sender=sender))
            (case,) = [one for one in await house.cases() if one.state == "open"]
            await house.decide(case.id, decision, remove=None if decision == "fine" else False)
    said = await _said(house)
    await house.hear(_report(house, said, sender="u1"), _report(house, said, sender="u2"))

    reports = (await house.ask(lambda unit: unit.records.reports())).items
    weights = {one.name: one.weight for one in reports[:2]}
    assert weights == {"名字u1": pytest.approx(0.4 * 5 / 7), "名字u2": pytest.approx(0.4 * 2 / 7)}


async def test_a_false_reporter_counts_nothing_in_the_end_and_staff_learn_of_it(database):
    house = await _house(database, "judging: {reports: {per_day: 50}}")
    for number in range(6):
        said = await _said(house, f"{QUIET}{'很' * number}")
        await house.hear(_report(house, said))
        for case in await house.cases():
            if case.state == "open":
                await house.decide(case.id, "fine")
    before = len(await house.cases())
    await house.hear(_report(house, await _said(house)))

    (alert,) = await house.alerts_of("report")
    assert len(await house.cases()) == before
    assert "举报 5 次，5 次不成立" in alert.reason


async def test_staff_learn_once_of_a_false_reporter_however_often_they_go_on(database):
    house = await _house(database, "judging: {reports: {ignore_below: 0.45}}")
    await house.hear(_report(house, await _said(house)))
    (case,) = await house.cases()
    await house.decide(case.id, "fine")
    await house.hear(_report(house, await _said(house, QUIET)))
    (alert,) = await house.alerts_of("report")
    async with house.unit() as unit:
        await unit.alerts.acknowledge(alert.id, author="wang", now=house.now)
    house.later(days=1)

    await house.hear(_report(house, await _said(house, f"{QUIET}好吗")))

    assert await house.alerts_of("report") == []


async def test_two_accounts_of_one_person_are_one_vote(database):
    house = await _house(database)
    said = await _said(house)
    await house.hear(_report(house, said, "u1"), _report(house, said, "u2"))
    (before,) = await house.cases()
    async with house.unit() as unit:
        await unit.roster.merge(source=10002, into=10001, author="wang", reason="", now=house.now)

    await house.hear(_report(house, said, "u2"))

    votes = await house.ask(lambda unit: unit.records.votes(before.id))
    reports = await house.ask(lambda unit: unit.records.reports())
    assert votes == (0.2,)
    assert {one.student for one in reports.items} == {10001}


async def test_who_was_wrong_stays_so_after_a_merge(database):
    house = await _house(database)
    said = await _said(house)
    await house.hear(_report(house, said, "u2"))
    (case,) = await house.cases()
    await house.decide(case.id, "fine")
    async with house.unit() as unit:
        await unit.roster.merge(source=10002, into=10001, author="wang", reason="", now=house.now)
        known = await unit.records.reporter(10001, since=house.now)

    assert known.wrong == 1


async def test_undo_makes_reports_undecided_again(database):
    house = await _house(database)
    await house.hear(_report(house, await _said(house)))
    (case,) = await house.cases()

    await house.decide(case.id, "advert")
    right = (await house.ask(lambda unit: unit.records.reports())).items[0].outcome
    await house.undo(case.id)
    undone = (await house.ask(lambda unit: unit.records.reports())).items[0].outcome

    assert (right, undone) == ("right", None)


async def test_what_is_decided_is_not_opened_again_by_a_report(database):
    house = await _house(database)
    said = await _said(house)
    await house.hear(_report(house, said))
    (case,) = await house.cases()
    await house.decide(case.id, "fine")

    await house.hear(_report(house, said, sender="u2"))

    assert await house.alerts_of("report") == []
    assert len((await house.ask(lambda unit: unit.records.reports())).items) == 1


@pytest.mark.parametrize(("thanks", "count"), [("off", 0), ("room", 1), ("direct", 1)])
async def test_who_reports_is_thanked_as_the_settings_say_and_never_named(database, thanks, count):
    house = await _house(database, f"judging: {{reports: {{thanks: '{thanks}'}}}}")
    await house.hear(_report(house, await _said(house)))

    told = await house.told()
    assert told == ["收到举报，管理员会查看，谢谢"] * count


async def test_a_colleague_whom_members_report_is_not_removed_by_a_click(database):
    house = await _house(database)
    await house.hear(_report(house, await _said(house, sender="w1")))
    (case,) = await house.cases()

    await house.decide(case.id, "remove")

    assert await house.deliveries() == []


async def test_copies_of_a_reported_text_find_its_case(database):
    house = await _house(database)
    weak = "周末全场皮鞋大清仓，地址人民路十八号，13812345678，欢迎各位邻居来看看"
    await house.hear(_report(house, await _said(house, weak)))
    (case,) = await house.cases()
    await house.decide(case.id, "advert")
    house.later(days=2)

    await house.hear(
        message(weak.replace("138", "139"), sender="u9", room="room-1", at=after(days=2))
    )

    (same,) = await house.cases()
    assert (same.id, same.messages) == (case.id, 2)
