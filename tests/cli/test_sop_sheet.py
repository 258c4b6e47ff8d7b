"""`groupkeeper sop import`: spreadsheet files as they come."""

import io
import zipfile
from datetime import date, time, timedelta
from itertools import pairwise
from typing import Any

import pytest
import typer
from openpyxl import Workbook, load_workbook
from openpyxl.drawing.image import Image
from PIL import Image as Picture
from typer.testing import CliRunner

from bot.cli.sop import register
from bot.core.errors import ConfigError
from bot.plans.sheet_files import MAX_BYTES, read_sheets, write_table
from sop.parse import parse_plan
from sop.sheet.times import read_time

HEADINGS = ("日期", "时间", "角色", "内容", "链接", "预期反馈", "备选")


def sop(*arguments):
    app = typer.Typer()
    register(app)
    app.command("other")(lambda: None)
    return CliRunner().invoke(app, ["sop", *map(str, arguments)])


def refused(*arguments):
    """The message of a command that was given something bad."""
    done = sop(*arguments)
    assert isinstance(done.exception, ConfigError), done.output
    return str(done.exception)


@pytest.fixture
def book(tmp_path, monkeypatch):
    """A workbook as ops keep it, and where it lies."""
    monkeypatch.chdir(tmp_path)
    made = Workbook()
    sheet: Any = made.active
    sheet.append(("新班第一周",))
    sheet.append(HEADINGS)
    sheet.append((date(2026, 12, 1), time(9, 30), "班主任", "大家好", "链接在此", "10人回复"))
    sheet.append((None, "晚上8点", None, "晚安"))
    sheet.append(("第3天", 0.5, "专家", "=1+1", None, None, None))
    sheet["E3"].hyperlink = "https://a.cn/x"
    sheet.merge_cells("A3:A4")
    sheet.merge_cells("A1:G1")
    made.save(tmp_path / "sop.xlsx")
    return tmp_path / "sop.xlsx"


def plan_of(path):
    return parse_plan(path.read_text(encoding="utf-8"), file=str(path)).plan


def test_a_workbook_becomes_a_plan_and_what_was_not_read_is_told_by_cell(book, tmp_path):
    done = sop("import", book, "--out", tmp_path / "week.yaml")

    assert done.exit_code == 0, done.output
    first, second = plan_of(tmp_path / "week.yaml").steps
    assert (first.when.date, first.when.at) == (date(2026, 12, 1), time(9, 30))
    assert first.media.link == "https://a.cn/x"
    assert (second.when.date, second.when.at) == (date(2026, 12, 1), time(20))
    # Excel had computed nothing for the formula, so the row says nothing.
    assert "Sheet!A5: this row says nothing" in done.stdout
    assert "2 steps; not read as it stands: 1, see above" in done.stdout


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_csv_is_read_in_every_encoding_that_excel_writes(tmp_path, encoding, separator):
    lines = [HEADINGS, ("D1", "20:00-21:00", "班主任", "大家好", "", "", "")]
    text = "\r\n".join(separator.join(line) for line in lines)
    (tmp_path / "表.csv").write_bytes(text.encode(encoding))

    done = sop("import", tmp_path / "表.csv", "--out", tmp_path / "p.yaml", "--name", "我 的/计划")

    assert done.exit_code == 0, done.output
    plan = plan_of(tmp_path / "p.yaml")
    assert (plan.name, plan.title, plan.steps[0].say) == ("我-的-计划", "表", "大家好")


def test_a_colleague_is_known_by_title_or_said_for_the_role(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "config.yaml").write_text("staff: [{name: li, title: 李老师}, {name: wang}]\n")
    rows = "天,时间,角色,内容\nD1,9:00,李老师,一\nD1,9:05,粉丝,二\n"
    (tmp_path / "t.csv").write_text(rows)

    done = sop("import", "t.csv", "--out", "p.yaml", "--person", "粉丝=wang")

    assert done.exit_code == 0, done.output
    people = {key: seat.person for key, seat in plan_of(tmp_path / "p.yaml").seats.items()}
    assert people == {"李老师": "li", "粉丝": "wang"}
    assert "li, wang" in refused("import", "t.csv", "--out", "q.yaml", "--person", "粉丝=zhao")
    assert "粉丝=li" in refused("import", "t.csv", "--out", "q.yaml", "--person", "粉丝")


