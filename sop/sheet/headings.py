"""Which column of a table is what: Chinese and English headings, in any order, under any title."""

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.core.text import fold
from sop.sheet.cells import Cell, Sheet

LOOKED_AT = 30  # rows from the top, in which headings are looked for


class Column(StrEnum):
    """What a column holds."""

    ID = "id"
    DAY = "day"
    TIME = "time"
    ROLE = "role"
    TITLE = "title"
    CONTENT = "content"
    LINK = "link"
    MEDIA = "media"
    EXPECT = "expect"
    FALLBACK = "fallback"
    IGNORED = "ignored"  # remarks, and what our own export fills in


_WORDS: dict[Column, tuple[str, ...]] = {
    Column.ID: ("编号", "序号", "id", "no", "step id"),
    Column.DAY: (
        *("日期", "天", "天数", "第几天", "日程", "营期", "日", "发布日期", "发送日期", "时间节点"),
        *("date", "day", "days"),
    ),
    Column.TIME: (
        *("时间", "时间点", "时刻", "发送时间", "发布时间", "具体时间", "推送时间", "time", "at"),
    ),
    Column.ROLE: (
        *("角色", "发言人", "发送人", "谁发", "账号", "人设", "执行人", "负责人", "发布人", "身份"),
        *("role", "seat", "who", "speaker"),
    ),
    Column.TITLE: (
        *("环节", "主题", "标题", "名称", "动作", "目的", "步骤", "栏目"),
        *("step", "title", "topic", "name"),
    ),
    Column.CONTENT: (
        *("内容", "话术", "文案", "正文", "消息", "发送内容", "发布内容", "文字", "推送内容"),
        *("具体内容", "群话术", "content", "text", "message", "script", "copy", "say"),
    ),
    Column.LINK: ("链接", "网址", "地址", "跳转链接", "落地页", "link", "url", "links"),
    Column.MEDIA: (
        *("图片", "素材", "附件", "文件", "配图", "海报", "视频"),
        *("image", "file", "media", "attachment", "picture"),
    ),
    Column.EXPECT: (
        *(
            "预期反馈",
            "预期",
            "预期效果",
            "预期反应",
            "预期互动",
            "期望",
            "期望反馈",
            "目标",
            "反馈",
        ),
        *("kpi", "expected", "expect", "expected reaction", "expected feedback", "goal"),
    ),
    Column.FALLBACK: (
        *(
            "备选",
            "备选方案",
            "b计划",
            "b方案",
            "方案b",
            "兜底",
            "预案",
            "应对",
            "冷场预案",
            "如无反馈",
        ),
        *("plan b", "fallback", "otherwise", "backup"),
    ),
    Column.IGNORED: (  # remarks, and what our own export fills in
        *(
            "备注",
            "说明",
            "注意事项",
            "note",
            "notes",
            "remark",
            "remarks",
            "comment",
            "状态",
            "结果",
        ),
        *("已发", "迟发", "跳过", "失败", "达标", "未达标", "发出时间", "由谁发出", "措辞"),
        *("回复条数", "发言人数", "命中人数", "点击人数", "报名人数", "群人数", "回应率"),
        *("高出平时", "首次回应", "是否达标", "启用备选"),
    ),
}
_BY_WORD = {fold(word): column for column, words in _WORDS.items() for word in words}
_LONG_FIRST = sorted((w for w in _BY_WORD if len(w) > 1), key=len, reverse=True)
_ASIDE = re.compile(r"[（(【\[].*?[)）】\]]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Headings:
    """The row of the headings, and which column is what."""

    row: int
    columns: dict[Column, int]
    unknown: tuple[Cell, ...] = ()  # headings that say nothing to us


def find_headings(sheet: Sheet) -> Headings | None:
    """The row that names most columns, among the first; None where none tells what to say."""
    rows = range(1, min(len(sheet.rows), LOOKED_AT) + 1)
    found = [made for row in rows if (made := _headings(sheet, row)) is not None]
    return max(found, key=lambda one: (len(one.columns), -one.row), default=None)


def _headings(sheet: Sheet, row: int) -> Headings | None:
    columns: dict[Column, int] = {}
    unknown: list[Cell] = []
    for number in range(1, len(sheet.rows[row - 1]) + 1):
        cell = sheet.cell(row, number)
        column = column_of(cell.text)
        if column is None and cell.text:
            unknown.append(cell)
        elif column is not None:
            columns.setdefault(column, number)
    told = columns.keys() & {Column.DAY, Column.TIME}
    if not told or not columns.keys() & {Column.CONTENT, Column.LINK, Column.MEDIA}:
        return None
    return Headings(row=row, columns=columns, unknown=tuple(unknown))


def column_of(heading: str) -> Column | None:
    """What a heading names: 内容/话术, 预期反馈（人数）, Plan B."""
    if not heading or len(heading) > 40:  # noqa: PLR2004 (a heading is no text)
        return None
    bare = _ASIDE.sub("", heading) or heading
    for part in (bare, *re.split(r"[/、|\n]", bare)):
        if fold(part) in _BY_WORD:
            return _BY_WORD[fold(part)]
    whole = fold(bare)
    inside = (word for word in _LONG_FIRST if not word.isascii() and word in whole)
    return next((_BY_WORD[word] for word in inside), None)
