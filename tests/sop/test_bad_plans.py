"""Every mistake that an operator makes in a plan: one message, at its place, saying what is right.

Each line of a table is a whole step or a part of the file; what is told begins with line:column.
"""

import time as clock

import pytest

from sop.parse import MAX_BYTES, parse_plan
from tests.support.bad_plans import CAST, GOOD, HEAD, mistakes, with_seat, with_step


def test_the_plan_of_these_tests_is_sound():
    assert parse_plan(with_step(), file="p.yaml", cast=CAST).plan.name == "week"


@pytest.mark.parametrize(
    ("source", "told"),
    [
        # the list of the issue, in its order
        (
            HEAD + "  - id: a\n   seat: teacher\n",
            "p.yaml:8:4: wrong indentation: not in line with what begins in line 7",
        ),
        (
            HEAD + GOOD + "\t- id: b\n",
            "p.yaml:11:1: a tab in the indentation; use spaces (two a level)",
        ),
        (
            with_step(seat="techer"),
            "p.yaml:12:11: no seat 'techer'; did you mean \"teacher\"?; use one of: fan, teacher",
        ),
        (with_step(when="{after: a}"), "p.yaml:13:19: step 'a' waits for itself"),
        (
            with_step(when="{after: b}") + "  - {id: b, seat: fan, when: {after: a}, say: x}\n",
            "p.yaml:13:11: these steps wait for one another: a → b → a",
        ),
        (
            with_step(when='{day: 1, at: "25:00"}'),
            "p.yaml:13:24: 'at' should be a wall time such as \"08:30\", not '25:00'",
        ),
        (
            with_step(when='{date: 2026-02-30, at: "08:00"}'),
            "p.yaml:13:18: 'date' should be a date such as 2026-03-01, not '2026-02-30'",
        ),
        (
            with_step(when='{date: 9999-12-31, at: "08:00"}'),
            "p.yaml:13:18: 'date' should be at most 2199-12-31, not '9999-12-31'",
        ),
        (
            with_step(when='{every: day, at: "08:00", until: 9999-12-31}'),
            "p.yaml:13:44: '9999-12-31' is no day",
        ),
        (
            with_step(say="早上好 {{ room.nam }}"),
            "p.yaml:14:22: line 1 of the text: 'room' has no 'nam'; did you mean \"name\"?",
        ),
        (
            with_step(say='"{% for i in range(99999999) %}x{% endfor %}"'),
            "p.yaml:14:10: line 1 of the text: a loop goes through a fact: for m in members",
        ),
        (
            with_step(say='"{{ room.__class__.__mro__ }}"'),
            "p.yaml:14:19: line 1 of the text: 'room' has no '__class__' (it has: name, members,",
        ),
        (
            with_step(id="hello"),
            "p.yaml:11:9: step 'hello' is there twice (first in line 7); give it an id of its own",
        ),
        (
            HEAD + GOOD + "# " + "x" * (10 * 1024 * 1024),
            f"p.yaml:1:1: the file has more than {MAX_BYTES:,} bytes, which is the most: split it",
        ),
        (
            "a: &a [x, x, x, x, x, x, x, x, x, x]\n"
            + "".join(
                f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]\n"
                for before, name in zip("abcdefg", "bcdefgh", strict=True)
            ),
            "p.yaml:5:36: more than 100,000 values (aliases counted): split the file",
        ),
    ],
)
def test_the_mistakes_of_the_list_are_told_at_their_place(source, told):
    started = clock.process_time()

    assert any(line.startswith(told) for line in mistakes(source))

    assert clock.process_time() - started < 2


