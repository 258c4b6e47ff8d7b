"""What tests of the settings ask the API."""

from pathlib import Path

CONFIG = (Path(__file__).parents[3] / "config.yaml").read_text(encoding="utf-8")
SECRET = "json://hooks.example/very-secret"
MODE = ["rooms", "defaults", "mode"]


async def version(api):
    return (await api.get("/settings", section="log")).body["standing"]["version"]


async def change(api, *edits, **more):
    return await api.post(
        "/settings/change", edits=list(edits), **{"expected": await version(api)} | more
    )


def put(path, value):
    return {"do": "put", "path": path, "value": value}


async def setting(api, path):
    found = await api.get("/settings", section=path)
    (one,) = (item for item in found.body["items"] if item["path"] == path)
    return one


async def add_wang(api):
    added = {"name": "wang", "title": "王老师", "role": "manager"}
    return await change(api, {"do": "append", "path": ["staff"], "value": added})


async def rules_of(api, room):
    found = await api.get(f"/rooms/{room}/rules")
    return {one["name"]: one for one in found.body["rules"]}


async def put_rules(api, room, **rules):
    return await api.post(f"/rooms/{room}/set-rules", expected=await version(api), **rules)
