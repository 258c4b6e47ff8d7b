"""The rules of one room over the API, set by who leads it."""

import pytest

from tests.support.builders import listed
from tests.web.settings.asking import CONFIG, SECRET, put_rules, rules_of, version


@pytest.fixture
async def room(service):
    await service.save(listed("英语学习打卡群", "u1"), listed("闲聊群", "u1", room="r2"))
    return 1


async def test_one_room_gets_rules_of_its_own_and_the_others_stay(api, room, file):
    done = await put_rules(
        api, room, mode="enforce", quiet_hours={"start": "22:00", "end": "07:00"}
    )

    assert done.status == 200, done.body
    text = file.read_text(encoding="utf-8")
    assert "    - match: 英语学习打卡群\n      channel: sim\n      mode: enforce\n" in text
    rules = await rules_of(api, room)
    mode = rules["mode"]
    assert (mode["value"], mode["general"], mode["own"]) == ("enforce", "observe", True)
    assert (await rules_of(api, 2))["mode"]["value"] == "observe"
    shown = {
        one["name"]: (one["mode"], one["own"]) for one in (await api.get("/settings/rooms")).items
    }
    assert shown == {"英语学习打卡群": ("enforce", True), "闲聊群": ("observe", False)}


@pytest.mark.parametrize(
    "rules", [{"welcome": "欢迎 ${HOOK}"}, {"tags": ["${HOOK}"]}, {"staff": ["${HOOK}"]}]
)
async def test_no_rule_of_a_room_shows_a_variable_of_the_environment(api, over, room, file, rules):
    over(HOOK=SECRET)

    refused = await put_rules(api, room, **rules)

    assert (refused.status, "would show a variable" in refused.body["detail"]) == (409, True)
    assert "very-secret" not in str((await api.get(f"/rooms/{room}/rules")).body)
    assert file.read_text(encoding="utf-8") == CONFIG


async def test_an_entry_that_moves_takes_nothing_of_the_environment_into_the_file(
    api, over, room, file
):
    text = (
        "rooms:\n  list:\n"
        "    - {match: 英语学习打卡群, welcome: '${HOOK}'}\n"
        "    - {match: '英语*', mode: enforce}\n"
    )
    over(text, HOOK=SECRET)

    refused = await put_rules(api, room, mode="observe")

    assert (refused.status, "would show a variable" in refused.body["detail"]) == (409, True)
    assert file.read_text(encoding="utf-8") == text


async def test_a_room_whose_name_reads_as_a_variable_is_known_by_its_number(
    api, over, service, file
):
    over(HOOK=SECRET)
    await service.save(listed("打卡 ${HOOK}", "u1"))

    assert (await put_rules(api, 1, welcome="欢迎")).status == 200

    assert "${HOOK}" not in file.read_text(encoding="utf-8")
    rules = (await api.get("/rooms/1/rules")).body
    assert next(one for one in rules["rules"] if one["name"] == "welcome")["value"] == "欢迎"
    assert "very-secret" not in str(rules)


async def test_a_rule_goes_back_to_what_holds_everywhere(api, room):
    await put_rules(api, room, mode="enforce", question_minutes=5)

    done = await put_rules(api, room, general=["mode"], question_minutes=7)

    assert done.status == 200, done.body
    rules = await rules_of(api, room)
    assert (rules["mode"]["value"], rules["mode"]["own"]) == ("observe", False)
    assert (rules["question_minutes"]["value"], rules["question_minutes"]["own"]) == (7, True)


async def test_a_rooms_own_rule_is_stronger_than_a_pattern_behind_it(api, room, over):
    over(
        CONFIG.replace(
            "list: []",
            'list: [{match: 英语学习打卡群, welcome: 早}, {match: "英语*", mode: enforce}]',
        )
    )
    assert (await rules_of(api, room))["mode"]["by"] == "英语*"

    done = await put_rules(api, room, mode="observe")

    assert done.status == 200, done.body
    rules = await rules_of(api, room)
    assert (rules["mode"]["value"], rules["welcome"]["value"]) == ("observe", "早")


async def test_a_rooms_manager_sets_what_members_see_there_and_nothing_else(api, room, client):
    made = await api.post(
        "/tokens/make", name="of-room-1", role=None, grants=[{"role": "manager", "room": 1}]
    )
    assert made.status == 200, made.body
    expected = await version(api)

    async def put_as_manager(where, **rules):
        headers = {"Authorization": f"Bearer {made.body['key']}"}
        body = {"expected": expected, **rules}
        async with client.post(
            f"/api/v1/rooms/{where}/set-rules", json=body, headers=headers
        ) as got:
            return got.status

    assert await put_as_manager(2, mode="enforce") == 404
    assert await put_as_manager(1, series="X2") == 403
    assert await put_as_manager(1, watch=False) == 403
    assert await put_as_manager(1, mode="enforce") == 200
