"""Pictures, cards and files, the whole way: said in a room, fetched, read, judged, told."""

from bot.channels.simulator.views import Saying
from bot.core.events import Media, MessageKind
from tests.support.drawing import GROUP, code, packed, poster
from tests.support.service import Running, a_place, service_for

STAFF = """
staff: [{name: wang, title: 王老师, accounts: [{channel: sim, name: 王老师}]}]
rooms: {defaults: {staff: [wang], mode: %s}}
judging: {pictures: {whom: %s}}
"""
PHOTO = Media(name="photo.png", mime="image/png")


def config(mode: str = "observe", whom: str = "newcomers") -> str:
    return STAFF % (mode, whom)


def picture(content: bytes, media: Media = PHOTO) -> Saying:
    return Saying(kind=MessageKind.IMAGE, media=media, content=content)


async def errands(here: Running) -> dict[str, int]:
    found: dict[str, int] = await here.look(lambda unit: unit.errands.counts())
    return found


async def all_run(here: Running, count: int) -> None:
    async def look() -> bool:
        return await errands(here) == {"done": count}

    await here.eventually(look)


async def said_by_pictures(here: Running) -> list[str]:
    page = await here.look(lambda unit: unit.records.verdicts(detector="pictures"))
    return [one.reason for one in page.items]


async def test_a_newcomers_picture_with_a_group_code_is_read_and_told(store_url, tmp_path):
    place = a_place()
    room = place.room("英语学习打卡群", "王老师", "小明")
    async with service_for(place, store_url, tmp_path, config()) as here:
        place.joins(room, "发广告的")
        place.says(room, "发广告的", picture(packed(poster(1, held=GROUP))))
        figures = await here.until(lambda f: sum(f.cases.values()) >= 1)
        told = await here.told("王老师", "二维码")
        (case,) = (await here.look(lambda unit: unit.records.cases())).items

    assert figures.messages == 1
    assert "拉人进群" in told
    assert case.score >= 0.5


async def test_a_family_photo_of_an_old_member_is_not_even_fetched(store_url, tmp_path):
    place = a_place()
    room = place.room("英语学习打卡群", "王老师", "小明")
    async with service_for(place, store_url, tmp_path, config()) as here:
        place.says(room, "小明", "大家早")
        await here.until(lambda f: f.messages >= 1)
        place.says(room, "小明", picture(packed(poster(2))))
        place.says(room, "王老师", picture(packed(poster(3, held=GROUP))))
        place.says(room, "小明", "晚上见")
        await here.until(lambda f: f.messages >= 4)

        assert await errands(here) == {}


async def test_a_confirmed_picture_is_known_again_in_another_room_until_that_is_undone(
    store_url, tmp_path
):
    place = a_place()
    first = place.room("英语学习打卡群", "王老师")
    second = place.room("数学学习打卡群", "王老师")
    async with service_for(place, store_url, tmp_path, config(whom="all")) as here:
        place.says(first, "王老师", "开课了")
        for name, where in (("甲", first), ("乙", second), ("丙", second)):
            place.joins(where, name)
        place.says(first, "甲", picture(packed(poster(7, held=GROUP))))
        await here.until(lambda f: sum(f.cases.values()) >= 1)
        (case,) = (await here.look(lambda unit: unit.records.cases())).items
        await decide(here, case.id, "confirmed")
        again = poster(7).resize((500, 750)).convert("L")
        place.says(second, "乙", picture(packed(again, "JPEG", quality=40)))
        await here.until(lambda f: sum(f.cases.values()) >= 2)
        known = await said_by_pictures(here)
        await decide(here, case.id, "undone")
        place.says(second, "丙", picture(packed(poster(7).convert("L"))))
        await all_run(here, 3)
        after = await said_by_pictures(here)

    assert any("已确认的广告图片" in reason for reason in known)
    assert len(after) == len(known)


async def decide(here: Running, case: int, state: str) -> None:
    from sqlalchemy import update

    from storage.tables.judging import case as cases

    async with here.service.store.database.write() as connection:
        await connection.execute(update(cases).where(cases.c.id == case).values(state=state))


async def test_the_same_picture_by_many_is_a_campaign_and_many_pictures_are_none(
    store_url, tmp_path
):
    place = a_place()
    room = place.room("英语学习打卡群", "王老师", *(f"同学{n}" for n in range(8)))
    async with service_for(place, store_url, tmp_path, config(whom="all")) as here:
        for number in range(4):
            place.says(room, f"同学{number}", picture(packed(poster(20 + number))))
        await all_run(here, 4)
        assert await said_by_pictures(here) == []
        for number in range(4, 8):
            place.says(
                room, f"同学{number}", picture(packed(poster(30), "JPEG", quality=60 + number))
            )
        await all_run(here, 8)
        reasons = await said_by_pictures(here)

    assert any("4 个账号" in reason for reason in reasons)


async def test_bad_pictures_are_noted_and_the_service_goes_on(store_url, tmp_path):
    place = a_place()
    room = place.room("英语学习打卡群", "王老师", "小明")
    huge = Media(name="big.png", mime="image/png", size=100_000_000)
    async with service_for(place, store_url, tmp_path, config(whom="all")) as here:
        place.says(room, "小明", picture(b"x" * 20_000_000))
        place.says(room, "小明", picture(b"x", media=huge))
        place.says(room, "小明", picture(packed(poster(1))[:500]))
        place.says(room, "小明", Saying(kind=MessageKind.IMAGE, media=PHOTO))
        place.says(room, "小明", picture(packed(code("file:///etc/passwd"))))
        place.says(room, "小明", picture(packed(code("9" * 4000, box=3, level="L"))))
        await all_run(here, 6)
        place.says(room, "小明", "还在吗")
        figures = await here.until(lambda f: f.messages >= 7)
        reasons = await said_by_pictures(here)

    assert sum(figures.cases.values()) == 0
    assert any("太大" in reason for reason in reasons)
    assert any("损坏" in reason for reason in reasons)
    assert any("打不开" in reason for reason in reasons)


async def test_an_errand_waits_for_a_channel_that_is_away(store_url, tmp_path):
    place = a_place()
    room = place.room("英语学习打卡群", "王老师")
    async with service_for(place, store_url, tmp_path, config()) as here:
        place.joins(room, "发广告的")
        place.says(room, "发广告的", picture(packed(poster(1, held=GROUP))))
        place.channel.go_away()

        async def tried() -> bool:
            found = await here.look(lambda unit: unit.errands.found())
            return bool(found) and found[0].note == "ChannelAway"

        await here.eventually(tried)
        place.channel.come_back()
        await here.until(lambda f: sum(f.cases.values()) >= 1)


async def test_what_was_not_finished_is_done_after_a_restart(store_url, tmp_path):
    place = a_place()
    room = place.room("英语学习打卡群", "王老师")
    async with service_for(place, store_url, tmp_path, config()) as here:
        place.joins(room, "发广告的")
        place.says(room, "发广告的", picture(packed(poster(1, held=GROUP))))
        place.channel.go_away()
        await here.until(lambda f: f.messages >= 1)
    async with service_for(place, store_url, tmp_path, config()) as here:
        figures = await here.until(lambda f: sum(f.cases.values()) >= 1)

    assert figures.messages == 1
