"""Settings over the API: shown with their origin, checked, written back, undone, and tried."""

from pathlib import Path

import pytest

from bot.config import load_settings
from bot.core.errors import ChannelRefused
from bot.core.rooms import Mode
from bot.core.staff import Role
from tests.support.builders import listed
from tests.support.settings_office import Told, office_over
from tests.web.api import TOKENS

CONFIG = (Path(__file__).parents[2] / "config.yaml").read_text(encoding="utf-8")
SECRET = "json://hooks.example/very-secret"
MODE = ["rooms", "defaults", "mode"]


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "config.yaml"
    path.write_text(CONFIG, encoding="utf-8")
    return path


@pytest.fixture
def told():
    return Told()


@pytest.fixture
def desk(desk, file, told):
    """The served API works with this file."""
    desk.house.settings = office_over(file, told)
    return desk


@pytest.fixture
def over(desk, file, told):
    """Work with another text, or another environment, from now on."""

    def put(text=CONFIG, **environment):
        file.write_text(text, encoding="utf-8")
        desk.house.settings = office_over(file, told, environment)

    return put


async def _version(api):
    return (await api.get("/settings", section="log")).body["standing"]["version"]


async def _change(api, *edits, **more):
    return await api.post(
        "/settings/change", edits=list(edits), **{"expected": await _version(api)} | more
    )


def put(path, value):
    return {"do": "put", "path": path, "value": value}


async def _setting(api, path):
    found = await api.get("/settings", section=path)
    (one,) = (item for item in found.body["items"] if item["path"] == path)
    return one


# ---- looking ---------------------------------------------------------------------------------


async def test_every_setting_says_its_value_its_origin_and_what_it_changes(api):
    one = await _setting(api, "rooms.defaults.watch")

    assert (one["value"], one["default"], one["origin"]) == (True, True, "default")
    assert one["meaning"] == "false: nothing of the room is stored"
    assert (await _setting(api, "rooms.defaults.mode"))["origin"] == "file"


async def test_what_needs_a_restart_says_so(api):
    live = {
        path: (await _setting(api, path))["live"]
        for path in ("delivery.grace", "delivery.lease_seconds", "sop.folder", "web.port")
    }

    assert live == {
        "delivery.grace": True,
        "delivery.lease_seconds": False,
        "sop.folder": False,
        "web.port": False,
    }


async def test_secrets_are_never_shown(api, over):
    over(
        CONFIG.replace("token: dev  ", "token: a-secret-token-of-mine  ").replace(
            "staff: []", f"staff: [{{name: wang, targets: ['{SECRET}', '${{WANG}}']}}]"
        ),
        WANG="json://from.environment/also-secret",
    )

    sheet = await api.get("/settings")
    staff = await api.get("/settings/staff")
    shown = await api.post("/settings/preview", edits=[put(MODE, "enforce")])

    everything = f"{sheet.body}{staff.body}{shown.body}"
    assert "secret" not in everything.replace("'secret'", "").replace("a secret", "")
    targets = staff.items[0]["targets"]
    assert [(one["service"], one["named"]) for one in targets] == [
        ("json", ""),
        ("json", "${WANG}"),
    ]


LITERAL = (
    f"staff: [{{name: li}}, {{name: wang, targets: ['{SECRET}']}}]\n"
    "judging: {opinion: {url: 'http://127.0.0.1/very-secret', model: m, token: very-secret}}\n"
)


@pytest.mark.parametrize(
    "edit",
    [
        {"do": "drop", "path": ["staff", 1]},
        put(["staff", 1], {"name": "other"}),
        put(["staff", 1, "title"], "组长"),
        {"do": "append", "path": ["staff"], "value": {"name": "new"}},
        {"do": "drop", "path": ["judging", "opinion"]},
    ],
)
async def test_what_a_change_would_take_away_is_shown_without_its_secrets(api, over, edit):
    over(LITERAL)

    shown = await api.post("/settings/preview", edits=[edit])

    assert "very-secret" not in str(shown.body)


