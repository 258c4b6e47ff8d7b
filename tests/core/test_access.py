"""Who may do what: each role includes those below it."""

import pytest

from bot.core.access import Actor
from bot.core.before_after import before_after
from bot.core.ids import RoomId
from bot.core.rights import Grant, Right, least_role, reach_of, rights_of
from bot.core.staff import Role

ORDER = (Role.ADMIN, Role.OPS_LEAD, Role.MANAGER)


@pytest.mark.parametrize(
    ("role", "rights"),
    [
        (Role.VIEWER, {"see"}),
        (Role.SALES, {"see", "sell"}),
        (Role.AGENT, {"see", "work"}),
        (Role.MANAGER, {"see", "sell", "work", "decide"}),
        (Role.OPS_LEAD, {"see", "sell", "work", "decide", "plan"}),
        (Role.ADMIN, {"see", "sell", "work", "decide", "plan", "keep"}),
    ],
)
def test_a_role_may_what_the_roles_below_it_may(role, rights):
    assert rights_of(role) == rights


def test_every_right_is_some_roles_own():
    for right in Right:
        role = least_role(right)
        assert right in rights_of(role)
        assert Actor(name="x", role=role).may(right)


def test_sales_do_not_decide_and_agents_do_not_sell():
    assert not Actor(name="x", role=Role.SALES).may(Right.DECIDE)
    assert not Actor(name="x", role=Role.AGENT).may(Right.SELL)


def test_what_is_granted_adds_up_room_by_room():
    grants = (
        Grant(role=Role.VIEWER, series="X2"),
        Grant(role=Role.AGENT, room=RoomId(1)),
        Grant(role=Role.MANAGER, series="nowhere"),
    )
    reach = reach_of(grants, {"X2": frozenset({RoomId(1), RoomId(2)})})
    who = Actor(name="x", role=None, grants=grants, reach=reach)

    assert who.rooms(Right.SEE) == frozenset({RoomId(1), RoomId(2)})
    assert who.rooms(Right.WORK) == frozenset({RoomId(1)})
    assert who.rooms(Right.DECIDE) == frozenset(), "no room is in that series"
    assert who.rights_in(RoomId(1)) == {Right.SEE, Right.WORK}
    assert who.rights_in(RoomId(2)) == {Right.SEE}
    assert not who.may(Right.SEE)


def test_a_role_everywhere_reaches_also_where_there_is_no_room():
    who = Actor(
        name="x", role=Role.VIEWER, reach=reach_of([Grant(role=Role.AGENT, room=RoomId(1))], {})
    )

    assert who.rooms(Right.SEE) is None
    assert who.rooms(Right.WORK) == frozenset({RoomId(1)})
    assert who.rights_in(RoomId(2)) == {Right.SEE}


def test_only_what_changed_is_kept_of_a_change():
    assert before_after({"state": "open", "note": None}, {"state": "won", "note": None}) == {
        "before": {"state": "open"},
        "after": {"state": "won"},
    }
    assert before_after(None, {"list": "deny"}) == {"after": {"list": "deny"}}
    assert before_after({"a": 1}, {"a": 1}) == {}
