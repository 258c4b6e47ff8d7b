"""Colleagues over the API, and the targets at which they are alerted."""

import pytest

from bot.config import load_settings
from bot.core.errors import ChannelRefused
from bot.core.staff import Role
from tests.web.settings.asking import SECRET, add_wang, change, put, version


async def test_a_colleague_is_added_changed_and_removed(api, file):
    assert (await add_wang(api)).status == 200
    accounts = [{"channel": "sim", "name": "王老师"}]
    quiet = {"start": "23:00", "end": "07:00"}
    done = await change(
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

    still_named = await change(api, {"do": "drop", "path": ["staff", 0]})
    assert still_named.status == 400
    gone = await change(
        api, put(["rooms", "defaults", "staff"], []), {"do": "drop", "path": ["staff", 0]}
    )
    assert gone.status == 200
    assert (await api.get("/settings/staff")).items == []


async def _target(api, address=SECRET):
    return await api.post(
        "/settings/targets/add", name="wang", address=address, expected=await version(api)
    )


async def test_an_address_is_kept_as_a_secret_and_the_file_only_names_it(api, file):
    await add_wang(api)

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
    await add_wang(api)
    before = file.read_text(encoding="utf-8")

    refused = await _target(api, address)

    assert refused.status in {400, 409}, refused.body
    assert file.read_text(encoding="utf-8") == before


async def test_a_test_really_sends_and_tells_what_the_service_said(api, told):
    await add_wang(api)
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
    await add_wang(api)
    with_target = (await _target(api)).body["version"]

    gone = await api.post(
        "/settings/targets/drop", name="wang", place=0, expected=await version(api)
    )
    assert gone.status == 200, gone.body
    assert (await api.get("/settings/staff")).items[0]["targets"] == []

    back = await api.post("/settings/undo", version=with_target, expected=await version(api))
    assert back.status == 200, back.body
    assert len(load_settings(file).staff[0].targets) == 1
