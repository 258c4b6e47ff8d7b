"""Settings over the API: checked, written back with every comment kept, and undone."""

import pytest

from bot.config import load_settings
from bot.core.rooms import Mode
from tests.web.settings.asking import CONFIG, MODE, change, put, version


async def test_a_change_is_shown_before_it_is_made(api, file):
    found = await api.post("/settings/preview", edits=[put(MODE, "enforce")])

    assert [(one["sign"], one["text"][:17]) for one in found.body["lines"]] == [
        ("-", "    mode: observe"),
        ("+", "    mode: enforce"),
    ]
    assert (found.body["mistakes"], found.body["restart"]) == ([], [])
    assert file.read_text(encoding="utf-8") == CONFIG


async def test_a_change_is_written_with_every_comment_kept(api, file):
    done = await change(api, put(MODE, "enforce"))

    assert done.status == 200, done.body
    assert file.read_text(encoding="utf-8") == CONFIG.replace(
        "mode: observe  ", "mode: enforce  ", 1
    )
    assert load_settings(file, environment={}).rooms.defaults.mode is Mode.ENFORCE


async def test_the_file_keeps_its_mode(api, file):
    file.chmod(0o640)

    await change(api, put(MODE, "enforce"))

    assert file.stat().st_mode & 0o777 == 0o640
    assert (file.parent / "config.yaml.versions").stat().st_mode & 0o777 == 0o700


async def test_a_file_that_was_changed_meanwhile_is_left_alone(api, file):
    seen = await version(api)
    edited = CONFIG.replace("port: 8080", "port: 8090")
    file.write_text(edited, encoding="utf-8")

    late = await change(api, put(MODE, "enforce"), expected=seen)

    assert late.status == 409
    assert "changed in the meantime" in late.body["detail"]
    assert file.read_text(encoding="utf-8") == edited


async def test_a_change_that_breaks_the_file_is_refused_with_the_mistakes_of_check(api, file):
    refused = await change(api, put(["rooms", "defaults", "staff"], ["nobody"]), language="zh")

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
    refused = await change(api, edit)

    assert refused.status == 409, refused.body
    assert file.read_text(encoding="utf-8") == CONFIG


async def test_several_changes_are_made_together_or_not_at_all(api, file):
    refused = await change(api, put(MODE, "enforce"), put(["leads", "alert_at"], 7))
    assert (refused.status, file.read_text(encoding="utf-8")) == (400, CONFIG)

    done = await change(api, put(MODE, "enforce"), put(["leads", "alert_at"], 0.7))

    assert done.status == 200
    settings = load_settings(file, environment={})
    assert (settings.rooms.defaults.mode, settings.leads.alert_at) == (Mode.ENFORCE, 0.7)


async def test_undo_brings_the_text_back_to_the_letter(api, file):
    await change(api, put(MODE, "enforce"), reason="试试")
    await change(api, put(["leads", "alert_at"], 0.7))

    newest, first = (await api.get("/settings/versions")).items
    assert (first["author"], first["reason"], first["kept"]) == ("api", "试试", True)
    assert first["differences"] == [
        {"path": "rooms.defaults.mode", "before": "observe", "after": "enforce"}
    ]
    assert newest["before"] == first["after"]
    done = await api.post(
        "/settings/undo", version=first["before"], expected=await version(api), reason="不合适"
    )

    assert done.status == 200, done.body
    assert file.read_text(encoding="utf-8") == CONFIG


async def test_going_back_to_a_text_that_is_not_kept_is_refused(api):
    gone = await api.post("/settings/undo", version="0" * 12, expected=await version(api))
    odd = await api.post("/settings/undo", version="../config", expected=await version(api))

    assert (gone.status, odd.status) == (409, 409)


async def test_the_audit_tells_what_was_before_and_after(api):
    await change(api, put(MODE, "enforce"), reason="广告太多")

    (entry,) = (await api.get("/audit", subject="settings:config.yaml")).items
    assert (entry["action"], entry["reason"]) == ("settings.change", "广告太多")
    assert entry["details"]["before"]["rooms.defaults.mode"] == "observe"
    assert entry["details"]["after"]["rooms.defaults.mode"] == "enforce"


async def test_a_file_that_cannot_be_written_says_so(api, file):
    expected = await version(api)
    file.with_name("config.yaml.versions").write_text("in the way", encoding="utf-8")

    refused = await change(api, put(MODE, "enforce"), expected=expected)

    assert refused.status == 409
    assert "cannot be written" in refused.body["detail"]
    assert file.read_text(encoding="utf-8") == CONFIG


async def test_words_are_for_ops_leads_and_the_rest_is_for_admins(api, file, desk):
    expected = await version(api)
    api.speak_as("wang")  # an ops lead

    refused = await change(api, put(MODE, "enforce"), expected=expected)
    done = await change(api, put(["judging", "words", "add"], {"刷单": 0.8}), expected=expected)

    assert (refused.status, done.status) == (403, 200)
    assert load_settings(file, environment={}).judging.words.add == {"刷单": 0.8}
    undo = await api.post("/settings/undo", version=expected, expected=await version(api))
    assert undo.status == 403


async def test_who_only_looks_at_rooms_does_not_see_settings(api, client):
    key = (await api.post("/tokens/make", name="a-program", role="agent")).body["key"]

    for path in ("/settings", "/settings/staff", "/settings/versions"):
        headers = {"Authorization": f"Bearer {key}"}
        async with client.get(f"/api/v1{path}", headers=headers) as response:
            assert response.status == 403