def test_a_plan_file_is_not_overwritten_by_accident(book, tmp_path):
    out = tmp_path / "week.yaml"
    out.write_text("mine")

    assert "--force" in refused("import", book, "--out", out)
    assert out.read_text() == "mine"
    assert sop("import", book, "--out", out, "--force").exit_code == 0


def bomb():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("xl/worksheets/sheet1.xml", b"0" * 200_000_000)
    return packed.getvalue()


def altered(part, make):
    """A sound workbook, one part of it made anew."""
    sound, packed = io.BytesIO(), io.BytesIO()
    Workbook().save(sound)
    with zipfile.ZipFile(sound) as before, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as to:
        for name in before.namelist():
            to.writestr(name, make(before.read(name)) if name == part else before.read(name))
        if part not in before.namelist():
            to.writestr(part, make(b""))
    return packed.getvalue()


def joined(element):
    return altered(
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b"</sheetData>", b"</sheetData>" + element),
    )


MERGED = b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
LEADING = b'<hyperlinks><hyperlink ref="A1:XFD1048576" location="x"/></hyperlinks>'


@pytest.mark.parametrize(
    ("name", "raw", "why"),
    [
        ("t.xls", b"\xd0\xcf\x11\xe0", ".xls is not read"),
        ("t.xlsx", b"", "is no .xlsx file"),
        ("t.xlsx", b"PK\x03\x04 broken", "is no .xlsx file"),
        ("t.xlsx", b"\xd0\xcf\x11\xe0 locked with a password", "locked with a password"),
        ("t.csv", b"\x81\xff\xfe\x80\x80" * 9, "neither UTF-8 nor GBK"),
        ("t.csv", b"", "no row of the table"),
        ("t.csv", b"a,b\n1,2\n", "no row of the table"),
        ("t.csv", b"x" * (MAX_BYTES + 1), "larger than 10 MB"),
        ("t.xlsx", bomb(), "unpacks to more than"),
        ("t.xlsx", altered("xl/media/a.png", lambda _: b"0" * 200_000_000), "unpacks to more than"),
        ("t.xlsx", altered("x.bin", lambda _: b"0" * 200_000_000), "unpacks to more than"),
        ("t.xlsx", joined(MERGED), "merges more than"),
        ("t.xlsx", joined(LEADING), "merges more than"),
    ],
    ids=[
        "old",
        "empty",
        "broken",
        "locked",
        "binary",
        "empty csv",
        "no headings",
        "large",
        "bomb",
        "bomb called a picture",
        "bomb called a binary",
        "merged",
        "leading",
    ],
)
def test_a_file_that_cannot_be_read_gives_one_message_and_writes_nothing(tmp_path, name, raw, why):
    (tmp_path / name).write_bytes(raw)

    assert why in refused("import", tmp_path / name, "--out", tmp_path / "p.yaml")
    assert not (tmp_path / "p.yaml").exists()


def test_a_file_or_folder_that_is_not_there_is_told(book, tmp_path):
    assert "no such file" in refused("import", tmp_path / "no.csv", "--out", tmp_path / "p.yaml")
    assert "no such file" in refused("import", book, "--out", tmp_path / "no" / "p.yaml")
    with pytest.raises(ConfigError, match="no such file"):
        write_table(tmp_path / "no" / "t.csv", "x", [["a"]])


def test_a_workbook_of_other_things_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "t.xlsx", "w") as packed:
        packed.writestr("hello.txt", "no workbook")

    with pytest.raises(ConfigError, match=r"no sound \.xlsx file"):
        read_sheets(tmp_path / "t.xlsx")


