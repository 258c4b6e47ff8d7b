"""Finer rules of one room over the API: groups such as the ladder, and no quiet hours at all."""

import pytest

from bot.config import load_settings
from tests.support.builders import listed
from tests.web.settings.asking import CONFIG, change, put, put_rules, rules_of, setting

QUIET = '    # quiet_hours: {start: "22:30", end: "07:30"}    # the bot'
NIGHTS = CONFIG.replace(QUIET, QUIET.replace("# quiet", "quiet", 1))


@pytest.fixture
async def room(service):
    await service.save(listed("英语学习打卡群", "u1"))
    return 1


async def test_one_step_of_the_ladder_is_set_for_a_room_and_the_others_stay(api, room, file):
    done = await put_rules(api, room, ladder={"warn_by": "direct"}, raid={"within": "20m"})

    assert done.status == 200, done.body
    assert "      ladder: {warn_by: direct}\n" in file.read_text(encoding="utf-8")
    rules = await rules_of(api, room)
    set_here = {name for name, rule in rules.items() if rule["own"]}
    assert set_here == {"ladder.warn_by", "raid.within"}
    assert (rules["ladder.warn_by"]["value"], rules["ladder.warn_by"]["general"]) == (
        "direct",
        "room",
    )
    assert rules["raid.within"]["value"] == "20m"


async def test_a_step_of_the_ladder_goes_back_to_what_holds_everywhere(api, room, file):
    await put_rules(api, room, ladder={"warn_by": "direct", "sure_cases": 3}, mode="enforce")

    first = await put_rules(api, room, general=["ladder.warn_by"], ladder={"warn": False})
    left = {name for name, rule in (await rules_of(api, room)).items() if rule["own"]}
    last = await put_rules(api, room, general=["ladder.warn", "ladder.sure_cases"])

    assert (first.status, last.status) == (200, 200), (first.body, last.body)
    assert left == {"mode", "ladder.warn", "ladder.sure_cases"}
    entry = (
        file.read_text(encoding="utf-8").split("match: 英语学习打卡群")[1].split("# Colleagues")[0]
    )
    assert "mode: enforce" in entry
    assert "ladder" not in entry.split("# - match")[0]


async def test_a_room_has_quiz_questions_of_its_own(api, room):
    question = {"ask": "本群学什么？", "accept": ["英语", "/英.?文/"]}

    done = await put_rules(api, room, quiz={"questions": [question]})

    assert done.status == 200, done.body
    assert (await rules_of(api, room))["quiz.questions"]["value"] == [question]


async def test_rules_of_a_pattern_behind_a_rooms_own_entry_are_laid_over_with_what_it_had(
    api, room, over
):
    over(
        CONFIG.replace(
            "list: []",
            "list: [{match: 英语学习打卡群, ladder: {warn: false, hold_points: 4}},"
            ' {match: "英语*", ladder: {warn: true}}]',
        )
    )
    assert (await rules_of(api, room))["ladder.warn"]["by"] == "英语*"

    done = await put_rules(api, room, ladder={"warn": False}, general=["ladder.hold_points"])

    assert done.status == 200, done.body
    rules = await rules_of(api, room)
    assert (rules["ladder.warn"]["value"], rules["ladder.warn"]["own"]) == (False, True)
    assert rules["ladder.hold_points"]["value"] == 3


async def test_a_room_without_quiet_hours_is_spelt_none_where_the_defaults_have_some(
    api, room, over, file
):
    over(NIGHTS)
    assert (await rules_of(api, room))["quiet_hours"]["value"] is not None

    done = await put_rules(api, room, quiet_hours="none")

    assert done.status == 200, done.body
    assert "      quiet_hours: none\n" in file.read_text(encoding="utf-8")
    rule = (await rules_of(api, room))["quiet_hours"]
    assert (rule["value"], rule["own"]) == (None, True)
    assert rule["general"] == {"start": "22:30:00", "end": "07:30:00"}
    assert (await api.get("/settings/rooms")).items[0]["quiet_hours"] is None

    back = await put_rules(api, room, general=["quiet_hours"])
    assert back.status == 200, back.body
    assert (await rules_of(api, room))["quiet_hours"]["value"] == rule["general"]


@pytest.mark.parametrize(
    ("rules", "where", "said"),
    [
        ({"ladder": {"hold_at": 2}}, "body.ladder.hold_at", "less than or equal to 1"),
        ({"ladder": {"hold_at": 0.5}}, "body.ladder.hold_at", "warn_at"),
        ({"quiet_hours": "never"}, "body.quiet_hours", "or none, not 'never'"),
    ],
)
async def test_a_wrong_rule_is_told_at_the_rule(api, room, file, rules, where, said):
    refused = await put_rules(api, room, **rules)

    assert refused.status == 400
    (mistake,) = refused.body["mistakes"]
    assert mistake["where"] == where
    assert said in mistake["what"]
    assert file.read_text(encoding="utf-8") == CONFIG


async def test_a_mistake_of_a_preview_names_its_setting(api):
    path = ["rooms", "defaults", "ladder", "hold_at"]
    edit = {"do": "put", "path": path, "value": 0.5}

    shown = await api.post("/settings/preview", edits=[edit], language="zh")

    (mistake,) = shown.body["mistakes"]
    assert mistake["path"] == "rooms.defaults.ladder.hold_at"


async def test_quiz_questions_for_all_rooms_are_written_below_their_key_and_taken_back(api, file):
    path = ["rooms", "defaults", "quiz", "questions"]
    question = {"ask": "本群学什么？", "accept": ["英语"]}

    done = await change(api, put(path, [question]))
    seen = await setting(api, ".".join(path))
    more = await change(api, put(path, [question, {"ask": "几班？", "accept": ["/X[0-9]/"]}]))
    back = await change(api, {"do": "drop", "path": path})

    assert (done.status, more.status, back.status) == (200, 200, 200), (done, more, back)
    assert (seen["value"], seen["default"], seen["origin"]) == ([question], [], "file")
    assert load_settings(file, environment={}).rooms.defaults.quiz.questions == ()