async def test_no_secret_that_stood_in_the_file_gets_into_the_audit(api, over):
    over(LITERAL)

    expected = await _version(api)
    gone = await api.post("/settings/targets/drop", name="wang", place=0, expected=expected)
    left = await _change(api, {"do": "drop", "path": ["staff", 1]})

    assert (gone.status, left.status) == (200, 200)
    kept = (await api.get("/audit", subject="settings:config.yaml")).items
    assert len(kept) == 2
    assert "very-secret" not in f"{gone.body}{left.body}{kept}"


async def test_what_the_environment_fixes_is_shown_as_fixed_and_cannot_be_changed(api, over):
    over(GROUPKEEPER_ROOMS__DEFAULTS__WELCOME="你好", GROUPKEEPER_ROOMS__DEFAULTS__MODE="enforce")

    welcome = await _setting(api, "rooms.defaults.welcome")
    mode = await _setting(api, "rooms.defaults.mode")

    variable = "GROUPKEEPER_ROOMS__DEFAULTS__MODE"
    assert (welcome["value"], welcome["origin"]) == (None, "environment")
    assert (mode["value"], mode["variable"], mode["editable"]) == ("enforce", variable, False)
    refused = await _change(api, put(MODE, "observe"))
    assert (refused.status, variable in refused.body["detail"]) == (409, True)


async def test_without_a_file_settings_are_shown_and_not_changed(api, desk):
    desk.house.settings = type(desk.house)().settings

    found = await api.get("/settings", section="rooms.defaults")
    refused = await api.post("/settings/change", edits=[put(MODE, "enforce")], expected="x")

    assert found.body["standing"]["editable"] is False
    assert refused.status == 409


# ---- changing --------------------------------------------------------------------------------


async def test_a_change_is_shown_before_it_is_made(api, file):
    found = await api.post("/settings/preview", edits=[put(MODE, "enforce")])

    assert [(one["sign"], one["text"][:17]) for one in found.body["lines"]] == [
        ("-", "    mode: observe"),
        ("+", "    mode: enforce"),
    ]
    assert (found.body["mistakes"], found.body["restart"]) == ([], [])
    assert file.read_text(encoding="utf-8") == CONFIG


async def test_a_change_is_written_with_every_comment_kept(api, file):
    done = await _change(api, put(MODE, "enforce"))

    assert done.status == 200, done.body
    assert file.read_text(encoding="utf-8") == CONFIG.replace(
        "mode: observe  ", "mode: enforce  ", 1
    )
    assert load_settings(file, environment={}).rooms.defaults.mode is Mode.ENFORCE


async def test_the_file_keeps_its_mode(api, file):
    file.chmod(0o640)

    await _change(api, put(MODE, "enforce"))

    assert file.stat().st_mode & 0o777 == 0o640
    assert (file.parent / "config.yaml.versions").stat().st_mode & 0o777 == 0o700


async def test_a_file_that_was_changed_meanwhile_is_left_alone(api, file):
    seen = await _version(api)
    edited = CONFIG.replace("port: 8080", "port: 8090")
    file.write_text(edited, encoding="utf-8")

    late = await _change(api, put(MODE, "enforce"), expected=seen)

    assert late.status == 409
    assert "changed in the meantime" in late.body["detail"]
    assert file.read_text(encoding="utf-8") == edited


async def test_a_change_that_breaks_the_file_is_refused_with_the_mistakes_of_check(api, file):
    refused = await _change(api, put(["rooms", "defaults", "staff"], ["nobody"]), language="zh")

    assert refused.status == 400
    (mistake,) = refused.body["mistakes"]
    assert mistake["where"].startswith("config.yaml:")
    assert "nobody" in mistake["what"]
    assert file.read_text(encoding="utf-8") == CONFIG
    tried = await api.post(
        "/settings/preview", edits=[put(["rooms", "defaults", "zone"], "Asia/Shanghia")]
    )
    assert "unknown time zone" in tried.body["mistakes"][0]["what"]