@pytest.mark.parametrize(
    ("other", "told"),
    [
        # when
        ({"when": "tomorrow"}, "13:11: `when` should be one of {day: 1"),
        ({"when": "{every: day, at: '08:00', since: 9, until: 3}"}, "13:54: this never comes"),
        (
            {"when": "{every: day, at: '08:00', since: 2026-03-05, until: 2026-03-01}"},
            "13:63: this never comes: until 2026-03-01 lies before since 2026-03-05",
        ),
        (
            {"when": "{every: [sat, sun], at: '08:00', not_on: [sat, sun]}"},
            "13:52: this never comes: `not_on` leaves out every day of it",
        ),
        (
            {"when": "{every: holiday, at: '08:00', not_on: [holiday]}"},
            "13:49: this never comes: `not_on` leaves out every day of it",
        ),
        (
            {"when": "{every: '0 8 * * 1', not_on: [mon]}"},
            "13:40: this never comes: `not_on` leaves out every day of it",
        ),
        ({"when": "{every: day, at: '08:00', since: soon}"}, "13:44: 'soon' is no day; write the"),
        (
            {"when": "{every: day, at: '08:00', not_on: [holliday]}"},
            "13:46: 'holliday' is no day; did you mean \"holiday\"?",
        ),
        ({"when": "{event: keyword}"}, "13:11: `words` belong to the event keyword"),
        # after, feedback
        (
            {"when": "{after: hello, feedback: met}"},
            "13:36: step 'hello' expects nothing, so nothing comes of it; give it `expect`",
        ),
        ({"when": "{after: helo}"}, "13:19: no step 'helo'; did you mean \"hello\"?"),
        ({"when": "{after: hello.otherwise.1}"}, "13:19: no step 'hello.otherwise.1'"),
        ({"requires": "[helo]"}, "15:16: no step 'helo'; did you mean \"hello\"?"),
        # what is said
        ({"say": "5"}, "14:10: `say` should be a text, or a list of messages"),
        ({"say": "[]"}, "14:10: 'say' should be at least 1 entries long, not an empty list"),
        ({"say": "[{txt: a}]"}, "14:12: unknown key 'txt'; did you mean \"text\"?"),
        ({"say": "[{text: a, pause: 3s}]"}, "14:28: nothing is said before the first message"),
        (
            {"say": "[{text: a}, {text: '{{ x }}'}]"},
            "14:33: line 1 of the text: unknown fact 'x' (known: plan, room",
        ),
        (
            {"say": "[{text: a}]", "media": "{link: 'https://example.org'}"},
            "11:5: with several messages, `media` and `content` stand in one of them",
        ),
        ({"say": "|\n      第一行\n      第二行 {{ rom.name }}"}, "16:14: unknown fact 'rom'; did"),
        ({"say": "|\n      第一行\n\n      {% if day %}\n      x"}, "18:7: Unexpected end"),
        ({"say": '"{{ missed }}"'}, "14:14: 'missed' is known only in what latecomers are told"),
        ({"say": '"{{ lead.words }}"'}, "14:14: 'lead' is known only in steps on"),
        ({"say": '"{{ (questions | first).text }}"'}, "14:10: the text cannot be filled in: No"),
        ({"say": "字" * 4001}, "14:10: the text gets longer than 4000 characters; say it in two"),
        ({"alert": "看一下"}, "11:5: a step speaks in the room or alerts the staff"),
        ({"variants": "{a: {say: '{{ x }}'}}"}, "15:29: line 1 of the text: unknown fact 'x'"),
        ({"variants": "{a: {say: x, wieght: 1}}"}, "15:28: unknown key 'wieght'; did you mean"),
        # conditions
        ({"only_if": "cuonts.members > 5"}, "15:14: in the condition: unknown fact 'cuonts'"),
        ({"only_if": "counts.member > 5"}, "15:21: in the condition: 'counts' has no 'member';"),
        ({"only_if": "9 ** 9 ** 9"}, "15:14: in the condition: pow is not allowed; a condition"),
        ({"only_if": "1 < 2"}, "15:14: this condition compares no fact, so it is always the same"),
        ({"only_if": "day > 5"}, "15:14: this never holds on day 1"),
        ({"only_if": "room.name > 5"}, "15:14: the condition cannot be answered: '>' not"),
        ({"only_if": "missed"}, "15:14: 'missed' is known only in what latecomers are told"),
        # whom it names
        ({"mention": "[10001, 7]"}, "15:22: 7 is no student ID; they have five digits"),
        ({"mention_members": "true"}, "15:22: `mention_members` names those whom an event is"),
        # what it expects
        ({"expect": "{speakers: many}"}, "15:24: 'many' is no level; write a number (5)"),
        ({"expect": "{clicks: 5}"}, "15:22: clicks are counted only with `count_clicks: true`"),
        ({"expect": "{matches: 5}"}, "15:13: `matches` and `words` belong together"),
        ({"otherwise": "[{say: x}]"}, "11:5: `otherwise` is done when `expect` is missed"),
        (
            {"expect": "{speakers: 5}", "otherwise": "[{say: x}, {seat: fann, say: y}]"},
            "16:34: no seat 'fann'; did you mean \"fan\"?",
        ),
        (
            {"expect": "{speakers: 5}", "otherwise": "[{say: '{{ x }}'}]"},
            "16:27: line 1 of the text: unknown fact 'x'",
        ),
        (
            {"expect": "{speakers: 5}", "then": "[{alert: '{{ rom.name }}'}]"},
            "16:24: line 1 of the text: unknown fact 'rom'; did you mean \"room\"?",
        ),
        ({"expect": "{speakers: 5}", "then": "[{}]"}, "16:12: give either something to say"),
        # names and lengths
        ({"id": "a b"}, "11:9: 'id' should be a name of letters, digits, `_`, `.` and `-`"),
        ({"grace": "10 minutes"}, "15:12: '10 minutes' is no length of time; write it as 90s, 15m"),
        ({"media": "{link: www.example.org}"}, "15:19: 'link' should be an address such as https"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_step_is_told_at_its_place(other, told):
    found = mistakes(with_step(**other))

    assert len(found) == 1, found
    assert found[0].startswith(f"p.yaml:{told}"), found


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (
            "{role: fan, person: lii}",
            "5:28: no colleague 'lii'; did you mean \"li\"?; use a name listed under staff",
        ),
        (
            "{account: room, stand_ins: [{account: wxx}]}",
            '5:46: no account \'wxx\'; did you mean "wx"?; use "room" or a channel of config',
        ),
        (
            "{person: li, stand_ins: [{person: wang}, {person: lo}]}",
            "5:58: no colleague 'lo'; use a name listed",
        ),
        ("{person: li, stand_ins: [{person: li}]}", "5:33: 'li' holds this seat already"),
        (
            "{role: fan, person: li, stand_ins: [{account: room}]}",
            "5:8: a bot account never poses as a customer: a seat with role fan is held",
        ),
        ("{person: li, may: [txt]}", "5:27: 'may' should be one of text, image"),
        ("{person: li, stand_ins: [{}]}", "5:33: a seat is held by exactly one of `account`"),
    ],
)
def test_a_mistake_in_a_seat_is_told_at_its_place(line, told):
    found = mistakes(with_seat(line))

    assert len(found) == 1, found
    assert found[0].startswith(f"p.yaml:{told}"), found


@pytest.mark.parametrize(
    ("may", "other", "told"),
    [
        ("[image]", {}, "14:10: seat 'fan' may not say text (it may: image)"),
        (
            "[text]",
            {"media": "{link: 'https://example.org'}"},
            "15:12: seat 'fan' may not say link (it may: text)",
        ),
        ("[]", {}, "14:10: seat 'fan' may not say text (it may: nothing)"),
        (
            "[link]",
            {
                "say": "''",
                "media": "{link: 'https://example.org'}",
                "expect": "{replies: 1}",
                "otherwise": "[{say: x}]",
            },
            "17:23: seat 'fan' may not say text (it may: link)",
        ),
    ],
)
def test_a_seat_says_only_what_it_may(may, other, told):
    source = with_step(seat="fan", **other).replace("person: li}", f"person: li, may: {may}}}")

    assert mistakes(source) == [f"p.yaml:{told}"]


@pytest.mark.parametrize(
    ("added", "told"),
    [
        (
            "calendar: CNN\n",
            "p.yaml:1:11: no calendar 'CNN'; write a country such as CN or US, or",
        ),
        ("latecomers: {seat: no, say: x}\n", "p.yaml:1:20: no seat 'no'; use one of: fan, teacher"),
        ("latecomers: {seat: fan}\n", "p.yaml:1:13: `latecomers` says nothing; give it `say`"),
        ("latecomers: {seat: fan, say: '{{ missd }}'}\n", "unknown fact 'missd'; did you mean"),
        ("zone: Asia/Shangai\n", "p.yaml:1:7: unknown time zone 'Asia/Shangai'; use an IANA name"),
        ("abuot: x\n", "p.yaml:1:1: unknown key 'abuot'; did you mean \"about\"?"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_plan_itself_is_told_at_its_place(added, told):
    assert told in "\n".join(mistakes(added + HEAD + GOOD))
