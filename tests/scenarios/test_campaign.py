"""A campaign through the whole service: one case, one word of a manager, and back again."""

from sqlalchemy import select

from storage.tables.conduct import listing, mark
from storage.tables.learning import sample
from tests.support.service import a_place, service_for

CONFIG = """
staff:
  - {name: wang, title: 王老师, accounts: [{channel: sim, name: 王老师}]}
  - {name: li, title: 李老师, accounts: [{channel: sim, name: 李老师}]}
rooms: {defaults: {staff: [wang], mode: observe}}
"""
VARIANTS = (
    "刷单兼职日结三百，佣金日结，手机就能做，有意加薇 abc12345 领取名额 https://t.me/+abcd",
    "🔥手机就能做，刷单兼职日结五百，佣金日结💰有意加薇 xyz99887 领取名额 https://t.me/+abcd",
    "刷 单 兼 职，佣金日结，手机就能做，日结八百，有意加薇 qq776655 领取名额啦 https://t.me/+abcd",
)
ADVERTISERS = ("小广", "小告")


def _community():
    place = a_place()
    rooms = [
        place.room(name, "王老师", "李老师", "小明", *ADVERTISERS)
        for name in ("英语一群", "英语二群", "英语三群")
    ]
    return place, rooms


def _here(place, rooms, name):
    return [place.user(name) in place.world.room_at(room).members for room in rooms]


async def _whole(here, table, *which):
    async with here.service.store.database.read() as connection:
        return (await connection.execute(select(table).where(*which))).all()


async def _told_of(here, place):
    """The number of the alert that the manager was told."""
    line = await here.told("王老师", "疑似广告")
    return line.partition("#")[2].split()[0]


async def test_one_word_removes_a_campaign_from_every_room_and_another_gives_all_back(
    store_url, tmp_path
):
    place, rooms = _community()
    async with service_for(place, store_url, tmp_path, CONFIG) as here:
        place.says(rooms[0], "小广", VARIANTS[0])
        place.says(rooms[1], "小告", VARIANTS[1])
        place.says(rooms[2], "小广", VARIANTS[2])
        await here.until(lambda f: f.messages >= 3 and sum(f.cases.values()) >= 1)
        (case,) = (await here.look(lambda unit: unit.records.cases())).items
        alert = await _told_of(here, place)

        place.tells("王老师", f"是广告 {alert}")

        async def gone():
            return not any(any(_here(place, rooms, name)) for name in ADVERTISERS)

        await here.eventually(gone)
        await here.told("王老师", f"案件 {case.id} 已按「是广告」处理，共 3 条、2 人")
        assert all(_here(place, rooms, "小明"))
        assert len(await _whole(here, listing, listing.c.lifted_at.is_(None))) == 2
        assert {one.label for one in await _whole(here, sample)} == {"spam"}

        place.tells("李老师", f"撤销 {alert} 是合作方")

        async def back():
            return all(all(_here(place, rooms, name)) for name in ADVERTISERS)

        await here.eventually(back)
        (undone,) = (await here.look(lambda unit: unit.records.cases())).items
        marks = await _whole(here, mark, mark.c.revoked_at.is_(None))
        lists = await _whole(here, listing, listing.c.lifted_at.is_(None))
        taught = await _whole(here, sample, sample.c.revoked_at.is_(None))

    assert (case.messages, case.people, case.rooms) == (3, 2, 3)
    assert (undone.state, undone.decided_by, undone.note) == ("undone", "li", "是合作方")
    assert (marks, lists, taught) == ([], [], [])
    assert sum("疑似广告" in line for line in place.told("王老师")) == 1


async def test_a_member_who_was_removed_by_mistake_appeals_and_comes_back(store_url, tmp_path):
    place, rooms = _community()
    async with service_for(place, store_url, tmp_path, CONFIG) as here:
        place.says(rooms[0], "小广", VARIANTS[0])
        alert = await _told_of(here, place)
        place.tells("王老师", f"移出 {alert}")

        async def gone():
            return not any(_here(place, rooms, "小广"))

        await here.eventually(gone)
        place.tells("小广", "申诉：我的号被盗了，已经找回")
        line = await here.told("李老师", "成员申诉")
        number = line.partition("#")[2].split()[0]
        place.tells("李老师", f"同意 {number} 已核实")
        await here.told("小广", "申诉通过：之前的处理已撤销。已核实")

        async def back():
            return all(_here(place, rooms, "小广"))

        await here.eventually(back)


async def test_a_member_reports_by_quoting_and_the_manager_says_it_is_fine(store_url, tmp_path):
    from bot.channels.simulator.views import Saying

    place, rooms = _community()
    async with service_for(place, store_url, tmp_path, CONFIG) as here:
        said = place.says(rooms[0], "小告", "你们这些人说话真难听，以后别叫我了")
        await here.until(lambda f: f.messages >= 1)
        place.says(rooms[0], "小明", Saying(text="举报", quotes=said))
        line = await here.told("王老师", "成员举报")
        number = line.partition("#")[2].split()[0]
        place.tells("王老师", f"不是 {number}")

        async def decided():
            cases = (await here.look(lambda unit: unit.records.cases())).items
            return [one.state for one in cases] == ["dismissed"]

        await here.eventually(decided)
        (report,) = (await here.look(lambda unit: unit.records.reports())).items

    assert report.outcome == "wrong"
    assert "小明" not in line
    assert place.user("小告") in place.world.room_at(rooms[0]).members