def test_an_xml_bomb_in_a_workbook_is_refused(book, tmp_path):
    letters = "abcdefghij"
    entities = '<!ENTITY a "aaaaaaaaaa">' + "".join(
        "<!ENTITY " + more + ' "' + f"&{one};" * 10 + '">' for one, more in pairwise(letters)
    )
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(tmp_path / "x.xlsx", "w") as new:
        for name in old.namelist():
            raw = old.read(name)
            if name.endswith("sheet1.xml"):
                raw = f"<!DOCTYPE x [{entities}]><worksheet>&j;</worksheet>".encode()
            new.writestr(name, raw)

    with pytest.raises(ConfigError):
        read_sheets(tmp_path / "x.xlsx")


def test_pictures_on_a_sheet_and_hidden_sheets_are_seen(book):
    made = load_workbook(book)
    Picture.new("RGB", (4, 4)).save(drawn := io.BytesIO(), "PNG")
    made.worksheets[0].add_image(Image(drawn), "H3")
    made.create_sheet("旧版").sheet_state = "hidden"
    made.save(book)

    (sheet,) = read_sheets(book)

    assert (sheet.name, sheet.pictures) == ("Sheet", 1)


@pytest.mark.parametrize("name", ["t.xlsx", "t.csv"])
def test_texts_that_look_like_formulas_stay_texts_and_come_back(tmp_path, name):
    texts = [
        "=1+1",
        "+86 138",
        "-5",
        "@SUM(A1)",
        '=HYPERLINK("https://a.cn")',
        "\t=1",
        "'引号",
        "好",
    ]
    write_table(tmp_path / name, "表/名*", [["天", "内容"], *(["D1", text] for text in texts)])

    (sheet,) = read_sheets(tmp_path / name)

    assert [row[1] for row in sheet.rows[1:]] == texts
    if name == "t.xlsx":
        cells = [row[1] for row in load_workbook(tmp_path / name).worksheets[0].iter_rows()]
        assert {cell.data_type for cell in cells} == {"s"}
        assert cells[1].quotePrefix
    else:
        raw = (tmp_path / name).read_text(encoding="utf-8-sig").splitlines()[1:]
        assert all(line.removeprefix("D1,").strip('"')[0] in "'好" for line in raw)


def test_a_table_is_written_only_where_its_kind_is_known(tmp_path):
    with pytest.raises(ConfigError, match=r"\.xlsx or \.csv"):
        write_table(tmp_path / "t.pdf", "x", [["a"]])


def test_a_csv_with_a_field_beyond_all_measure_is_refused(tmp_path):
    (tmp_path / "t.csv").write_text('天,时间,内容\nD1,9:00,"' + "长" * 140_000)

    assert "no sound csv" in refused("import", tmp_path / "t.csv", "--out", tmp_path / "p.yaml")


def test_a_table_that_makes_no_sound_plan_is_told_and_not_written(tmp_path):
    rows = "".join(f"D{n},9:00,{'长' * 3000}\n" for n in range(1, 100))
    (tmp_path / "t.csv").write_text("天,时间,内容\n" + rows)

    told = refused("import", tmp_path / "t.csv", "--out", tmp_path / "p.yaml")

    assert "makes no sound plan" in told
    assert "split it" in told
    assert not (tmp_path / "p.yaml").exists()


def test_only_the_first_rows_of_an_endless_table_are_read_and_that_is_told(tmp_path):
    rows = [
        ("天", "时间", "内容"),
        ("D1", "9:00", "一"),
        *[("", "", "")] * 5000,
        ("D2", "9:00", "二"),
    ]
    write_table(tmp_path / "t.xlsx", "x", rows)
    write_table(tmp_path / "t.csv", "x", rows)

    for name in ("t.xlsx", "t.csv"):
        done = sop("import", tmp_path / name, "--out", tmp_path / f"{name}.yaml")
        assert "only the first 5000 rows are read" in done.stdout
        assert len(plan_of(tmp_path / f"{name}.yaml").steps) == 1


def test_cells_merged_beyond_what_is_read_harm_nobody_and_a_length_of_time_is_a_time(book):
    made = load_workbook(book)
    made.worksheets[0].merge_cells("CA1:CA9")
    made.worksheets[0]["B5"] = timedelta(hours=20)
    made.save(book)

    (sheet,) = read_sheets(book)

    assert read_time(sheet.cell(5, 2)) == time(20)
