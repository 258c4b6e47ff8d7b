"""SOP tables, and the plans that are made of them."""

from datetime import date

from bot.core.text import fold
from sop.checks import Cast
from sop.parse import parse_plan
from sop.sheet.casting import Casting
from sop.sheet.cells import Sheet
from sop.sheet.plan import make_plan

TODAY = date(2026, 11, 22)
HEADINGS = ("天", "时间", "角色", "内容", "链接", "预期反馈", "备选")
CAST = Cast(accounts=frozenset({"sim"}), staff=frozenset({"li"}))


def sheet(*rows, name="Sheet1", headings=HEADINGS, **other):
    return Sheet(name=name, rows=(headings, *rows), **other)


def made(*sheets, people=()):
    casting = Casting(people={fold(role): who for role, who in people})
    return make_plan(sheets, name="week", title="第一周", casting=casting, today=TODAY)


def read(*sheets, people=()):
    """The plan that comes out, which must be sound, and the lines about what did not."""
    found = made(*sheets, people=people)
    plan = parse_plan(found.source, file="week.yaml", cast=CAST).plan
    assert len(plan.steps) == found.steps
    return plan, [str(one) for one in found.unread]
