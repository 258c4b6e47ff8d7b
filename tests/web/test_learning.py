"""Samples, versions and figures of the detectors over the API."""

from bot.core.learning import Label
from storage.learning.versions import Candidate
from tests.support.builders import NOON


async def taught(service):
    given = [("兼职日结加微信", Label.SPAM), ("明天几点上课", Label.HAM)]
    async with service.write() as unit:
        await unit.samples.import_all(given, author="王", now=NOON)


def candidate(samples=2):
    return Candidate(
        base="b",
        samples=samples,
        fingerprint=f"f{samples}",
        figures={"recall": 0.9},
        weights=b"w",
        reason="学会了",
        author="groupkeeper",
    )


async def test_samples_are_listed_and_revoked(api, service):
    await taught(service)
    ham, spam = (await api.get("/samples")).items
    await api.post(f"/samples/{spam['id']}/revoke", reason="标错了")

    left = (await api.get("/samples")).items
    again = await api.post(f"/samples/{spam['id']}/revoke")
    absent = await api.post("/samples/99/revoke")

    assert (spam["label"], spam["author"]) == ("spam", "王")
    assert [one["id"] for one in left] == [ham["id"]]
    assert (again.status, absent.status) == (409, 404)
    assert [one["id"] for one in (await api.get("/samples", label="spam")).items] == []
    assert len((await api.get("/samples", revoked=True)).items) == 2


async def test_versions_are_shown_and_one_goes_back(api, service):
    async with service.write() as unit:
        first = await unit.versions.take_up(candidate(2), NOON)
        await unit.versions.take_up(candidate(3), NOON)

    back = await api.post("/model/rollback", to=first.id, reason="误报多")
    shown = (await api.get("/model/versions")).items
    shipped = await api.post("/model/rollback", to=0)
    again = await api.post("/model/rollback", to=0)
    absent = await api.post("/model/rollback", to=77)

    assert back.body == {"id": first.id, "state": "active"}
    assert [one["state"] for one in shown] == ["retired", "active"]
    assert shown[1]["reason"] == "误报多"
    assert shipped.body["id"] == 0
    assert (again.status, absent.status) == (409, 404)


async def test_figures_of_the_detectors_are_given_by_week(api, community):
    figures = (await api.get("/figures/detectors", weeks=3)).body
    wrong = await api.get("/figures/detectors", weeks=99)

    assert figures["detectors"] == []
    assert [week["messages"] for week in figures["weeks"]] == [0, 0, 2]
    assert wrong.status == 400
