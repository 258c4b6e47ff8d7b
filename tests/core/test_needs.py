"""What needs a person first: tables of values."""

from datetime import timedelta

import pytest

from bot.core.effects import Severity
from bot.core.ids import AlertId, RoomId, StaffName
from bot.core.needs import Act, Need, NeedAlert, NeedKind, acts, folded, for_whom, in_order
from bot.core.rights import Right, rights_of
from bot.core.staff import Role
from tests.support.builders import NOON, after

HOUR = timedelta(hours=1)


def need(kind, name="1", *, since=NOON - HOUR, **other):
    return Need(kind=NeedKind(kind), id=name, since=since, **other)


def raised(severity, number=9):
    return NeedAlert(id=AlertId(number), severity=Severity(severity))


def alert(severity, name="9", **other):
    return need("alert", name, alert=raised(severity, int(name)), **other)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (need("gateway", "wx", since=NOON), need("case")),
        (need("gateway", "wx", since=NOON), alert("warning")),
        (alert("critical", since=NOON), need("case")),
        (need("case", since=NOON), need("lead")),
        (alert("warning", since=NOON), alert("info")),
        (need("case", alert=raised("critical"), since=NOON), need("case")),
        (need("lead", alert=raised("warning"), since=NOON), need("lead")),
        (need("question", due=NOON, since=NOON), need("case")),
        (need("question", due=NOON, since=NOON), need("question", due=after(minutes=1))),
        (need("task", due=NOON, since=NOON), need("task", about="held")),
        (need("task", about="held", since=NOON), need("task", about="open")),
        (need("delivery", about="held", since=NOON), need("delivery", about="unknown")),
        (need("content", due=NOON, since=NOON), need("content")),
        (need("task", owner="wang", since=NOON), need("task", owner="li")),
        (need("task", owner="li", due=NOON), need("case")),
        (need("case", since=NOON - HOUR), need("case", since=NOON)),
        (
            need("question", due=NOON - HOUR, since=NOON - HOUR),
            need("question", due=NOON, since=NOON - 2 * HOUR),
        ),
    ],
    ids=[
        "an account that is away before a case",
        "an account that is away before a warning",
        "a critical alert before a case",
        "a case before a lead",
        "a warning before a notice",
        "a case that was alerted as critical before another",
        "a strong lead before a weak one",
        "an overdue question before a case that has no clock",
        "an overdue question before one that has time",
        "an overdue task before one that nobody did",
        "a task that nobody did before an open one",
        "a held post before one whose echo may come",
        "content that is late before content that has time",
        "my task before another's",
        "an overdue task of somebody else before a case",
        "what waits longer before what came just now",
        "what is late for longer before what is asked for longer",
    ],
)
def test_the_more_urgent_comes_first(first, second):
    assert in_order([second, first], "wang", NOON) == [first, second]
    assert in_order([first, second], "wang", NOON) == [first, second]


@pytest.mark.parametrize(
    ("role", "one", "may"),
    [
        (Role.VIEWER, need("case", alert=raised("info")), ()),
        (Role.SALES, need("lead", alert=raised("info")), (Act.CLAIM,)),
        (Role.SALES, need("task"), ()),
        (Role.AGENT, need("task", about="open"), (Act.DONE, Act.CANNOT, Act.GIVE)),
        (Role.AGENT, need("task", about="held"), (Act.DONE, Act.GIVE)),
        (Role.AGENT, need("question", alert=raised("info")), (Act.CLOSE, Act.ACKNOWLEDGE)),
        (Role.AGENT, need("delivery", about="held"), ()),
        (Role.AGENT, alert("info"), (Act.ACKNOWLEDGE,)),
        (Role.MANAGER, need("delivery", about="held"), (Act.RELEASE, Act.CANCEL, Act.SENT)),
        (Role.MANAGER, need("delivery", about="unknown"), (Act.CANCEL, Act.SENT)),
        (Role.MANAGER, need("case"), (Act.DECIDE,)),
        (Role.MANAGER, need("appeal"), (Act.ANSWER,)),
        (Role.OPS_LEAD, need("gateway", "wx"), ()),
        (Role.ADMIN, need("gateway", "wx"), (Act.MEND,)),
    ],
)
def test_what_may_be_done_goes_by_the_role(role, one, may):
    assert acts(one, rights_of(role)) == may


@pytest.mark.parametrize(
    ("group", "thing"),
    [
        ("advert:wang+li:7", need("case", group="advert:7")),
        ("advert::7", need("case", group="advert:7")),
        ("advert:wang+li:7:hold", need("case", group="advert:7")),
        ("advert::7:remove", need("case", group="advert:7")),
        ("report:3", need("case", group="report:3")),
        ("question:1:5", need("question", group="question:1:5")),
        ("lead:10001:course", need("lead", group="lead:10001:course")),
        ("delivery:held:room:1", need("delivery", group="delivery:held:room:1")),
        ("gateway:wx", need("gateway", "wx", group="gateway:wx")),
    ],
)
def test_an_alert_goes_with_the_thing_it_is_about(group, thing):
    told = alert("critical", "12", group=group)

    [one] = folded([told, thing])

    assert one.alert is not None
    assert (one.kind, one.alert.id) == (thing.kind, 12)
    assert one.severity(NOON) is Severity.CRITICAL


def test_a_case_that_was_told_twice_matters_as_much_as_the_heavier_alert():
    told = [
        alert("critical", "12", group="advert:wang:7:remove"),
        alert("info", "13", group="advert:li:7"),
    ]

    [one] = folded([*told, need("case", group="advert:7")])

    assert one.severity(NOON) is Severity.CRITICAL


@pytest.mark.parametrize("group", ["advert:wang:8", "advert:wang:7:grown", "raid:1:x", "lead:7"])
def test_an_alert_about_something_else_stands_alone(group):
    found = folded([alert("info", group=group), need("case", group="advert:7")])

    assert [one.kind.value for one in found] == ["case", "alert"]
    assert found[0].alert is None


def test_people_see_what_they_can_do_something_about():
    needs = [need("case"), need("lead"), need("gateway", "wx"), alert("info")]

    def seen(role):
        return [one.kind.value for one in for_whom(needs, lambda _room: rights_of(role))]

    assert seen(Role.SALES) == ["lead", "gateway"]
    assert seen(Role.AGENT) == ["gateway", "alert"]
    assert seen(Role.MANAGER) == ["case", "lead", "gateway", "alert"]


def test_who_may_only_look_sees_everything():
    needs = [need("case"), need("lead"), need("gateway", "wx")]

    assert for_whom(needs, lambda _room: {Right.SEE}) == needs


def test_what_somebody_may_do_goes_by_the_room():
    here, there = need("case", "1", room=RoomId(1)), need("case", "2", room=RoomId(2))

    found = for_whom(
        [here, there], lambda room: rights_of(Role.MANAGER if room == 1 else Role.VIEWER)
    )

    assert found == [here]


def test_order_does_not_hang_on_the_order_in_which_things_were_found():
    needs = [need("case", str(n), owner=StaffName("li")) for n in range(5)]

    assert in_order(needs[::-1], "wang", NOON) == in_order(needs, "wang", NOON)
