import contextlib
import copy
import json
import re
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from bot.core.errors import ConfigError
from bot.core.located import BrokenFile
from sop.checks import Cast
from sop.parse import parse_plan
from sop.schema import content_schema, plan_schema
from tests.support.sop_stage import plan

CAST = Cast(accounts=frozenset({"wx"}), staff=frozenset({"li", "wang"}))
GOOD = 'id: a, seat: teacher, when: {day: 1, at: "08:30"}, say: "好"'


def mistakes(source, cast=CAST):
    with pytest.raises(BrokenFile) as caught:
        parse_plan(source, file="p.yaml", cast=cast)
    return str(caught.value)


def step(**other):
    """A good step with something else in it: `step(when='{day: 0}')`."""
    parts = {"id": "a", "seat": "teacher", "when": '{day: 1, at: "08:30"}', "say": '"好"'} | other
    return ", ".join(f"{key}: {value}" for key, value in parts.items())


def test_a_sound_plan_is_read_with_its_version():
    loaded = parse_plan(plan(GOOD), file="p.yaml", cast=CAST)

    assert [s.id for s in loaded.plan.steps] == ["a"]
    assert loaded.version != parse_plan(plan(GOOD) + "\n", file="p.yaml").version


@pytest.mark.parametrize("role", ["fan", "challenger", "closer"])
def test_a_bot_never_poses_as_a_customer(role):
    source = plan(GOOD).replace("role: leader", f"role: {role}")

    found = mistakes(source)

    assert f"p.yaml:5:12: a bot account never poses as a customer: a seat with role {role}" in found
    assert "person: <staff name>" in found


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (step(seat="techer"), "no seat 'techer'; did you mean \"teacher\"?"),
        (step(when='{day: 1, at: "25:00"}'), "'at' should be a wall time"),
        (step(when='{day: 0, at: "08:00"}'), "'day' should be at least 1"),
        (step(when="{after: a}"), "step 'a' waits for itself"),
        (step(when="{after: b}"), "no step 'b'"),
        (step(when="{after: a, delay: 10x}"), "'10x' is no length of time; write it as 90s, 15m"),
        (step(when="{at: '08:00'}"), "`when` should be one of"),
        (step(when="{event: joined}"), "'event' should be one of member_joined, lead_found"),
        (step(when="{every: day}"), "with days, `at` says when"),
        (step(when="{every: [mon, tues], at: '08:00'}"), "'tues' is none"),
        (step(when="{every: '* * *'}"), "a cron line has five parts"),
        (step(when="{every: '61 * * * *'}"), "this cron line cannot be read"),
        (step(when="{every: '0 0 31 2 *'}"), "this cron line"),
        (step(when="{every: '0 8 * * *', at: '08:00'}"), "leave `at` out"),
        (step(say='""'), "says nothing"),
        (step(say='"{{ rom.name }}"'), "unknown fact 'rom'; did you mean \"room\"?"),
        (step(say='"{{ room.nam }}"'), "'room' has no 'nam'; did you mean \"name\"?"),
        (step(say='"{{ names }}"'), "'names' is known only in steps on an event"),
        (step(say='"{{ x"'), "line 1 of the text: unexpected end of template"),
        (step(requires="[a]"), "step 'a' waits for itself"),
        (step(requires="[z]"), "no step 'z'"),
        (step(media="{link: 'ftp://x'}"), "'link' should be"),
        (step(media="{link: 'https://x.cn', file: y}"), "exactly one of `link`, `file`"),
        (step(grece="10m"), "unknown key 'grece'; did you mean \"grace\"?"),
        (step(on_late="sned"), 'did you mean "send"?'),
        (step(mention_all="maybe"), "'mention_all' should be true or false"),
        (step(grace="400d"), "'grace'"),
    ],
)
def test_each_mistake_of_an_operator_says_what_would_be_right(given, told):
    assert told in mistakes(plan(given))


def test_a_list_with_nothing_but_comments_under_it_is_empty():
    kept = parse_plan(plan("id: a, " + step().partition(", ")[2] + ", requires: "), file="p.yaml")

    assert kept.plan.steps[0].requires == ()
    assert "p.yaml:7:1: 'steps' should be at least 1 entries long" in mistakes(
        plan().rstrip() + "\n  # - {id: later}\n"
    )


def test_mistakes_of_every_kind_are_told_together():
    source = plan(
        'id: a, seat: nobody, when: {day: 0, at: "08:00"}, say: "{{ x }}"',
        'id: b, seat: teacher, when: {after: c}, say: "{{ y }}"',
        'id: c, seat: teacher, when: {after: b}, say: "z"',
        'id: a, seat: li, when: {day: 1, at: "08:00"}, say: "z"',
    ).replace("person: li", "person: lii")

    lines = mistakes(source).splitlines()

    told = "\n".join(lines)
    for part in (
        "no colleague 'lii'; did you mean \"li\"?",
        "no seat 'nobody'",
        "unknown fact 'x'",
        "unknown fact 'y'",
        "'day' should be at least 1",
        "these steps wait for one another: b → c → b",
        "step 'a' is there twice (first in line 8)",
    ):
        assert part in told, told
    places = [tuple(map(int, line.split(":")[1:3])) for line in lines]
    assert places == sorted(places)