@pytest.mark.parametrize(
    "edit",
    [
        put(["web", "token"], "x"),
        put(["web"], {}),
        put(["rooms"], {}),
        put(["storage", "url"], "sqlite:///x"),
        put(["judging", "opinion"], {"url": "https://elsewhere.example"}),
        put(["judging", "opinion", "url"], "https://elsewhere.example"),
        put(["staff", 0, "targets"], ["json://x"]),
        {"do": "append", "path": ["staff"], "value": {"name": "x", "targets": ["json://x"]}},
        put(["sop", "folder"], "/etc"),
        put(["alerts", "link"], "${HOME}"),
        put(["leads", "categories"], {"${HOME}": {"title": "x", "words": {"y": 1}}}),
        {"do": "drop", "path": ["judging"]},
        {"do": "drop", "path": ["judging", "opinion"]},
        put(["judging", "opinion"], {}),
    ],
)
async def test_what_is_for_the_machine_itself_is_not_changed_from_here(api, file, edit):
    refused = await _change(api, edit)

    assert refused.status == 409, refused.body
    assert file.read_text(encoding="utf-8") == CONFIG


async def test_several_changes_are_made_together_or_not_at_all(api, file):
    refused = await _change(api, put(MODE, "enforce"), put(["leads", "alert_at"], 7))
    assert (refused.status, file.read_text(encoding="utf-8")) == (400, CONFIG)

    done = await _change(api, put(MODE, "enforce"), put(["leads", "alert_at"], 0.7))

    assert done.status == 200
    settings = load_settings(file, environment={})
    assert (settings.rooms.defaults.mode, settings.leads.alert_at) == (Mode.ENFORCE, 0.7)


async def test_undo_brings_the_text_back_to_the_letter(api, file):
    await _change(api, put(MODE, "enforce"), reason="试试")
    await _change(api, put(["leads", "alert_at"], 0.7))

    newest, first = (await api.get("/settings/versions")).items
    assert (first["author"], first["reason"], first["kept"]) == ("api", "试试", True)
    assert first["differences"] == [
        {"path": "rooms.defaults.mode", "before": "observe", "after": "enforce"}
    ]
    assert newest["before"] == first["after"]
    done = await api.post(
        "/settings/undo", version=first["before"], expected=await _version(api), reason="不合适"
    )

    assert done.status == 200, done.body
    assert file.read_text(encoding="utf-8") == CONFIG


async def test_going_back_to_a_text_that_is_not_kept_is_refused(api):
    gone = await api.post("/settings/undo", version="0" * 12, expected=await _version(api))
    odd = await api.post("/settings/undo", version="../config", expected=await _version(api))

    assert (gone.status, odd.status) == (409, 409)


async def test_the_audit_tells_what_was_before_and_after(api):
    await _change(api, put(MODE, "enforce"), reason="广告太多")

    (entry,) = (await api.get("/audit", subject="settings:config.yaml")).items
    assert (entry["action"], entry["reason"]) == ("settings.change", "广告太多")
    assert entry["details"]["before"]["rooms.defaults.mode"] == "observe"
    assert entry["details"]["after"]["rooms.defaults.mode"] == "enforce"


# ---- who may ---------------------------------------------------------------------------------


async def test_words_are_for_ops_leads_and_the_rest_is_for_admins(api, file, desk):
    expected = await _version(api)
    api.speak_as("wang")  # an ops lead

    refused = await _change(api, put(MODE, "enforce"), expected=expected)
    done = await _change(api, put(["judging", "words", "add"], {"刷单": 0.8}), expected=expected)

    assert (refused.status, done.status) == (403, 200)
    assert load_settings(file, environment={}).judging.words.add == {"刷单": 0.8}
    undo = await api.post("/settings/undo", version=expected, expected=await _version(api))
    assert undo.status == 403


async def test_who_only_looks_at_rooms_does_not_see_settings(api, client):
    key = (await api.post("/tokens/make", name="a-program", role="agent")).body["key"]

    for path in ("/settings", "/settings/staff", "/settings/versions"):
        headers = {"Authorization": f"Bearer {key}"}
        async with client.get(f"/api/v1{path}", headers=headers) as response:
            assert response.status == 403


# ---- staff and targets ------------------------------------------------------------------------


async def _wang(api):
    added = {"name": "wang", "title": "王老师", "role": "manager"}
    return await _change(api, {"do": "append", "path": ["staff"], "value": added})


