"""Campaign files: everything that can be wrong is named, with its place, all at once."""

import json
import re
from pathlib import Path

import jsonschema
import pytest
from ruamel.yaml import YAML

from bot.core.located import BrokenFile
from sop.campaigns.checks import Known
from sop.campaigns.parse import campaign_schema, parse_campaign
from tests.support.campaigning import CAMPAIGN

LIBRARY = Path("sop/library/campaigns")


def mistakes(*more, text=CAMPAIGN, known=None):
    with pytest.raises(BrokenFile) as refused:
        parse_campaign(text + "\n".join(more) + "\n", file="c.yaml", known=known or Known())
    return [(one.line, one.what) for one in refused.value.problems]


def benefit(**other):
    given = {
        "id": "a",
        "kind": "first_come",
        "event_day": -3,
        "from": '"10:00"',
        "until": '"12:00"',
        "prize": "书",
        "amount": 1,
    } | other
    inside = ", ".join(f"{key}: {value}" for key, value in given.items() if value is not None)
    return f"  - {{{inside}}}"


@pytest.mark.parametrize(
    ("lines", "line", "says"),
    [
        (["limit: 3"], 7, "limit"),
        (["sign_up: {limit: 0}"], 7, "at least 1"),
        (["sign_up: {words: []}"], 7, "at least 1 entries"),
        (["sign_up: {opens: tomorrow}"], 7, "event_day"),
        (["sign_up: {closes: {event_day: 1, at: '10:00'}}"], 7, "close it before"),
        (["sign_up: {opens: {event_day: 0, at: '14:00'}}"], 7, "closed already"),
        (["staff: wnag"], 7, "wang"),
        (["plan: warmup"], 7, "warm-up"),
        (["zone: Mars/Phobos"], 7, "time zone"),
        (["attendance: {words: [报名]}"], 7, "word for signing up"),
        (["reminders: {before: [0]}"], 7, "before the event"),
        (["reminders: {say: '{{ nobody }}'}"], 7, "unknown fact"),
        (["reminders: {say: '{{ event.colour }}'}"], 7, "has no 'colour'"),
        (["history: [{signed: 3, attended: 4}]"], 7, "more than signed"),
        (["coupons: {a: {worth: x}}"], 7, "either a `count`"),
        (["coupons: {a: {worth: x, codes: [AB-CD, abcd]}}"], 7, "twice"),
        (["benefits:", benefit(until='"09:00"')], 8, "comes after"),
        (["benefits:", benefit(kind="raffle")], 8, "lottery"),
        (["benefits:", benefit(prize=None)], 8, "either a `prize` or a `coupon`"),
        (["benefits:", benefit(kind="coupon")], 8, "which"),
        (["benefits:", benefit(coupon="early", prize=None)], 8, "no coupon 'early'"),
        (["benefits:", benefit(draw='"13:00"')], 8, "lottery's"),
        (["benefits:", benefit(), benefit()], 9, "there twice"),
        (["benefits:", benefit(words="[报名]")], 8, "one word, one meaning"),
        (["benefits:", benefit(), benefit(id="b")], 9, "benefit 'a' at the same time"),
        (["benefits:", benefit(say="'{% set a = 1 %}'")], 8, "not allowed"),
        (
            [
                "coupons: {p: {worth: x, count: 1}}",
                "benefits:",
                benefit(coupon="p", prize=None, amount=2),
            ],
            9,
            "there are 1",
        ),
    ],
)
def test_each_mistake_is_named_at_its_line(lines, line, says):
    text = "# line 7 is the first one more\n" + CAMPAIGN.replace("zone: Asia/Shanghai\n", "")
    known = Known(staff=frozenset({"wang"}), plans=frozenset({"warm-up"}))

    found = mistakes(*lines, text=text, known=known)

    assert any(at == line and says in what for at, what in found), found


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "empty"),
        ("name: [", ""),
        ("\tname: lecture\n", "tab"),
        ("a: &a [x]\nb: [*a, *a]\n", ""),
        ("x" * (11 * 1024 * 1024), "bytes"),
        ("- a\n- b\n", ""),
        (CAMPAIGN + "title: noch einmal\n", "title"),
        (CAMPAIGN.replace('at: "14:00"', 'at: "25:00"'), "wall time"),
        (CAMPAIGN.replace("2026-04-18", "2026-02-30"), "date"),
        (CAMPAIGN.replace("2026-04-18", "9999-12-31"), "at most 2199-12-31"),
        (CAMPAIGN.replace('rooms: ["*"]\n', ""), "which rooms"),
        (CAMPAIGN.replace("title: 春季公开课\n", ""), "title"),
    ],
)
def test_what_is_no_campaign_at_all_is_refused_with_a_place(text, says):
    found = mistakes(text=text)

    assert found
    assert any(says in what for _, what in found), found


def test_all_mistakes_are_told_at_once_also_between_sound_parts_of_a_broken_file():
    found = mistakes(
        "sign_up: {limit: 0}",
        "benefits:",
        benefit(until='"09:00"'),
        benefit(id="b", coupon="x", prize=None),
        benefit(id="c", words="[签到]"),
    )

    assert [line for line, _ in found] == [7, 9, 10, 11], found


def test_the_campaign_of_the_library_is_sound_and_keeps_the_schema():
    source = (LIBRARY / "open-day.yaml").read_text(encoding="utf-8")
    known = Known(staff=frozenset({"wang"}), plans=frozenset({"warm-up"}))
    campaign = parse_campaign(source, file="open-day.yaml", known=known).campaign

    assert campaign.sign_up.limit == 60
    assert len(campaign.benefits) == 5
    plain = YAML(typ="safe", pure=True)
    plain.constructor.add_constructor(
        "tag:yaml.org,2002:timestamp", lambda _loader, node: str(node.value)
    )
    jsonschema.validate(plain.load(source), campaign_schema())


def test_the_schema_beside_the_library_is_the_one_of_this_version():
    written = json.loads((LIBRARY / "campaign.schema.json").read_text(encoding="utf-8"))

    assert written == campaign_schema()


def test_every_key_says_what_it_is_for_in_both_languages():
    schema = campaign_schema()
    parts = [schema, *schema["$defs"].values()]
    silent = [
        (part.get("title"), key)
        for part in parts
        for key, value in part.get("properties", {}).items()
        if not re.search("[\u4e00-\u9fff].*[A-Za-z]", value.get("description", ""))
    ]

    assert silent == []
