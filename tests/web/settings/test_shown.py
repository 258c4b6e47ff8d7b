"""Settings over the API: shown with their origin, and never with their secrets."""

import pytest

from tests.web.settings.asking import CONFIG, MODE, SECRET, change, put, setting, version


async def test_every_setting_says_its_value_its_origin_and_what_it_changes(api):
    one = await setting(api, "rooms.defaults.watch")

    assert (one["value"], one["default"], one["origin"]) == (True, True, "default")
    assert one["meaning"] == "false: nothing of the room is stored"
    assert (await setting(api, "rooms.defaults.mode"))["origin"] == "file"


async def test_what_needs_a_restart_says_so(api):
    live = {
        path: (await setting(api, path))["live"]
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

    expected = await version(api)
    gone = await api.post("/settings/targets/drop", name="wang", place=0, expected=expected)
    left = await change(api, {"do": "drop", "path": ["staff", 1]})

    assert (gone.status, left.status) == (200, 200)
    kept = (await api.get("/audit", subject="settings:config.yaml")).items
    assert len(kept) == 2
    assert "very-secret" not in f"{gone.body}{left.body}{kept}"


async def test_what_the_environment_fixes_is_shown_as_fixed_and_cannot_be_changed(api, over):
    over(GROUPKEEPER_ROOMS__DEFAULTS__WELCOME="你好", GROUPKEEPER_ROOMS__DEFAULTS__MODE="enforce")

    welcome = await setting(api, "rooms.defaults.welcome")
    mode = await setting(api, "rooms.defaults.mode")

    variable = "GROUPKEEPER_ROOMS__DEFAULTS__MODE"
    assert (welcome["value"], welcome["origin"]) == (None, "environment")
    assert (mode["value"], mode["variable"], mode["editable"]) == ("enforce", variable, False)
    refused = await change(api, put(MODE, "observe"))
    assert (refused.status, variable in refused.body["detail"]) == (409, True)


async def test_without_a_file_settings_are_shown_and_not_changed(api, desk):
    desk.house.settings = type(desk.house)().settings

    found = await api.get("/settings", section="rooms.defaults")
    refused = await api.post("/settings/change", edits=[put(MODE, "enforce")], expected="x")

    assert found.body["standing"]["editable"] is False
    assert refused.status == 409
