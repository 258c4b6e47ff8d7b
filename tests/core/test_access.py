"""Who may do what: each role includes those below it."""

import pytest

from bot.core.access import Actor
from bot.core.rights import Right, least_role, rights_of
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