async def test_a_colleague_is_added_changed_and_removed(api, file):
    assert (await _wang(api)).status == 200
    accounts = [{"channel": "sim", "name": "王老师"}]
    quiet = {"start": "23:00", "end": "07:00"}
    done = await _change(
        api,
        put(["staff", 0, "accounts"], accounts),
        put(["staff", 0, "quiet_hours"], quiet),
        put(["staff", 0, "role"], "ops_lead"),
        put(["rooms", "defaults", "staff"], ["wang"]),
    )
    assert done.status == 200, done.body

    (wang,) = (await api.get("/settings/staff")).items
    assert (wang["role"], wang["quiet_hours"]["start"], wang["rooms"]) == (
        "ops_lead",
        "23:00:00",
        [""],
    )
    assert load_settings(file, environment={}).staff[0].role is Role.OPS_LEAD

    still_named = await _change(api, {"do": "drop", "path": ["staff", 0]})
    assert still_named.status == 400
    gone = await _change(
        api, put(["rooms", "defaults", "staff"], []), {"do": "drop", "path": ["staff", 0]}
    )
    assert gone.status == 200
    assert (await api.get("/settings/staff")).items == []


async def _target(api, address=SECRET):
    return await api.post(
        "/settings/targets/add", name="wang", address=address, expected=await _version(api)
    )


async def test_an_address_is_kept_as_a_secret_and_the_file_only_names_it(api, file):
    await _wang(api)

    added = await _target(api)

    assert added.status == 200, added.body
    assert 'targets: ["${GK_WANG_TARGET_1}"]' in file.read_text(encoding="utf-8")
    secrets = file.with_name("secrets.env")
    assert f"GK_WANG_TARGET_1={SECRET}\n" in secrets.read_text(encoding="utf-8")
    assert secrets.stat().st_mode & 0o777 == 0o600
    (kept,) = load_settings(file).staff[0].targets
    assert kept.get_secret_value() == SECRET
    (entry, *_) = (await api.get("/audit", subject="settings:config.yaml")).items
    assert "very-secret" not in str(entry)


@pytest.mark.parametrize(
    "address",
    [
        *("wang@", "nonsense", "json://a b", "${NO_SUCH_THING_HERE}"),
        *("${HOOK}?told=${HOOK}", "json://elsewhere.example/${HOOK}"),
    ],
)
async def test_what_is_no_address_is_refused(api, over, file, address):
    over(HOOK=SECRET)
    await _wang(api)
    before = file.read_text(encoding="utf-8")

    refused = await _target(api, address)

    assert refused.status in {400, 409}, refused.body
    assert file.read_text(encoding="utf-8") == before


async def test_a_test_really_sends_and_tells_what_the_service_said(api, told):
    await _wang(api)
    await _target(api)

    sent = await api.post("/settings/targets/test", name="wang", place=0)

    assert sent.body == {"ok": True, "said": ""}
    ((address, title, body),) = told.sent
    assert (address, title) == (SECRET, "groupkeeper 测试提醒")
    assert "wang" in body
    told.trouble = ChannelRefused("the service refused the alert with 403")
    refused = await api.post("/settings/targets/test", name="wang", place=0)
    assert refused.body == {"ok": False, "said": "the service refused the alert with 403"}


async def test_a_target_is_taken_away_and_undo_finds_its_secret_again(api, file):
    await _wang(api)
    with_target = (await _target(api)).body["version"]

    gone = await api.post(
        "/settings/targets/drop", name="wang", place=0, expected=await _version(api)
    )
    assert gone.status == 200, gone.body
    assert (await api.get("/settings/staff")).items[0]["targets"] == []

    back = await api.post("/settings/undo", version=with_target, expected=await _version(api))
    assert back.status == 200, back.body
    assert len(load_settings(file).staff[0].targets) == 1


# ---- rooms -----------------------------------------------------------------------------------


@pytest.fixture
async def room(service):
    await service.save(listed("英语学习打卡群", "u1"), listed("闲聊群", "u1", room="r2"))
    return 1


