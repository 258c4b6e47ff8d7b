"""A person's data as one file: a ZIP with a page to read, a table of messages, and all as JSON."""

import asyncio
import csv
import io
import json
import zipfile
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from html import escape
from tempfile import SpooledTemporaryFile
from typing import IO, Any, Protocol

_IN_MEMORY = 8 * 1024 * 1024  # bytes of a part; what is longer goes through a nameless file
_COPY = 256 * 1024
_MESSAGES = "messages"
_CSV = ("sent_at", "room_name", "kind", "text", "quoted_text", "recalled_at")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would reckon with
_TITLES: Mapping[str, str] = {
    "person": "学号 · Student ID",
    "accounts": "账号 · Accounts",
    "rooms": "群 · Rooms",
    "names": "用过的名字 · Names over time",
    "tags": "标签 · Tags",
    "notes": "备注 · Notes of colleagues",
    "merges": "合并 · Merges",
    _MESSAGES: "消息 · Messages",
    "edits": "消息的修改 · Edits of messages",
    "questions": "提问 · Questions asked",
    "consents": "同意引用 · Consent to be quoted",
    "leads": "线索 · Leads",
    "lead_evidence": "线索的依据 · What the leads rest on",
    "verdicts": "判定 · What detectors said of messages",
    "cases": "案件 · Cases",
    "messages_in_cases": "案件中的消息 · Messages in cases",
    "points": "记分 · Points",
    "lists": "名单 · Lists",
    "appeals": "申诉 · Appeals",
    "reports_made": "举报 · Reports made",
    "entry_quizzes": "入群问答 · Entry quizzes",
    "sign_ups": "报名 · Sign-ups",
    "benefits": "福利 · Benefits claimed",
    "coupons": "券 · Coupons",
    "campaign_answers": "活动回复 · Answers about campaigns",
    "learned_samples": "学习样本 · Messages that were learned from",
    "looked_into": "图片与模型查询 · Pictures and questions to models",
    "alerts": "提醒 · Alerts to colleagues",
    "sent_to_them": "发给本人或关于本人的动作 · Sent to them, done about them",
    "events": "进退群等事件 · Events",
    "audit": "操作记录 · Audit",
}


class Page(Protocol):
    """Some rows of one section (`storage.privacy.exports.ExportPage`)."""

    @property
    def section(self) -> str:
        """Which."""
        ...

    @property
    def columns(self) -> Sequence[str]:
        """The names of its columns."""
        ...

    @property
    def rows(self) -> Sequence[Mapping[str, Any]]:
        """Plain JSON values."""
        ...


async def write_person_file(
    pages: AsyncIterator[Page], out: IO[bytes], *, student: int, now: datetime
) -> int:
    """Write the ZIP; how many rows are in it. Others get their turn after every page."""
    count = 0
    with (
        _spool() as readable,
        _spool() as messages,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as packed,
    ):
        readable.write(_HEAD.format(student=student, at=f"{now:%Y-%m-%d %H:%M} UTC").encode())
        messages.write(b"\xef\xbb\xbf" + _line(_CSV))  # the mark by which Excel knows UTF-8
        with packed.open("data.json", "w", force_zip64=True) as data:
            told = _Told(data=data, readable=readable, messages=messages)
            data.write(b'{"student_id": %d' % student)
            async for page in pages:
                count += told.page(page)
                await asyncio.sleep(0)
            told.end()
            data.write(b"\n]}\n" if told.section else b"}\n")
        for name, part in (("readable.html", readable), ("messages.csv", messages)):
            await _copy(part, packed, name)
    return count


class _Told:
    """Where the writing is: one section after the other, in three forms."""

    def __init__(self, *, data: IO[bytes], readable: IO[bytes], messages: IO[bytes]) -> None:
        self.section = ""
        self._data, self._readable, self._messages = data, readable, messages
        self._rows = 0

    def page(self, page: Page) -> int:
        if page.section != self.section:
            self._begin(page)
        for row in page.rows:
            self._data.write((b",\n" if self._rows else b"\n") + _json(row))
            self._rows += 1
            self._readable.write(_html_row(page, row))
            if page.section == _MESSAGES:
                self._messages.write(_line([row.get(name) for name in _CSV]))
        return len(page.rows)

    def _begin(self, page: Page) -> None:
        if self.section:
            self._data.write(b"\n]")
        self.end()
        self.section, self._rows = page.section, 0
        self._data.write(f',\n"{page.section}": ['.encode())
        title = escape(_TITLES.get(page.section, page.section))
        if not page.rows:
            self._readable.write(f"<h2>{title}</h2><p>—</p><table>".encode())
            return
        cells = "".join(f"<th>{escape(name)}</th>" for name in page.columns)
        self._readable.write(f"<h2>{title}</h2><table><tr>{cells}</tr>".encode())

    def end(self) -> None:
        if self.section:
            self._readable.write(b"</table>\n")


def _html_row(page: Page, row: Mapping[str, Any]) -> bytes:
    cells = "".join(f"<td>{_cell(name, row)}</td>" for name in page.columns)
    return f"<tr>{cells}</tr>\n".encode()


def _cell(name: str, row: Mapping[str, Any]) -> str:
    value = row.get(name)
    if value is None:
        return ""
    if name == "room_id" and row.get("room_name"):
        return escape(f"{row['room_name']} ({value})")
    plain = isinstance(value, str | int | float)
    return escape(str(value) if plain else json.dumps(value, ensure_ascii=False))


def _json(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")


def _line(values: Sequence[Any]) -> bytes:
    written = io.StringIO()
    csv.writer(written).writerow([_safe(value) for value in values])
    return written.getvalue().encode("utf-8", "replace")


def _safe(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _spool() -> "SpooledTemporaryFile[bytes]":
    return SpooledTemporaryFile(max_size=_IN_MEMORY)


async def _copy(part: "SpooledTemporaryFile[bytes]", packed: zipfile.ZipFile, name: str) -> None:
    part.seek(0)
    with packed.open(name, "w", force_zip64=True) as target:
        while piece := part.read(_COPY):
            target.write(piece)
            await asyncio.sleep(0)


_HEAD = """<!doctype html><html lang="zh"><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{student}</title>
<style>
body {{ font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 75rem;
  padding: 0 1rem }}
table {{ border-collapse: collapse; font-size: 13px; width: 100% }}
td, th {{ border-bottom: 1px solid #ddd; padding: .3rem .5rem; text-align: left;
  vertical-align: top; overflow-wrap: anywhere }}
h2 {{ font-size: 17px; margin: 2rem 0 .5rem }}
</style>
<h1>{student}</h1>
<p>本社群服务保存的与此人有关的全部数据，导出于 {at}。
All that this community's service holds about this person, as of {at}.</p>
"""
