"""A message is let pass, and then its author makes an advert of it."""

from storage.talk.messages import MessageFilter
from tests.support.service import a_place, service_for

STAFF = """
staff: [{name: wang, title: 王老师, accounts: [{channel: sim, name: 王老师}]}]
rooms: {defaults: {staff: [wang], mode: observe}}
"""
ADVERT = "兼职刷单日结，一天三百，加薇信 abc12345 免费领取资料，名额有限"


async def test_an_advert_made_by_editing_is_one_case_with_the_old_words_kept(store_url, tmp_path):
    place = a_place()
    room = place.room("英语学习打卡群", "王老师", "小明")
    async with service_for(place, store_url, tmp_path, STAFF) as here:
        said = place.says(room, "小明", "有人要一起拼车吗")
        await here.until(lambda f: f.messages >= 1)
        place.world.edits(said, ADVERT)
        await here.until(lambda f: sum(f.cases.values()) >= 1)
        told = await here.told("王老师", "广告")
        place.world.edits(said, ADVERT)
        place.says(room, "小明", "好的")
        figures = await here.until(lambda f: f.messages >= 2)
        found = (await here.look(lambda unit: unit.archive.messages(MessageFilter()))).items

    assert "刷单" in told
    assert sum(figures.cases.values()) == 1
    changed = next(one for one in found if one.edits)
    assert changed.text == "有人要一起拼车吗"
    assert changed.edits[0].text == ADVERT
