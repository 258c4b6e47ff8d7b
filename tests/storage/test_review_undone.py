"""Undo of a decision: everything is given back, and nothing that another case holds."""

import pytest

from bot.core.conduct import ListName
from storage.judging.deciding import AlreadyDecided
from storage.tables.conduct import listing, mark
from storage.tables.learning import sample
from tests.support.builders import after, joined, left, message
from tests.support.reviewed import OTHER, campaign, rows


async def test_undo_gives_everything_back(database):
    house, case = await campaign(database)
    await house.decide(case.id, "advert")
    await house.all_went_out()
    await house.hear(
        *(left("u7", room=f"room-{n}") for n in (1, 3, 4)), left("u7", "u8", room="room-2")
    )

    await house.undo(case.id, author="li", note="是合作方")

    assert [one for one in await house.deliveries() if one[0] == "InviteMember"] == [
        ("InviteMember", room, "pending") for room in (1, 2, 2, 3, 4)
    ]
    assert await rows(house, mark, mark.c.revoked_at.is_(None)) == []
    assert await rows(house, listing, listing.c.lifted_at.is_(None)) == []
    assert await rows(house, sample, sample.c.revoked_at.is_(None)) == []
    (shown,) = await house.cases()
    assert (shown.state, shown.decided_by, shown.note) == ("undone", "li", "是合作方")
    with pytest.raises(AlreadyDecided, match="undone already, by li"):
        await house.undo(case.id)


async def test_undo_before_anything_went_out_calls_it_off_and_invites_nobody(database):
    house, case = await campaign(database)
    await house.decide(case.id, "advert")

    await house.undo(case.id)

    assert {(kind, state) for kind, _, state in await house.deliveries()} == {
        ("RemoveMember", "cancelled")
    }


async def test_whoever_came_back_by_themselves_is_not_invited_again(database):
    house, case = await campaign(database)
    await house.decide(case.id, "advert")
    await house.all_went_out()
    await house.hear(left("u7", room="room-1", at=after(minutes=1)))
    house.later(hours=1)
    await house.hear(joined("u7", room="room-1", at=after(minutes=30)))

    await house.undo(case.id)

    invited = [room for kind, room, _ in await house.deliveries() if kind == "InviteMember"]
    assert invited == [2, 2, 3, 4]


async def test_what_was_undone_can_be_confirmed_anew_and_the_invitations_are_called_off(database):
    house, case = await campaign(database)
    await house.decide(case.id, "advert")
    await house.all_went_out()
    await house.undo(case.id)

    await house.decide(case.id, "advert", author="li")

    states = [(kind, state) for kind, _, state in await house.deliveries()]
    assert states.count(("InviteMember", "cancelled")) == 5
    assert states.count(("RemoveMember", "pending")) == 5
    assert len(await rows(house, mark, mark.c.kind == "advert", mark.c.revoked_at.is_(None))) == 2


async def _two_campaigns(database):
    """u7 posts two kinds of adverts; both cases are confirmed, and everything went out."""
    house, first = await campaign(database)
    await house.hear(message(OTHER, sender="u7", room="room-4", at=house.later(days=2)))
    (second, _) = await house.cases()
    await house.decide(first.id, "advert")
    await house.all_went_out()
    await house.hear(*(left("u7", room=f"room-{n}") for n in (1, 2, 3, 4)))
    await house.decide(second.id, "advert")
    return house, first, second


def _invitations(deliveries):
    return [room for kind, room, _ in deliveries if kind == "InviteMember"]


async def test_undoing_one_of_two_cases_leaves_out_whom_the_other_condemns(database):
    house, first, _ = await _two_campaigns(database)

    await house.undo(first.id)

    assert _invitations(await house.deliveries()) == [2], "only the other account comes back"
    (denied,) = await rows(house, listing, listing.c.lifted_at.is_(None))
    assert denied.list == ListName.DENY


async def test_undoing_both_of_two_cases_invites_back_to_every_room(database):
    house, first, second = await _two_campaigns(database)

    await house.undo(first.id)
    await house.undo(second.id)

    assert sorted(_invitations(await house.deliveries())) == [1, 2, 2, 3, 4]
    assert await rows(house, listing, listing.c.lifted_at.is_(None)) == []