async def _rules(api, room):
    found = await api.get(f"/rooms/{room}/rules")
    return {one["name"]: one for one in found.body["rules"]}


async def _put(api, room, **rules):
    return await api.post(f"/rooms/{room}/set-rules", expected=await _version(api), **rules)


async def test_one_room_gets_rules_of_its_own_and_the_others_stay(api, room, file):
    done = await _put(api, room, mode="enforce", quiet_hours={"start": "22:00", "end": "07:00"})

    assert done.status == 200, done.body
    text = file.read_text(encoding="utf-8")
    assert "    - match: 英语学习打卡群\n      channel: sim\n      mode: enforce\n" in text
    rules = await _rules(api, room)
    mode = rules["mode"]
    assert (mode["value"], mode["general"], mode["own"]) == ("enforce", "observe", True)
    assert (await _rules(api, 2))["mode"]["value"] == "observe"
    shown = {
        one["name"]: (one["mode"], one["own"]) for one in (await api.get("/settings/rooms")).items
    }
    assert shown == {"英语学习打卡群": ("enforce", True), "闲聊群": ("observe", False)}


@pytest.mark.parametrize(
    "rules", [{"welcome": "欢迎 ${HOOK}"}, {"tags": ["${HOOK}"]}, {"staff": ["${HOOK}"]}]
)
async def test_no_rule_of_a_room_shows_a_variable_of_the_environment(api, over, room, file, rules):
    over(HOOK=SECRET)

    refused = await _put(api, room, **rules)

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

    refused = await _put(api, room, mode="observe")

    assert (refused.status, "would show a variable" in refused.body["detail"]) == (409, True)
    assert file.read_text(encoding="utf-8") == text


async def test_a_room_whose_name_reads_as_a_variable_is_known_by_its_number(
    api, over, service, file
):
    over(HOOK=SECRET)
    await service.save(listed("打卡 ${HOOK}", "u1"))

    assert (await _put(api, 1, welcome="欢迎")).status == 200

    assert "${HOOK}" not in file.read_text(encoding="utf-8")
    rules = (await api.get("/rooms/1/rules")).body
    assert next(one for one in rules["rules"] if one["name"] == "welcome")["value"] == "欢迎"
    assert "very-secret" not in str(rules)


async def test_a_rule_goes_back_to_what_holds_everywhere(api, room):
    await _put(api, room, mode="enforce", question_minutes=5)

    done = await _put(api, room, general=["mode"], question_minutes=7)

    assert done.status == 200, done.body
    rules = await _rules(api, room)
    assert (rules["mode"]["value"], rules["mode"]["own"]) == ("observe", False)
    assert (rules["question_minutes"]["value"], rules["question_minutes"]["own"]) == (7, True)


async def test_a_rooms_own_rule_is_stronger_than_a_pattern_behind_it(api, room, over):
    over(
        CONFIG.replace(
            "list: []",
            'list: [{match: 英语学习打卡群, welcome: 早}, {match: "英语*", mode: enforce}]',
        )
    )
    assert (await _rules(api, room))["mode"]["by"] == "英语*"

    done = await _put(api, room, mode="observe")

    assert done.status == 200, done.body
    rules = await _rules(api, room)
    assert (rules["mode"]["value"], rules["welcome"]["value"]) == ("observe", "早")


async def test_a_rooms_manager_sets_what_members_see_there_and_nothing_else(api, room, client):
    made = await api.post(
        "/tokens/make", name="of-room-1", role=None, grants=[{"role": "manager", "room": 1}]
    )
    assert made.status == 200, made.body
    expected = await _version(api)

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


async def test_a_file_that_cannot_be_written_says_so(api, file):
    expected = await _version(api)
    file.with_name("config.yaml.versions").write_text("in the way", encoding="utf-8")

    refused = await _change(api, put(MODE, "enforce"), expected=expected)

    assert refused.status == 409
    assert "cannot be written" in refused.body["detail"]
    assert file.read_text(encoding="utf-8") == CONFIG


def test_the_token_of_tests_is_none_of_the_file():
    assert not any(token in CONFIG for token in TOKENS.values())
