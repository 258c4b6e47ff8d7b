"""What is sound in a plan and yet hardly as it was meant."""

from datetime import date

import pytest

from bot.core.located import scan_yaml
from bot.core.located_chinese import say_in
from sop.cautions import Checking, cautions
from sop.content import Library
from sop.content_parse import parse_content
from sop.model import ContentKind
from tests.support.sop_stage import plan

TODAY = date(2026, 3, 2)


def told(*steps, today=TODAY, longest=4000):
    located = scan_yaml(plan(*steps), file="p.yaml")
    found = cautions(located, Checking(today=today, longest=longest))
    return [str(one) for one in found]


def step(when='{day: 1, at: "08:30"}', **other):
    rest = ", ".join(f"{key}: {value}" for key, value in other.items() or {"say": "好"}.items())
    return f"id: a, seat: teacher, when: {when}, {rest}"


def test_a_plan_of_days_to_come_is_nothing_to_be_warned_of():
    assert told(step()) == []
    assert told(step('{date: 2026-03-02, at: "08:30"}')) == []
    assert told(step('{every: day, at: "08:30", until: 2026-03-02}')) == []
    assert told(step('{every: working_day, at: "08:30"}')) == []


def test_a_day_that_has_passed_is_told_at_its_place():
    [passed] = told(step('{date: 2026-03-01, at: "08:30"}'))
    [ended] = told(step('{every: day, at: "08:30", until: 2026-03-01}'))

    assert passed.startswith("p.yaml:8:41: 2026-03-01 has passed (today is 2026-03-02); a run")
    assert ended.startswith("p.yaml:8:67: this ended on 2026-03-01 (today is 2026-03-02)")


@pytest.mark.parametrize(
    ("when", "today", "year"),
    [
        ('{every: working_day, at: "08:30"}', date(2039, 1, 1), 2039),
        ('{every: day, at: "08:30", not_on: [holiday]}', date(2039, 1, 1), 2039),
        ('{every: working_day, at: "08:30"}', date(2026, 12, 1), None),
        ('{every: day, at: "08:30"}', date(2039, 1, 1), None),
    ],
)
def test_years_whose_made_up_days_nobody_announced_are_told(when, today, year):
    found = [one for one in told(step(when), today=today) if "made-up days" in one]

    if year is not None:
        assert f"the made-up days of {year} in calendar CN are not known yet" in found[0]
    else:
        assert not [one for one in found if str(today.year) in one]


def test_a_calendar_without_made_up_days_is_known_for_every_year():
    source = plan(step('{every: working_day, at: "08:30"}')) + "calendar: US\n"
    located = scan_yaml(source, file="p.yaml")

    assert cautions(located, Checking(today=date(2039, 1, 1))) == []


def test_a_text_that_the_channel_takes_only_in_pieces_is_told():
    [long] = told(step(say="字" * 900), longest=400)

    assert long.startswith("p.yaml:8:62: this text has 900 characters and goes out as 3 posts; the")
    assert told(step(say="字" * 400), longest=400) == []


@pytest.mark.parametrize(
    ("say", "warned"),
    [
        ('"还剩 {{ sign_ups.left }} 个名额"', True),
        ('"{% if sign_ups.left < 10 %}快满了{% endif %}"', True),
        ('"{% if sign_ups.limit %}还剩 {{ sign_ups.left }} 个{% endif %}"', False),
        ('"已有 {{ sign_ups.count }} 人报名"', False),
    ],
)
def test_a_limit_that_there_may_not_be_is_told(say, warned):
    assert any("sign-up has no limit" in one for one in told(step(say=say))) is warned


# ---- cards that an account cannot post -----------------------------------------------------------

CARD = "[{media: {mini_program: {app_id: wx1234567890}, title: 打卡}}]"
LINK = "[{text: 看这里, media: {link: https://example.org/a, title: 安排}}]"
WX = {"wx": frozenset({ContentKind.MINI_PROGRAM})}


def lacks(source, lacking, **other):
    located = scan_yaml(source, file="p.yaml")
    checking = Checking(today=TODAY, lacking=lacking, **other)
    return [str(one) for one in cautions(located, checking)]


def test_a_card_that_the_account_of_its_seat_cannot_post_is_told_at_its_place():
    [told_] = lacks(plan(step(say=CARD)), WX)

    assert told_ == (
        "p.yaml:8:71: account wx cannot post mini_program cards; this fails where it speaks for"
        " seat 'teacher': write the link into the text, or give the seat another account or a"
        " colleague"
    )
    assert "发不了" in say_in("zh", told_.split(": ", 1)[1])
    assert lacks(plan(step(say=LINK)), WX) == []
    assert lacks(plan(step(say=CARD)), {"wx": frozenset()}) == []


def test_a_card_that_a_colleague_posts_by_hand_is_no_trouble():
    by_li = step(say=CARD).replace("seat: teacher", "seat: li")

    assert lacks(plan(by_li), WX) == []


def test_a_seat_of_another_account_is_looked_at_for_that_one_alone():
    other = plan(step(say=CARD)).replace("account: room", "account: web")

    assert lacks(other, WX) == []
    assert "account web cannot" in lacks(other, {**WX, "web": WX["wx"]})[0]


def test_a_card_of_the_content_library_is_told_too():
    source = "id: card\nkind: link\ntitle: 安排\nauthor: li\nmedia: {link: https://example.org/a}\n"
    library = Library(pieces={"card": parse_content(source, file="card.yaml")})

    [told_] = lacks(
        plan(step(content="card")),
        {"wx": frozenset({ContentKind.LINK})},
        library=library,
    )

    assert told_.startswith("p.yaml:8:66: account wx cannot post link cards")