def test_a_step_cannot_require_one_that_comes_later():
    source = plan(
        step(id="early", requires="[late]"), step(id="late", when='{day: 2, at: "08:00"}')
    )

    assert "step 'late' comes later than this one" in mistakes(source)


def test_facts_of_an_event_are_known_in_the_steps_that_follow_it():
    source = plan(
        step(id="w", when="{event: member_joined}", say='"{{ names }}"'),
        step(id="x", when="{after: w, delay: 1h}", say='"{{ member.name }}"'),
    )

    assert parse_plan(source, file="p.yaml").plan.step("x") is not None


def test_without_a_cast_accounts_and_colleagues_are_not_checked():
    source = plan(GOOD).replace("account: room", "account: other")

    assert "no account 'other'" in mistakes(source)
    assert parse_plan(source, file="p.yaml", cast=None).plan.name == "week"


def test_a_ring_of_many_steps_and_a_long_chain_are_both_answered():
    chain = [step(id="s0")] + [step(id=f"s{n}", when=f"{{after: s{n - 1}}}") for n in range(1, 300)]
    assert len(parse_plan(plan(*chain), file="p").plan.steps) == 300
    chain[0] = step(id="s0", when="{after: s299}")

    assert "these steps wait for one another: " in mistakes(plan(*chain))


@pytest.mark.parametrize("name", sorted(one.stem for one in Path("sop/library").glob("*.yaml")))
def test_the_plans_of_the_library_are_sound_and_keep_the_schema(name):
    source = Path("sop/library", f"{name}.yaml").read_text(encoding="utf-8")
    cast = Cast(accounts=frozenset(), staff=frozenset({"lin", "wang", "chen", "zhao"}))

    loaded = parse_plan(source, file=name, cast=cast)

    assert loaded.plan.name == name
    assert source.startswith("# yaml-language-server: $schema=")
    jsonschema.validate(YAML(typ="safe", pure=True).load(source), plan_schema())


def test_the_schema_beside_the_library_is_the_one_of_this_version():
    written = Path("sop/library/plan.schema.json").read_text(encoding="utf-8")

    assert json.loads(written) == plan_schema(), (
        "groupkeeper sop schema > sop/library/plan.schema.json"
    )


def test_the_schema_refuses_what_the_reader_refuses():
    schema = plan_schema()
    good = YAML(typ="safe", pure=True).load(plan(GOOD))
    jsonschema.validate(good, schema)
    for path, wrong in (
        (("steps", 0, "sayy"), "x"),
        (("steps", 0, "on_late"), "sometimes"),
        (("steps", 0, "grace"), "10x"),
        (("seats", "teacher", "role"), "boss"),
        (("steps", 0, "when", "day"), 0),
    ):
        bad = copy.deepcopy(good)
        place = bad
        for part in path[:-1]:
            place = place[part]
        place[path[-1]] = wrong
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(bad, schema)


WORDS = "name title seats steps id seat when say day at after event every a b 1 0 -1 '08:30' room"
SIGNS = "li {{ }} {% %} for if [ ] { } : , - \n * | x"
words = st.sampled_from([*WORDS.split(), *SIGNS.split(" ")])


@settings(max_examples=200, deadline=None)
@given(st.lists(words, max_size=40).map(" ".join))
def test_any_plan_text_gives_a_plan_or_the_one_error(text):
    for source in (text, plan() + f"  - id: a\n    seat: teacher\n    say: {text}\n"):
        with contextlib.suppress(ConfigError):
            parse_plan(source, file="p.yaml", cast=CAST)


@pytest.mark.parametrize("schema", [plan_schema(), content_schema()])
def test_editors_say_of_every_key_what_it_is_for_in_chinese_and_in_english(schema):
    said = {
        f"{name}.{key}": str(value.get("description", ""))
        for name, model in [("", schema), *schema.get("$defs", {}).items()]
        for key, value in model.get("properties", {}).items()
    }

    assert len(said) > 15
    for key, text in said.items():
        assert re.search("[\u4e00-\u9fff]", text), key
        assert re.search("[A-Za-z]{2}", text), key


def test_a_seat_has_exactly_one_holder():
    for held in ("{role: leader}", "{account: room, person: li}"):
        source = plan(GOOD).replace("{role: leader, account: room}", held)

        assert "a seat is held by exactly one of `account`" in mistakes(source)
